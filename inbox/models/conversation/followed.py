"""Colleagues who want to know what is said in a conversation, whoever has it."""

from typing import TYPE_CHECKING, Any

from django.db import models

from inbox.errors import CannotFollow
from inbox.events import ConversationFollowed, ConversationUnfollowed
from inbox.policies import who_may_see
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership


class Followed(models.Model):
    class Meta:
        abstract = True

    def follow(self, *, by: "Membership", who: "Membership") -> None:
        """From now on `who` is told what is said here. Raises CannotFollow for somebody who does not see its inbox."""
        from inbox.models.follower import Follower

        conversation: Any = self._locked()  # type: ignore[attr-defined]
        if who not in who_may_see(conversation.inbox):
            raise CannotFollow
        _row, is_new = Follower.objects.get_or_create(conversation=conversation, membership=who)
        if is_new:
            fact = ConversationFollowed(conversation.pk, who.pk)
            record(fact, by=by, subject=conversation, changes={"follower": (None, who.pk)})

    def unfollow(self, *, by: "Membership | None", who: "Membership") -> None:
        """`by` is None when they have left the firm."""
        conversation: Any = self._locked()  # type: ignore[attr-defined]
        if conversation.followers.filter(membership=who).delete()[0]:
            fact = ConversationUnfollowed(conversation.pk, who.pk)
            record(fact, by=by, subject=conversation, changes={"follower": (who.pk, None)})

    @property
    def following(self) -> "list[Membership]":
        """Who follows it, by name."""
        rows: Any = self.followers.select_related("membership")  # type: ignore[attr-defined]
        return [row.membership for row in rows.order_by("membership__name", "membership")]
