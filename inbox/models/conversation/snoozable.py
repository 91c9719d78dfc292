"""Putting a conversation aside until a moment, or until the client replies."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models

from core import clock
from inbox.errors import ClosedIsNotSnoozed, SnoozedIntoThePast, SnoozedTooFar
from inbox.events import ConversationSnoozed, ConversationWoken
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership

ON_REPLY = datetime(2200, 1, 1, tzinfo=UTC)
"""When one wakes that waits for the client alone: it sorts below all that wake by themselves."""
LONGEST = timedelta(days=5 * 366)


class Snoozable(models.Model):
    """It wakes by its time, by any message of the client, by hand; closing it ends the snooze."""

    wakes_at = models.DateTimeField(null=True, blank=True)  # None: it is awake

    class Meta:
        abstract = True

    @property
    def is_snoozed(self) -> bool:
        return self.wakes_at is not None

    @property
    def snoozed_until(self) -> datetime | None:
        """The moment it wakes by itself; None for one that is awake, or waits for the client alone."""
        return None if self.wakes_at == ON_REPLY else self.wakes_at

    def snooze(self, *, by: "Membership", until: datetime | None = None) -> None:
        """Out of the way until `until`, or (None) until the client replies. Raises an InboxError where that cannot be."""
        conversation = self._locked()  # type: ignore[attr-defined]
        if conversation.is_closed:
            raise ClosedIsNotSnoozed
        if until is not None and until <= clock.now():
            raise SnoozedIntoThePast
        if until is not None and until > clock.now() + LONGEST:
            raise SnoozedTooFar
        before, after = conversation.wakes_at, until or ON_REPLY
        if before == after:
            return
        conversation.wakes_at, conversation.snoozed_by = after, by
        conversation.save(update_fields=["wakes_at", "snoozed_by"])
        line = conversation.add_event("snoozed", by=by, data={"until": until.isoformat() if until else None})
        fact = ConversationSnoozed(conversation.pk, line.pk, line.seq, clock.to_ms(until) if until else None)
        record(fact, by=by, subject=conversation, changes={"wakes_at": (before, after)})

    def wake(self, *, by: "Membership") -> None:
        """Back among the open ones. Waking one that is awake changes nothing."""
        conversation = self._locked()  # type: ignore[attr-defined]
        if conversation.is_snoozed:
            conversation.woken("hand", by=by)

    def wake_in_time(self) -> bool:
        """Wake it if its time has come; whether it was. One that was snoozed anew meanwhile sleeps on."""
        conversation = self._locked()  # type: ignore[attr-defined]
        if conversation.wakes_at is None or conversation.wakes_at > clock.now():
            return False
        conversation.woken("time", by=None)
        return True

    def woken(self, why: str, *, by: "Membership | None") -> None:
        """It is locked and snoozed. `why` is "hand", "reply" or "time"; by its time it stands on top, and unread."""
        conversation: Any = self
        before, sleeper = conversation.wakes_at, conversation.snoozed_by_id
        conversation.wakes_at = conversation.snoozed_by = None
        line = conversation.add_event("woken", by=by, data={"why": why})
        if why == "time":
            conversation.active_at, conversation.said_seq = line.created_at, line.seq
        conversation.save(update_fields=["wakes_at", "snoozed_by", "active_at", "said_seq"])
        fact = ConversationWoken(conversation.pk, line.pk, line.seq, why, sleeper)
        record(fact, by=by, subject=conversation, changes={"wakes_at": (before, None)})
