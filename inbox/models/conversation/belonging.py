"""Whose a conversation is: a browser's, or from a signed token on somebody's, on whichever device they are."""

from typing import TYPE_CHECKING, Any

from django.db import models

from inbox.events import ConversationVerified
from ledger.record import record

if TYPE_CHECKING:
    from inbox.models.visitor import Visitor
    from inbox.models.visitor_identity import VisitorIdentity


class Belonging(models.Model):
    class Meta:
        abstract = True

    @property
    def is_verified(self) -> bool:
        """The firm's own server says who the client is."""
        return self.identity_id is not None  # type: ignore[attr-defined]

    @classmethod
    def shown_to(cls, visitor: "Visitor") -> Any:
        """The conversations this browser may see. One that is somebody's opens for them alone, whoever the contact is."""
        from inbox.models.merge import Merge
        from inbox.models.split import Split

        merged = Merge.objects.filter(inbox=visitor.inbox_id).values("survivor")
        branches = Split.objects.filter(origin__in=merged).values("branch")
        # its own, those in which one of it goes on, and what was split from them
        where = models.Q(inbox_id=visitor.inbox_id) | models.Q(pk__in=merged) | models.Q(pk__in=branches)
        here = cls.objects.filter(where)  # type: ignore[attr-defined]
        if visitor.identity_id is not None:
            return here.filter(identity_id=visitor.identity_id)
        if visitor.contact_id is None:
            return here.none()
        return here.filter(contact_id=visitor.contact_id, identity=None)

    def belong_to(self, identity: "VisitorIdentity") -> None:
        """The client has proven who they are: the conversation and its messages are theirs. Once."""
        from inbox.models.indexed_line import IndexedLine
        from inbox.models.reaction import Reaction

        conversation: Any = self._locked()  # type: ignore[attr-defined]
        if conversation.identity_id is not None:
            return
        before, contact = conversation.contact, identity.contact_now()
        conversation.identity, conversation.contact = identity, contact
        conversation.save(update_fields=["identity", "contact"])
        conversation.messages.filter(contact=before).update(contact=contact)
        Reaction.objects.filter(message__conversation=conversation, contact=before).update(contact=contact)
        IndexedLine.keep_thread(conversation)
        line = conversation.add_event("verified", by=None)
        fact = ConversationVerified(conversation.pk, line.pk, line.seq, identity.pk, contact.pk, before.pk)
        changes = {"verified_as": (None, identity.subject)}
        if before.pk != contact.pk:
            changes["client"] = (before.label, contact.label)
        record(fact, subject=conversation, changes=changes)
