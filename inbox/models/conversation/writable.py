"""Writing lines into a conversation: each takes the next number while the conversation's row is locked."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from core import clock
from core.ids import uuid7
from core.rich import plain_of
from core.text import tidy
from inbox.errors import BlankLeft, CannotQuote, EmptyMessage, IdTaken, MessageTooLong, ThreadMoved, UnknownAttachment
from inbox.events import MessageReceived, MessageSent, NoteAdded
from inbox.mentions import named_in
from ledger.record import record
from timeline.filling import missing_in
from timeline.models import Snippet

if TYPE_CHECKING:
    from accounts.models import Membership
    from inbox.models.message import Message
    from inbox.models.proactive import ProactiveMessage
    from inbox.models.visitor import Visitor

PREVIEW = 160
NEVER = datetime(2250, 1, 1, tzinfo=UTC)
"""Since when a conversation waits that waits for nothing: it sorts behind all that do."""


class Writable(models.Model):
    """`reply`, `note`, `receive`. Each returns the message; a retry with the same id returns the first one."""

    active_at = models.DateTimeField()  # the last message or note: what lists sort by
    seq = models.PositiveBigIntegerField(default=0)  # of the newest line; lines are numbered 1, 2, 3 … in commit order
    reply_seq = models.PositiveBigIntegerField(default=0)  # of the newest line that both sides see
    said_seq = models.PositiveBigIntegerField(default=0)  # of the newest reply, note or waking: beyond a cursor, unread
    waiting_since = models.DateTimeField(null=True, blank=True)  # of our reply that the client has not answered yet
    unanswered_since = models.DateTimeField(default=NEVER, db_default=NEVER)  # the client's first unanswered message
    preview = models.CharField(max_length=160, blank=True)
    preview_from = models.CharField(max_length=8, blank=True)  # "agent", "visitor" or "note"

    class Meta:
        abstract = True

    @property
    def client_waits_since(self) -> datetime | None:
        """Since when the client waits for an answer; None when nobody waits, or it is closed."""
        return self.unanswered_since if self.unanswered_since < NEVER else None

    def asked_first_at(self) -> datetime:
        """The same, read from what was said: when the client wrote first after our last reply."""
        said = self.messages.filter(kind="reply")  # type: ignore[attr-defined]
        ours = said.filter(contact=None).order_by("-seq").values_list("seq", flat=True).first() or 0
        first = said.filter(seq__gt=ours).order_by("seq").first()
        return first.created_at if first else NEVER

    def reply(
        self,
        *,
        by: "Membership",
        body: str,
        id: UUID | None = None,
        attachments: Sequence[UUID] = (),
        seen: int | None = None,
        draft: UUID | None = None,
        snippets: Sequence[UUID] = (),
        quotes: UUID | None = None,
    ) -> "Message":
        """Send `body` to the client. `draft` is the id its draft was kept with, where another device had begun it;
        `snippets` were put in and are counted. Raises BlankLeft where one left a blank that is not filled.
        `quotes` is the line it answers: one that the client sees, else CannotQuote.

        `seen` is the seq of the newest line the author had before them: if others wrote since, ThreadMoved is raised
        and nothing is sent. None sends anyway.
        """
        return self._author("reply", by, body, id, attachments, seen, draft, snippets, quotes)

    def note(
        self,
        *,
        by: "Membership",
        body: str,
        id: UUID | None = None,
        attachments: Sequence[UUID] = (),
        draft: UUID | None = None,
        snippets: Sequence[UUID] = (),
        quotes: UUID | None = None,
        mentions: Sequence[str] = (),
    ) -> "Message":
        """Add a note that only colleagues see. It may quote anything that was said here. `mentions` are whom it names:
        "person-12", "team-3"."""
        return self._author("note", by, body, id, attachments, None, draft, snippets, quotes, mentions)

    def receive(
        self,
        *,
        visitor: "Visitor",
        body: str,
        id: UUID | None = None,
        attachments: Sequence[UUID] = (),
        answers: "ProactiveMessage | None" = None,
    ) -> "Message":
        """Take in a client's message. A closed conversation opens again, a snoozed one wakes. One that begins, or begins
        again, with an answer to a message of the chat's own has that as the line before.
        """
        conversation = self._locked()
        found = conversation._existing(id, "reply", body, contact_id=conversation.contact_id)
        if found:
            return found
        begins = conversation.is_closed or not conversation.seq
        if conversation.is_closed and not conversation.is_spam:
            conversation.reopen(by=None)
        if conversation.is_snoozed:
            conversation.woken("reply", by=None)
        if answers and begins:
            conversation._begin_with(answers)
        message = conversation._write("reply", body, id, attachments, contact=conversation.contact, visitor=visitor)
        conversation.visitor_seen_seq = message.seq
        conversation.save(update_fields=["visitor_seen_seq"])
        fact = MessageReceived(conversation.pk, message.pk, message.seq)
        record(fact, subject=conversation, changes={"message": (None, message.pk)})
        return message

    def _begin_with(self, said: "ProactiveMessage") -> None:
        """The chat said it by itself: a line of the firm, of no colleague. The client's follows in the same transaction."""
        from inbox.models.indexed_line import IndexedLine
        from inbox.models.message import Message

        self.seq += 1
        self.said_seq = self.reply_seq = self.seq
        self.save(update_fields=["seq", "said_seq", "reply_seq"])
        place: dict[str, Any] = {"conversation": self, "seq": self.seq, "created_at": clock.now()}
        message = Message.objects.create(kind="reply", body=said.text, data={"proactive": str(said.pk)}, **place)
        IndexedLine.keep([message])
        fact = MessageSent(self.pk, message.pk, message.seq)
        record(fact, subject=self, changes={"message": (None, message.pk)})

    def add_event(self, event: str, *, by: "Membership | None", data: dict[str, Any] | None = None) -> "Message":
        """A line that says what happened. It numbers like the others and does not raise the conversation."""
        from inbox.models.message import Message

        self.seq += 1
        self.save(update_fields=["seq"])
        return Message.objects.create(
            conversation=self,
            seq=self.seq,
            kind="event",
            author=by,
            event=event,
            data=data or {},
            created_at=clock.now(),
        )

    def reword(self, message: "Message") -> None:
        """A line says something else now: it is found by that, and lists show what was said last. Self is locked."""
        from inbox.models.indexed_line import IndexedLine

        newest = self.messages.exclude(kind="event").filter(deleted_at=None).order_by("-seq").first()  # type: ignore[attr-defined]
        if newest:
            names = ", ".join(newest.attachments.order_by("position").values_list("file__name", flat=True))
            plain = newest.body if newest.contact_id else plain_of(newest.body)
            self.preview = (" ".join(plain.split()) or names)[:PREVIEW]
            self.preview_from = "note" if newest.kind == "note" else "visitor" if newest.contact_id else "agent"
        else:
            self.preview = self.preview_from = ""
        self.save(update_fields=["preview", "preview_from"])
        IndexedLine.keep([message])

    def newer_than(self, seen: int, *, by: "Membership") -> list["Message"]:
        """Replies and notes by others after line `seen`: what the author had not read."""
        lines = self.messages.filter(seq__gt=seen).exclude(kind="event").exclude(author=by).filter(deleted_at=None)  # type: ignore[attr-defined]
        return list(lines.select_related("author", "contact").order_by("seq"))

    def _author(
        self,
        kind: str,
        by: "Membership",
        body: str,
        id: UUID | None,
        attachments: Sequence[UUID],
        seen: int | None,
        draft: UUID | None,
        snippets: Sequence[UUID],
        quotes: UUID | None,
        mentions: Sequence[str] = (),
    ) -> "Message":
        conversation = self._locked()
        found = conversation._existing(id, kind, body, author_id=by.pk)
        if found:
            return found
        if kind == "reply" and (missing := missing_in(body)):
            raise BlankLeft(missing)
        newer = conversation.newer_than(seen, by=by) if seen is not None else []
        if newer:
            raise ThreadMoved(newer)
        quoted = conversation._quotable(quotes, kind) if quotes else None
        named = named_in(conversation.inbox, mentions)
        message = conversation._say(kind, by, body, id, attachments, quoted)
        if named:
            conversation.keep_mentions(message, named, by=by)
        conversation.was_sent(message, draft=draft, with_files=bool(attachments))
        conversation.mark_read(by=by, seq=message.seq)
        Snippet.count_sent(snippets, by=by)
        return message

    def _quotable(self, id: UUID, kind: str) -> "Message":
        """What a reply quotes both sides see."""
        said = self.messages.exclude(kind="event").filter(pk=id, deleted_at=None)  # type: ignore[attr-defined]
        found: Message | None = said.first()
        if found is None or (kind == "reply" and not found.is_public):
            raise CannotQuote
        return found

    def _say(
        self,
        kind: str,
        by: "Membership",
        body: str,
        id: UUID | None,
        attachments: Sequence[UUID],
        quoted: "Message | None" = None,
    ) -> "Message":
        """Write it and record that it was. The conversation is locked; also what was held comes here when it goes."""
        message = self._write(kind, body, id, attachments, author=by, quoted=quoted)
        happened = MessageSent if kind == "reply" else NoteAdded
        fact = happened(self.pk, message.pk, message.seq)
        record(fact, by=by, subject=self, changes={"message": (None, message.pk)})
        return message

    def _locked(self) -> Any:
        """This row as it is now, or, where it was merged meanwhile, the conversation in which it goes on."""
        from inbox.models.merge import Merge

        rows = type(self).objects.select_related("contact")  # type: ignore[attr-defined]
        try:
            return rows.lock(self.pk)
        except type(self).DoesNotExist:
            return rows.lock(Merge.followed(self.pk))

    def _existing(self, id: UUID | None, kind: str, body: str, **author: Any) -> "Message | None":
        """The message that an earlier try with this id wrote; raises IdTaken where the id is another message's."""
        from inbox.models.message import Message

        found = Message.objects.filter(pk=id).first() if id else None
        wanted = {"conversation_id": self.pk, "kind": kind, **author}
        if found and not found.is_revised:
            wanted["body"] = tidy(body)
        if found and any(getattr(found, name) != value for name, value in wanted.items()):
            raise IdTaken
        return found

    def _write(
        self,
        kind: str,
        body: str,
        id: UUID | None,
        attachments: Sequence[UUID],
        visitor: "Visitor | None" = None,
        **author: Any,
    ) -> "Message":
        from inbox.models.indexed_line import IndexedLine
        from inbox.models.message import Message

        body = tidy(body)
        if not body and not attachments:
            raise EmptyMessage
        if len(body) > Message.MAX_LENGTH:
            raise MessageTooLong
        self.seq += 1
        now = clock.now()
        place: dict[str, Any] = {"conversation": self, "seq": self.seq}
        message = Message(id=id or uuid7(), kind=kind, body=body, created_at=now, **place, **author)
        try:
            with transaction.atomic():
                message.save(force_insert=True)
        except IntegrityError as error:  # the id stands behind another firm's wall
            raise IdTaken from error
        names = self._attach(message, attachments, author.get("author"), visitor)
        self.active_at = now
        plain = plain_of(body) if author.get("author") else body
        self.preview = (" ".join(plain.split()) or names)[:PREVIEW]
        self.preview_from = "note" if kind == "note" else "agent" if author.get("author") else "visitor"
        self.said_seq = self.seq
        if kind == "reply":
            self.reply_seq = self.seq
            self.waiting_since = now if author.get("author") else None
            self.expect_answer(message)  # type: ignore[attr-defined]
            self.unanswered_since = NEVER if author.get("author") else min(self.unanswered_since, now)
        moments = ["active_at", "waiting_since", "unanswered_since", "follow_up_at"]
        self.save(update_fields=["seq", "said_seq", "reply_seq", *moments, "preview", "preview_from"])
        IndexedLine.keep([message])
        return message

    def _attach(self, message: "Message", ids: Sequence[UUID], author: Any, visitor: Any) -> str:
        """Hang files that wait in this conversation, uploaded by the same hand, on the message. Returns their names."""
        waiting = {
            item.pk: item
            for item in self.attachments.select_related("file").filter(  # type: ignore[attr-defined]
                pk__in=ids, message=None, outgoing=None, author=author, visitor=visitor
            )
        }
        if len(waiting) != len(set(ids)):
            raise UnknownAttachment
        for position, id in enumerate(dict.fromkeys(ids)):
            waiting[id].message, waiting[id].position = message, position
            waiting[id].save(update_fields=["message", "position"])
        return ", ".join(waiting[id].file.name for id in dict.fromkeys(ids))
