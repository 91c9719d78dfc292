"""Closing and opening again."""

from typing import TYPE_CHECKING

from django.db import models

from core import clock
from inbox.events import ConversationClosed, ConversationReopened
from inbox.models.conversation.writable import NEVER
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership


class Closeable(models.Model):
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def close(self, *, by: "Membership | None") -> None:
        """Done for now; a snooze ends. `by` is None when the client ended the chat. A closed one stays as it is."""
        conversation = self._locked()  # type: ignore[attr-defined]
        if conversation.is_closed:
            return
        slept = {"wakes_at": (conversation.wakes_at, None)} if conversation.wakes_at else {}
        conversation.closed_at, conversation.closed_by, conversation.unanswered_since = clock.now(), by, NEVER
        conversation.wakes_at = conversation.snoozed_by = conversation.follow_up_at = conversation.score = None
        ended = ["closed_at", "closed_by", "unanswered_since", "wakes_at", "snoozed_by", "follow_up_at", "score"]
        conversation.save(update_fields=ended)
        line = conversation.add_event("closed", by=by)
        changes = {"closed_at": (None, conversation.closed_at), **slept}
        record(ConversationClosed(conversation.pk, line.pk, line.seq), by=by, subject=conversation, changes=changes)

    def reopen(self, *, by: "Membership | None") -> None:
        """Open again; `by` is None when the client's message did it. Spam that a colleague opens is spam no more."""
        conversation = self._locked()  # type: ignore[attr-defined]
        if conversation.is_spam and by is not None:
            conversation.not_spam(by=by)
            return
        if not conversation.is_closed:
            return
        changes = {"closed_at": (conversation.closed_at, None)}
        conversation.closed_at = conversation.closed_by = None
        conversation.unanswered_since = conversation.asked_first_at()
        conversation.save(update_fields=["closed_at", "closed_by", "unanswered_since"])
        line = conversation.add_event("reopened", by=by)
        self.closed_at, self.seq, self.unanswered_since = None, conversation.seq, conversation.unanswered_since
        record(ConversationReopened(conversation.pk, line.pk, line.seq), by=by, subject=conversation, changes=changes)
