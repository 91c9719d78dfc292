"""What one line can be found by, written in the transaction that writes the line."""

from collections.abc import Iterable
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Prefetch, prefetch_related_objects

from core.models import FirmForeignKey, IdModel
from core.words import line_words
from inbox.models.attachment import Attachment
from inbox.models.conversation import Conversation
from inbox.models.inbox import Inbox
from inbox.models.message import Message


class IndexedLine(IdModel):
    """Its id is the line's own, and it goes with the line. It holds the words of the line, of its files and of the client.

    Whoever changes what a line says, its files, or the conversation it stands in calls `keep` in the same transaction.
    """

    conversation = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    inbox = FirmForeignKey(Inbox, on_delete=models.CASCADE, related_name="+", db_index=False)
    said_at = models.DateTimeField()
    side = models.CharField(max_length=6)  # "client", "team" or "note"
    words = SearchVectorField()

    class Meta(IdModel.Meta):
        indexes = [
            models.Index(fields=["firm", "-said_at", "-id"], name="indexed_lines_newest_first"),
            models.Index(fields=["firm", "conversation", "-said_at"], name="indexed_lines_of_a_thread"),
        ]

    @classmethod
    def keep(cls, lines: Iterable[Message]) -> None:
        """See that these lines are found by what they say now; one that says nothing is not found."""
        lines = list(lines)
        files = Prefetch("attachments", queryset=Attachment.objects.select_related("file"))
        prefetch_related_objects(lines, "conversation__contact", files)
        said = [line for line in lines if line.is_said and (line.body or line.attachments.all())]
        cls.objects.bulk_create(
            [cls._of(line) for line in said],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["conversation", "inbox", "said_at", "side", "words"],
        )
        silent = {line.pk for line in lines} - {line.pk for line in said}
        if silent:
            cls.objects.filter(pk__in=silent).delete()

    @classmethod
    def keep_thread(cls, conversation: Conversation) -> None:
        """The same for all lines of a conversation: its client is called otherwise, it took in others, it moved."""
        after, batch = 0, 500
        while lines := list(conversation.messages.filter(seq__gt=after).order_by("seq")[:batch]):
            cls.keep(lines)
            after = lines[-1].seq

    @classmethod
    def _of(cls, line: Message) -> Self:
        conversation = line.conversation
        return cls(
            id=line.pk,
            firm_id=line.firm_id,
            conversation_id=conversation.pk,
            inbox_id=conversation.inbox_id,
            said_at=line.created_at,
            side=side_of(line),
            words=lexemes(words_of(line)),
        )


def words_of(line: Message) -> set[str]:
    client = line.conversation.contact
    names = [attachment.file.name for attachment in line.attachments.all()]
    return line_words([line.body, *names], [client.name, client.email], client.phone)


def side_of(line: Message) -> str:
    return "note" if line.kind == Message.Kind.NOTE else "client" if line.contact_id else "team"


def lexemes(words: Iterable[str]) -> models.Func:
    """A tsvector of exactly these words, with no places and no language."""
    array = models.Value(sorted(words), output_field=ArrayField(models.TextField()))
    return models.Func(array, function="array_to_tsvector", output_field=SearchVectorField())
