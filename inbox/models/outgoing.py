"""A reply that is written and not sent yet: held for a few seconds, or until a time its author chose."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.safestring import SafeString

from accounts.models import Membership
from core import clock
from core.linkify import linkify
from core.models import FirmForeignKey, IdModel
from core.rich import as_html, tree_of
from core.text import tidy
from inbox.errors import BlankLeft, CannotQuote, EmptyMessage, MessageTooLong, NotYoursToSend, ThreadMoved
from inbox.events import ReplyHeld, ReplyLeft, ReplyStopped, ReplyTakenBack
from inbox.models.conversation import Conversation
from inbox.models.message import Message
from inbox.policies import REPLY
from inbox.sending_times import the_future
from ledger.record import record
from timeline.filling import missing_in

if TYPE_CHECKING:
    from inbox.models.attachment import Attachment


class Outgoing(IdModel):
    """Its id is the one the message will have. The row goes when the message stands; taken back, it stays a while without
    its words, so that a post that is tried again does not send what was undone.

    Whoever changes one has locked its conversation: the author's hand, the clock and two workers never act at once.
    """

    class Why(models.TextChoices):
        """Why it does not go by itself any more."""

        MOVED = "moved"
        CLOSED = "closed"
        ASSIGNED = "assigned"
        LOST = "lost"
        LEFT = "left"
        UNDONE = "undone"

    MOST: ClassVar = 200
    """Of one person, waiting at once."""
    REMEMBERED: ClassVar = timedelta(days=2)

    conversation = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="outgoing")
    author = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    body = models.TextField(blank=True)
    due_at = models.DateTimeField()
    is_scheduled = models.BooleanField(default=False)  # for a chosen time; otherwise held for a moment, to be undone
    seen = models.PositiveBigIntegerField(null=True)  # the newest line its author had seen; null sends anyway
    quotes = models.UUIDField(null=True)  # the line it answers
    with_whom = FirmForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )  # when it was written
    stopped = models.CharField(max_length=8, blank=True, choices=Why)
    taken_back_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta(IdModel.Meta):
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(stopped="", taken_back_at=None), name="outgoing_by_its_time"
            ),
            models.Index(fields=["firm", "conversation"], name="outgoing_of_conversation"),
            models.Index(fields=["firm", "author", "due_at"], name="outgoing_of_person"),
        ]

    @property
    def key(self) -> str:
        """Its place in the thread: below all lines, the next to go first."""
        return f"9{clock.to_ms(self.due_at):015d}"

    @property
    def due_ms(self) -> str:
        return str(clock.to_ms(self.due_at))

    @property
    def shown(self) -> SafeString:
        """As it will stand in the thread, formatted where its author did."""
        tree = tree_of(self.body)
        return linkify(self.body) if tree is None else as_html(tree)

    @property
    def is_rich(self) -> bool:
        return tree_of(self.body) is not None

    @property
    def state(self) -> str:
        return "stopped" if self.stopped else "scheduled" if self.is_scheduled else "held"

    def depart(self) -> Message | None:
        """Its time has come: it goes, or it stops with the reason. Once, whoever calls and however often."""
        conversation, outgoing = self._locked()
        if outgoing is None or outgoing.stopped or outgoing.due_at > clock.now():
            return None
        return None if outgoing._review(conversation) else outgoing._go(conversation)

    def send_now(self, *, by: Membership, anyway: bool = False) -> Message | None:
        """Its author does not wait. Raises ThreadMoved where others wrote since, unless it is sent `anyway`."""
        conversation, outgoing = self._locked()
        if outgoing is None:
            return None
        outgoing._is_for(by)
        newer = [] if anyway or outgoing.stopped else outgoing._newer(conversation)
        if newer:
            raise ThreadMoved(newer)
        if outgoing.author_id != by.pk:
            outgoing._hand_to(by)
        return outgoing._go(conversation)

    def change(self, *, by: Membership, **wishes: Any) -> None:
        """Set `body`, `due_at` or `anyway` of one that waits for its time, or of one that stopped: that waits again.

        Its author has the thread before them: what was said until now is no reason any more to stop.
        """
        from inbox.departures import ask_for

        conversation, outgoing = self._locked()
        if outgoing is None:
            return
        outgoing._is_for(by)
        before = outgoing.due_at
        outgoing.body = checked(wishes.get("body", outgoing.body), outgoing.attachments.exists())
        outgoing.due_at = the_future(wishes.get("due_at") or outgoing.due_at)
        anyway = wishes.get("anyway", outgoing.seen is None)
        outgoing.seen = None if anyway else conversation.seq
        outgoing.is_scheduled, outgoing.stopped, outgoing.with_whom = True, "", conversation.assignee
        if outgoing.author_id != by.pk:
            outgoing._hand_to(by)
        outgoing.save()
        changes = {"due_at": (before, outgoing.due_at)} if before != outgoing.due_at else {"body": (None, None)}
        fact = ReplyHeld(conversation.pk, outgoing.pk, by.pk, scheduled=True)
        record(fact, by=by, subject=conversation, changes=changes)
        ask_for(outgoing)

    def take_back(self, *, by: Membership) -> bool:
        """It is not sent; words and files come back to what `by` writes here, before what stands there.

        False where a note stands there: what is for the client is not mixed with it, and the reply waits as it is.
        """
        conversation, outgoing = self._locked()
        if outgoing is None:
            return True
        outgoing._is_for(by)
        draft = conversation.draft_of(by)
        words = "\n\n".join(part for part in (outgoing.body, draft.body if draft else "") if part.strip())
        if len(words) > Message.MAX_LENGTH or (draft and draft.kind == "note"):
            outgoing._stop(self.Why.UNDONE, conversation, by=by)
            return False
        outgoing.attachments.update(outgoing=None, author=by)
        conversation.put_draft(words, by=by)
        outgoing._forget(conversation, by=by)
        return True

    def discard(self, *, by: Membership) -> None:
        """Words and files are thrown away."""
        conversation, outgoing = self._locked()
        if outgoing is None:
            return
        outgoing._is_for(by)
        for attachment in outgoing.attachments.select_related("file"):
            attachment._throw_away()
        outgoing._forget(conversation, by=by)

    def files(self) -> "list[Attachment]":
        return list(self.attachments.select_related("file").order_by("position"))

    def is_for(self, membership: Membership) -> bool:
        """Its author's; and everybody's who may reply once its author does not come here any more."""
        return self.author_id == membership.pk or (
            self.stopped in (self.Why.LEFT, self.Why.LOST) and membership.may(REPLY)
        )

    def _is_for(self, membership: Membership) -> None:
        if not self.is_for(membership):
            raise NotYoursToSend

    def _locked(self) -> "tuple[Any, Outgoing | None]":
        conversation = self.conversation._locked()
        found = Outgoing.objects.select_related("author__role").filter(pk=self.pk, taken_back_at=None).first()
        return conversation, found

    def _newer(self, conversation: Any) -> list[Message]:
        """What others wrote since. While it waits for hours, what colleagues note among themselves changes nothing."""
        newer = [] if self.seen is None else conversation.newer_than(self.seen, by=self.author)
        return [line for line in newer if line.is_public] if self.is_scheduled else newer

    def _why(self, conversation: Any) -> str:
        """Why it may not go as things stand; "" where it may."""
        author = self.author
        if author.ended_at is not None:
            return self.Why.LEFT
        if not author.may(REPLY) or not Conversation.objects.visible_to(author).filter(pk=conversation.pk).exists():
            return self.Why.LOST
        if self._newer(conversation):
            return self.Why.MOVED
        if self.is_scheduled and conversation.is_closed:
            return self.Why.CLOSED
        if self.is_scheduled and conversation.assignee_id not in (None, self.author_id, self.with_whom_id):
            return self.Why.ASSIGNED
        return ""

    def _review(self, conversation: Any) -> bool:
        """Whether it stops, as things stand. One whose reason is gone before its time waits on."""
        why = self._why(conversation)
        if self.stopped and not why and self.stopped in (self.Why.CLOSED, self.Why.ASSIGNED) and self._is_early():
            self.stopped = ""
            self.save(update_fields=["stopped"])
            record(ReplyHeld(conversation.pk, self.pk, self.author_id, scheduled=True), subject=conversation)
        elif why and why != self.stopped and self.stopped != self.Why.UNDONE:
            self._stop(why, conversation)
        return bool(self.stopped)

    def _is_early(self) -> bool:
        return self.due_at > clock.now()

    def _stop(self, why: str, conversation: Any, by: Membership | None = None) -> None:
        self.stopped = why
        self.save(update_fields=["stopped"])
        fact = ReplyStopped(conversation.pk, self.pk, self.author_id, why)
        record(fact, by=by, subject=conversation, changes={"stopped": (None, why)})

    def _go(self, conversation: Any) -> Message:
        author = self.author
        files = [attachment.pk for attachment in self.files()]
        had_read = not conversation.newer_than(conversation.read_seq(author), by=author)
        self.attachments.update(outgoing=None)
        message: Message = conversation._say("reply", author, self.body, self.pk, files, self._quoted(conversation))
        if had_read:
            conversation.mark_read(by=author, seq=message.seq)
        self.delete()
        record(ReplyLeft(conversation.pk, message.pk, author.pk), by=author, subject=conversation)
        return message

    def _quoted(self, conversation: Any) -> Message | None:
        """What it answers, as long as both sides see that."""
        try:
            return conversation._quotable(self.quotes, "reply") if self.quotes else None
        except CannotQuote:
            return None

    def _hand_to(self, membership: Membership) -> None:
        self.author = membership
        self.attachments.update(author=membership)
        self.save(update_fields=["author"])

    def _forget(self, conversation: Any, by: Membership) -> None:
        was_scheduled = self.is_scheduled
        self.taken_back_at, self.body = clock.now(), ""
        self.save(update_fields=["taken_back_at", "body"])
        fact = ReplyTakenBack(conversation.pk, self.pk, self.author_id)
        changes = {"due_at": (self.due_at, None)} if was_scheduled else None
        record(fact, by=by, subject=conversation, changes=changes)

    @classmethod
    def forget_old(cls, author: Membership, now: datetime) -> None:
        cls.objects.filter(author=author, taken_back_at__lt=now - cls.REMEMBERED).delete()

    @classmethod
    def mine(cls, membership: Membership, id: UUID | None = None) -> Any:
        """What waits, or stopped, that this person may act on, where they still see the conversation."""
        seen = Conversation.objects.visible_to(membership)
        found = cls.objects.filter(conversation__in=seen, taken_back_at=None)
        return found.filter(pk=id) if id else found.filter(author=membership)


def checked(body: str, has_files: bool) -> str:
    body = tidy(body)
    if not body and not has_files:
        raise EmptyMessage
    if len(body) > Message.MAX_LENGTH:
        raise MessageTooLong
    if missing := missing_in(body):
        raise BlankLeft(missing)
    return body
