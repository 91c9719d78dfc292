"""What nobody asked for goes out of the way, and so does whatever follows it."""

from typing import TYPE_CHECKING, Any

from django.db import models

from core import clock
from inbox.events import ConversationSpammed, ConversationUnspammed
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership


class Spammable(models.Model):
    """Spam is closed, and stays so when its sender writes on: it lies in a folder of its own, and nobody is told."""

    spam_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_spam(self) -> bool:
        return self.spam_at is not None

    @property
    def is_client_blocked(self) -> bool:
        return self.contact.blocks.exists()  # type: ignore[attr-defined]

    def mark_spam(self, *, by: "Membership") -> None:
        """Into the folder “Spam”. Marking it again changes nothing."""
        conversation: Any = self._locked()  # type: ignore[attr-defined]
        if conversation.is_spam:
            return
        conversation.close(by=by)
        conversation = self._locked()  # type: ignore[attr-defined]
        conversation.spam_at = clock.now()
        conversation.save(update_fields=["spam_at"])
        line = conversation.add_event("spam", by=by)
        changes = {"spam": (None, True)}
        record(ConversationSpammed(conversation.pk, line.pk, line.seq), by=by, subject=conversation, changes=changes)

    def not_spam(self, *, by: "Membership") -> None:
        """Back among the open ones."""
        conversation: Any = self._locked()  # type: ignore[attr-defined]
        if not conversation.is_spam:
            return
        conversation.spam_at = None
        conversation.save(update_fields=["spam_at"])
        line = conversation.add_event("not_spam", by=by)
        changes = {"spam": (True, None)}
        record(ConversationUnspammed(conversation.pk, line.pk, line.seq), by=by, subject=conversation, changes=changes)
        conversation.reopen(by=by)
