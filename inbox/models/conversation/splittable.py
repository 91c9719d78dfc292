"""A conversation's later lines, or chosen ones, become one of their own. To undo it, merge the two."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from core import clock
from inbox.errors import NothingStays, NothingToSplit
from inbox.events import ConversationSplit
from inbox.interleave import renumbered
from inbox.models.conversation.mergeable import _index, _places, _renumber, _split_cursors
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership


class Splittable(models.Model):
    class Meta:
        abstract = True

    @cached_property
    def family(self) -> list[UUID]:
        """This conversation and those it was split from or into: to the client they are one thread."""
        from inbox.models.split import Split

        return Split.family_of(self.pk)

    @property
    def root(self) -> UUID:
        """The one under whose name the client hears of all of them."""
        return self.family[0]

    def lines_from(self, start: UUID) -> list[UUID]:
        """That reply or note and all that was said after it; none where it is not of this conversation."""
        said = self.messages.exclude(kind="event")  # type: ignore[attr-defined]
        first = said.filter(pk=start).values_list("seq", flat=True).first()
        return [] if first is None else list(said.filter(seq__gte=first).values_list("pk", flat=True))

    def split(self, lines: Sequence[UUID], *, by: "Membership") -> Any:
        """Move replies and notes with their files into a new conversation of the same client, with the same people.

        Returns it. Something that was said must move, and something must stay.
        """
        from inbox.models.attachment import Attachment
        from inbox.models.follower import Follower
        from inbox.models.split import Split

        origin = self._locked()  # type: ignore[attr-defined]
        said = origin.messages.exclude(kind="event")
        moving = list(said.filter(pk__in=lines).order_by("seq"))
        if not moving:
            raise NothingToSplit
        if not said.exclude(pk__in=lines).exists():
            raise NothingStays
        ids, now = [line.pk for line in moving], clock.now()
        people = {"assignee": origin.assignee, "team": origin.team}
        branch = type(self).objects.create(  # type: ignore[attr-defined]
            inbox=origin.inbox,
            contact=origin.contact,
            identity=origin.identity,
            created_at=moving[0].created_at,
            active_at=now,
            **people,
        )
        moved = renumbered(_places(origin, ours=False, only=ids), 0)
        _renumber(branch, moved)
        Attachment.objects.filter(message__in=ids).update(conversation=branch)
        Follower.objects.bulk_create(
            Follower(firm_id=origin.firm_id, conversation=branch, membership=who) for who in origin.following
        )
        _index(ids, branch)
        _split_cursors(origin, branch, moved)
        branch.seq = len(moved)
        branch._restate(moved, origin)
        origin._restate_rest()
        branch._restate_rest()
        Split.objects.create(origin=origin, branch=branch, by=by, at=now)
        for conversation, other in ((branch, origin), (origin, branch)):
            event = "split_from" if conversation is branch else "split_off"
            line = conversation.add_event(event, by=by, data={"other": str(other.pk), "count": len(moved)})
            fact = ConversationSplit(conversation.pk, other.pk, line.pk, line.seq)
            record(fact, by=by, subject=conversation, changes={"split": (None, str(other.pk))})
        return branch
