"""A visitor's message finds its conversation: the one they have, opened again if it was closed, else a new one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models

from core import clock
from crm.models import Contact
from inbox.errors import IdentityRequired, InboxClosed
from inbox.events import ConversationStarted
from ledger.record import record

if TYPE_CHECKING:
    from inbox.models.message import Message
    from inbox.models.visitor import Visitor

Upload = tuple[UUID, UUID]
"""(the attachment's id, made by the browser; the file's id)"""


class Startable(models.Model):
    class Meta:
        abstract = True

    @classmethod
    def of_visitor(cls, visitor: "Visitor") -> Self | None:
        """The conversation that this visitor sees, if they ever wrote here."""
        found: Self | None = cls.shown_to(visitor).order_by("-active_at", "-id").first()  # type: ignore[attr-defined]
        return found

    def newest_visitor(self) -> "Visitor | None":
        """The browser in which the client was here last."""
        from inbox.models.visitor import Visitor

        of = {"identity": self.identity_id} if self.identity_id else {"contact": self.contact_id}  # type: ignore[attr-defined]
        return Visitor.objects.filter(inbox=self.inbox_id, **of).order_by("-seen_at").first()  # type: ignore[attr-defined]

    @classmethod
    def take_from(
        cls, visitor: "Visitor", *, body: str, id: UUID, files: Sequence[Upload] = (), answers: UUID | None = None
    ) -> "Message":
        """Take in what a visitor sends. A retry with the same id returns the first message. `answers` is the message of the
        chat's own (ProactiveMessage) that they answer; one that is not there any more is passed over.

        The visitor's row is locked first, then who they are: two first messages at once start one conversation, also from
        two devices.
        """
        from inbox.models.proactive import ProactiveMessage
        from inbox.models.visitor_identity import VisitorIdentity

        visitor = visitor.locked()
        if visitor.inbox.is_closed:
            raise InboxClosed
        if visitor.identity_id is not None:
            visitor.identity = VisitorIdentity.objects.select_related("contact").lock(visitor.identity_id)
        elif visitor.inbox.identity_required:
            raise IdentityRequired
        conversation = cls.of_visitor(visitor) or cls._start(visitor)
        conversation._wait_with(files, visitor, id)
        attachments = [attachment for attachment, _file in files]
        answered = (
            ProactiveMessage.objects.filter(pk=answers, inbox=visitor.inbox, on=True).first() if answers else None
        )
        return conversation.receive(  # type: ignore[attr-defined]
            visitor=visitor, body=body, id=id, attachments=attachments, answers=answered
        )

    @classmethod
    def _start(cls, visitor: "Visitor") -> Self:
        """From the first message on a visitor is a contact."""
        if visitor.identity is not None:
            visitor.contact = visitor.identity.contact_now()
        elif visitor.contact is None:
            visitor.contact = Contact.meet()
        visitor.save(update_fields=["contact"])
        now = clock.now()
        conversation = cls.objects.create(  # type: ignore[attr-defined]
            inbox=visitor.inbox, contact=visitor.contact, identity=visitor.identity, created_at=now, active_at=now
        )
        fact = ConversationStarted(conversation.pk, visitor.inbox_id, visitor.contact.pk)
        record(fact, subject=conversation)
        return conversation

    def _wait_with(self, files: Sequence[Upload], visitor: "Visitor", message_id: UUID) -> None:
        """The visitor's uploads wait here for their message, unless an earlier try brought it."""
        from inbox.models.attachment import Attachment
        from inbox.models.message import Message

        if not files or Message.objects.filter(pk=message_id).exists():
            return
        waiting = [
            Attachment(id=id, firm_id=visitor.firm_id, conversation_id=self.pk, file_id=file, visitor=visitor)
            for id, file in files
        ]
        Attachment.objects.bulk_create(waiting, ignore_conflicts=True)  # one that was sent already waits no more
