"""How urgent a conversation is."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.errors import NoSuchPriority
from inbox.events import PriorityChanged
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership


class Priority(models.IntegerChoices):
    NONE = 0, _("None")
    LOW = 1, _("Low")
    MEDIUM = 2, _("Medium")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")

    @property
    def code(self) -> str:
        """As programs and styles say it: "none" … "urgent"."""
        return self.name.lower()


class Prioritised(models.Model):
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NONE, db_default=Priority.NONE)

    class Meta:
        abstract = True

    @property
    def priority_code(self) -> str:
        return Priority(self.priority).code

    def prioritise(self, *, by: "Membership", priority: str) -> None:
        """`priority` is "none", "low", "medium", "high" or "urgent"; raises NoSuchPriority for another word."""
        wanted = next((each for each in Priority if each.code == priority), None)
        if wanted is None:
            raise NoSuchPriority
        conversation = self._locked()  # type: ignore[attr-defined]
        before = Priority(conversation.priority)
        if before == wanted:
            return
        conversation.priority = wanted
        conversation.save(update_fields=["priority"])
        line = conversation.add_event("prioritised", by=by, data={"priority": wanted.code})
        fact = PriorityChanged(conversation.pk, line.pk, line.seq, wanted.code)
        record(fact, by=by, subject=conversation, changes={"priority": (before.code, wanted.code)})
