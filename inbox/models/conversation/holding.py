"""Holding a reply back: for the seconds in which it can be undone, or until a time that its author chose."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import IntegrityError, models, transaction

from core import clock
from core.ids import uuid7
from inbox.errors import IdTaken, ThreadMoved, TooManyScheduled, UnknownAttachment
from inbox.events import ReplyHeld
from inbox.sending_times import the_future
from ledger.record import record
from timeline.models import Snippet

if TYPE_CHECKING:
    from accounts.models import Membership
    from inbox.models.message import Message
    from inbox.models.outgoing import Outgoing


class Holding(models.Model):
    HERE: ClassVar = timedelta(minutes=2)
    """A client whose browser was here, or who wrote, within this time waits for an answer with the chat before them."""

    class Meta:
        abstract = True

    def hold(
        self,
        *,
        by: "Membership",
        body: str,
        due_at: datetime,
        id: UUID | None = None,
        attachments: Sequence[UUID] = (),
        seen: int | None = None,
        draft: UUID | None = None,
        snippets: Sequence[UUID] = (),
        quotes: UUID | None = None,
        scheduled: bool = False,
        anyway: bool = False,
    ) -> "Outgoing | Message":
        """Keep a reply until `due_at`; then it goes, unless the thread has moved. Colleagues see that it waits.

        `seen` is asked now, as for a reply, and again when it goes. `anyway` asks it only now. A retry with the same id
        gives the same one, the message where it has gone; one that was taken back stays so.
        """
        from inbox.departures import ask_for
        from inbox.models.outgoing import Outgoing, checked

        conversation = self._locked()  # type: ignore[attr-defined]
        found = conversation._held_before(id, by) or conversation._existing(id, "reply", body, author_id=by.pk)
        if found:
            return found
        newer = conversation.newer_than(seen, by=by) if seen is not None else []
        if newer:
            raise ThreadMoved(newer)
        body = checked(body, bool(attachments))
        if scheduled:
            due_at = the_future(due_at)
            if Outgoing.mine(by).filter(is_scheduled=True).count() >= Outgoing.MOST:
                raise TooManyScheduled
        if quotes:
            conversation._quotable(quotes, "reply")
        asked = None if anyway else conversation.seq if scheduled and seen is None else seen
        held = Outgoing(
            id=id or uuid7(),
            conversation=conversation,
            author=by,
            body=body,
            due_at=due_at,
            is_scheduled=scheduled,
            seen=asked,
            quotes=quotes,
            with_whom=conversation.assignee,
            created_at=clock.now(),
        )
        try:
            with transaction.atomic():
                held.save(force_insert=True)
        except IntegrityError as error:
            raise IdTaken from error
        conversation._hang(attachments, held)
        conversation.was_sent(held, draft=draft, with_files=bool(attachments))
        Outgoing.forget_old(by, clock.now())
        Snippet.count_sent(snippets, by=by)
        changes = {"due_at": (None, due_at)} if scheduled else None
        fact = ReplyHeld(conversation.pk, held.pk, by.pk, scheduled=scheduled)
        record(fact, by=by, subject=conversation, changes=changes)
        ask_for(held)
        return held

    def seconds_to_undo(self, membership: "Membership") -> int:
        """For how long a reply of theirs is held: as they chose; without a choice five seconds, and none while the client
        is there and waits for the answer."""
        chosen = membership.preference("undo_send")
        if chosen != "auto":
            return int(chosen)
        return 0 if self.client_is_here() else 5

    def client_is_here(self) -> bool:
        visitor = self.newest_visitor()  # type: ignore[attr-defined]
        since = clock.now() - self.HERE
        if visitor is not None and visitor.seen_at > since:
            return True
        theirs = self.messages.filter(kind="reply", contact__isnull=False)  # type: ignore[attr-defined]
        newest = theirs.order_by("-seq").values_list("created_at", flat=True).first()
        return bool(newest and newest > since)

    def what_waits(self) -> "list[Outgoing]":
        """Replies that are not sent yet, the next to go first."""
        waiting = self.outgoing.filter(taken_back_at=None).select_related("author")  # type: ignore[attr-defined]
        return list(waiting.order_by("due_at", "id"))

    def review_scheduled(self) -> None:
        """Something happened here: what waits for a later time stops where it may not go any more."""
        if not self.outgoing.filter(is_scheduled=True, taken_back_at=None).exists():  # type: ignore[attr-defined]
            return
        conversation = self._locked()  # type: ignore[attr-defined]
        waiting = conversation.outgoing.filter(is_scheduled=True, taken_back_at=None)
        for outgoing in waiting.select_related("author__role").order_by("id"):
            outgoing._review(conversation)

    def _held_before(self, id: UUID | None, by: "Membership") -> Any:
        from inbox.models.outgoing import Outgoing

        found = Outgoing.objects.filter(pk=id).first() if id else None
        if found and (found.conversation_id, found.author_id) != (self.pk, by.pk):
            raise IdTaken
        return found

    def _hang(self, ids: Sequence[UUID], held: "Outgoing") -> None:
        """The author's files that wait here wait with it."""
        mine = self.attachments.filter(pk__in=ids, message=None, outgoing=None, author=held.author)  # type: ignore[attr-defined]
        waiting = {attachment.pk: attachment for attachment in mine}
        if len(waiting) != len(set(ids)):
            raise UnknownAttachment
        for position, id in enumerate(dict.fromkeys(ids)):
            waiting[id].outgoing, waiting[id].position = held, position
            waiting[id].save(update_fields=["outgoing", "position"])
