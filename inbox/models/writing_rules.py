"""What a firm allows its colleagues when they write."""

from datetime import timedelta
from typing import Self

from django.db import models

from accounts.models import Membership
from core.models import IdModel
from core.tenancy import current_firm_id
from inbox.errors import BadWindow
from inbox.events import WritingRulesChanged
from ledger.record import record

LONGEST = 7 * 24 * 60
"""Minutes."""


class WritingRules(IdModel):
    """One row a firm, once an admin has changed something; until then what stands here holds."""

    edit_minutes = models.PositiveIntegerField(default=15)  # how long who sent a reply may change it; 0: never

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm"], name="a_firm_has_one_set_of_writing_rules")]

    @classmethod
    def of_firm(cls) -> Self:
        """Those of the firm in scope."""
        return cls.objects.first() or cls(firm_id=current_firm_id())

    @property
    def window(self) -> timedelta:
        return timedelta(minutes=self.edit_minutes)

    def change(self, *, by: Membership, edit_minutes: int) -> None:
        """Raises BadWindow for a time that is none."""
        if not 0 <= edit_minutes <= LONGEST:
            raise BadWindow
        before = self.edit_minutes
        if before == edit_minutes:
            return
        WritingRules.objects.update_or_create(defaults={"edit_minutes": edit_minutes})
        self.edit_minutes = edit_minutes
        changes = {"edit_minutes": (before, edit_minutes)}
        record(WritingRulesChanged(edit_minutes), by=by, subject=WritingRules.objects.get(), changes=changes)
