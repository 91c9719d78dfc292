"""Coming back to who has it, when the client has not answered for as long as the firm has chosen."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models

from core import clock
from inbox.events import ClientStaysSilent
from ledger.record import record

if TYPE_CHECKING:
    from inbox.models.message import Message


class FollowedUp(models.Model):
    follow_up_at = models.DateTimeField(null=True, blank=True)  # when it comes back, unless the client answers before

    class Meta:
        abstract = True

    def expect_answer(self, message: "Message") -> None:
        """`message` was just written. Of ours: from now on an answer is waited for; of the client: no more."""
        from inbox.models.follow_up_rules import FollowUpRules

        days = FollowUpRules.of_firm().days if message.author_id else 0
        self.follow_up_at = message.created_at + timedelta(days=days) if days else None

    def remind_in_time(self) -> bool:
        """Bring it back, on top and unread, if its time has come; whether it was. One that is snoozed wakes at its own time."""
        conversation: Any = self._locked()  # type: ignore[attr-defined]
        due = conversation.follow_up_at
        if due is None or due > clock.now():
            return False
        conversation.follow_up_at = None
        conversation.save(update_fields=["follow_up_at"])
        if conversation.is_closed or conversation.is_snoozed or conversation.waiting_since is None:
            return False
        days = (clock.now() - conversation.waiting_since).days
        line = conversation.add_event("unanswered", by=None, data={"days": days})
        conversation.active_at, conversation.said_seq = line.created_at, line.seq
        conversation.save(update_fields=["active_at", "said_seq"])
        fact = ClientStaysSilent(conversation.pk, line.pk, line.seq, days)
        record(fact, by=None, subject=conversation, changes={"unanswered": (None, days)})
        return True
