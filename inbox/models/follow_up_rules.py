"""After how many days without an answer a conversation comes back to who has it."""

from typing import Self

from django.db import models

from accounts.models import Membership
from core.models import IdModel
from core.tenancy import current_firm_id
from inbox.errors import BadFollowUp
from inbox.events import FollowUpRulesChanged
from ledger.record import record

LONGEST = 365
"""Days."""


class FollowUpRules(IdModel):
    """One row a firm, once an admin has changed something; until then nothing comes back by itself."""

    days = models.PositiveSmallIntegerField(default=0)  # without an answer to our reply; 0: never

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm"], name="a_firm_has_one_set_of_follow_up_rules")]

    @classmethod
    def of_firm(cls) -> Self:
        """Those of the firm in scope."""
        return cls.objects.first() or cls(firm_id=current_firm_id())

    def change(self, *, by: Membership, days: int) -> None:
        """From the next reply on. Raises BadFollowUp for a number of days that is none."""
        if not 0 <= days <= LONGEST:
            raise BadFollowUp
        before = self.days
        if before == days:
            return
        FollowUpRules.objects.update_or_create(defaults={"days": days})
        self.days = days
        changes = {"follow_up_days": (before, days)}
        record(FollowUpRulesChanged(days), by=by, subject=FollowUpRules.objects.get(), changes=changes)
