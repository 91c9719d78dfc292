"""Reacting to a message, and taking it back."""

from typing import TYPE_CHECKING, Any

from django.db import models

from core import clock
from inbox.errors import CannotReact, NotAnEmoji, TooManyReactions
from inbox.events import MessageReacted, ReactionTaken
from inbox.reactions import one_emoji
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership
    from crm.models import Contact


class Reactable(models.Model):
    """`react` and `unreact`, by a colleague (`by`) or the client (`contact`). Twice is once."""

    class Meta:
        abstract = True

    def react(self, emoji: str, *, by: "Membership | None" = None, contact: "Contact | None" = None) -> None:
        """Raises NotAnEmoji, TooManyReactions, CannotReact (a deleted message; for clients, a note)."""
        from inbox.models.reaction import Reaction

        conversation, message = self._both_locked()  # type: ignore[attr-defined]
        emoji = one_emoji(emoji)
        if not emoji:
            raise NotAnEmoji
        if not message.is_said or (contact is not None and not message.is_public):
            raise CannotReact
        theirs = message.reactions.filter(author=by, contact=contact)
        if theirs.filter(emoji=emoji).exists():
            return
        if theirs.count() >= Reaction.MOST:
            raise TooManyReactions
        Reaction.objects.create(message=message, author=by, contact=contact, emoji=emoji, created_at=clock.now())
        self._tell(MessageReacted, conversation, message, by, (None, emoji))

    def unreact(self, emoji: str, *, by: "Membership | None" = None, contact: "Contact | None" = None) -> None:
        conversation, message = self._both_locked()  # type: ignore[attr-defined]
        deleted, _ = message.reactions.filter(author=by, contact=contact, emoji=one_emoji(emoji)).delete()
        if deleted:
            self._tell(ReactionTaken, conversation, message, by, (emoji, None))

    def _tell(self, happened: Any, conversation: Any, message: Any, by: Any, change: tuple[Any, Any]) -> None:
        fact = happened(conversation.pk, message.pk, message.seq)
        record(fact, by=by, subject=message, changes={"reaction": change})
