"""Read state: one cursor a colleague, one for the client."""

from typing import TYPE_CHECKING

from django.db import models

from inbox.events import ConversationRead, ConversationUnread, MentionsRead, VisitorRead
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership


class Readable(models.Model):
    class Meta:
        abstract = True

    def read_seq(self, membership: "Membership") -> int:
        """How far `membership` has read."""
        cursor = self.read_cursors.filter(membership=membership).first()  # type: ignore[attr-defined]
        return cursor.seq if cursor else 0

    def mark_read(self, *, by: "Membership", seq: int) -> None:
        """`by` has read up to line `seq`. A cursor never goes back."""
        from inbox.models.mention import Mention
        from inbox.models.read_cursor import ReadCursor

        conversation = self._locked()  # type: ignore[attr-defined]
        seq = min(seq, conversation.seq)
        cursor, _ = ReadCursor.objects.get_or_create(conversation=conversation, membership=by)
        if cursor.seq >= seq:
            return
        cursor.seq = seq
        cursor.save(update_fields=["seq"])
        before = conversation.firm_seen_seq
        if before < seq:
            conversation.firm_seen_seq = seq
            conversation.save(update_fields=["firm_seen_seq"])
        record(ConversationRead(conversation.pk, by.pk, seq, before), by=by, subject=conversation)
        if by.pk in conversation.mentioned and Mention.mark_read(conversation, by, seq):
            record(MentionsRead(conversation.pk, by.pk, seq), by=by, subject=conversation)

    def mark_unread(self, *, by: "Membership", seq: int | None = None) -> None:
        """As if `by` had not read line `seq` and what follows; None: not the newest words of others."""
        from inbox.models.read_cursor import ReadCursor

        conversation = self._locked()  # type: ignore[attr-defined]
        if seq is None:
            others = conversation.messages.exclude(kind="event").exclude(author=by)
            seq = others.order_by("-seq").values_list("seq", flat=True).first()
        seq = max(1, min(seq or conversation.said_seq, conversation.said_seq))
        cursor = ReadCursor.objects.filter(conversation=conversation, membership=by).first()
        if cursor is None or cursor.seq < seq:
            return
        cursor.seq = seq - 1
        cursor.save(update_fields=["seq"])
        record(ConversationUnread(conversation.pk, by.pk, seq - 1), by=by, subject=conversation)

    def mark_seen_by_visitor(self, *, seq: int) -> None:
        """The client has seen the replies up to line `seq`."""
        conversation = self._locked()  # type: ignore[attr-defined]
        seq = min(seq, conversation.reply_seq)
        if conversation.visitor_seen_seq >= seq:
            return
        conversation.visitor_seen_seq = seq
        conversation.save(update_fields=["visitor_seen_seq"])
        record(VisitorRead(conversation.pk, seq), subject=conversation)
