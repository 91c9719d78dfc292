"""Drafts: what a colleague has begun to write, on all their devices."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models

from core.text import keepable
from inbox.errors import MessageTooLong
from inbox.events import DraftKept
from inbox.mentions import codes_in
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership
    from inbox.models.attachment import Attachment
    from inbox.models.draft import Draft
    from inbox.models.message import Message
    from inbox.models.outgoing import Outgoing


class Drafted(models.Model):
    class Meta:
        abstract = True

    def keep_draft(
        self,
        *,
        by: "Membership",
        body: str,
        kind: str = "reply",
        message_id: UUID | None = None,
        mentions: Sequence[str] = (),
    ) -> None:
        """Keep what `by` has written so far, and whom it mentions; an empty body forgets it.

        `message_id` is the id the message will have: once it is sent, a draft that arrives late is not kept.
        """
        from inbox.models.message import Message

        body = keepable(body)
        if len(body) > Message.MAX_LENGTH:
            raise MessageTooLong
        conversation = self._locked()  # type: ignore[attr-defined]
        if message_id and conversation._is_on_its_way(message_id):
            return
        if not body.strip():
            conversation.forget_draft(by)
            return
        named = codes_in(mentions) if kind == "note" else []
        conversation.put_draft(body, by=by, kind=kind, message_id=message_id, mentions=named)

    def put_draft(
        self,
        body: str,
        *,
        by: "Membership",
        kind: str = "reply",
        message_id: UUID | None = None,
        mentions: Sequence[str] = (),
    ) -> None:
        """`body` is the draft of `by` from now on; the conversation is locked."""
        from inbox.models.draft import Draft

        written = {"body": body, "kind": kind, "message_id": message_id, "mentions": list(mentions)}
        if body.strip():
            Draft.objects.update_or_create(conversation=self, membership=by, defaults=written)
        self.tell_of_draft(by)

    def _is_on_its_way(self, message_id: UUID) -> bool:
        """Sent, held to be sent, or undone since: a draft of it that arrives late is old."""
        there = self.messages.filter(pk=message_id).exists()  # type: ignore[attr-defined]
        return there or self.outgoing.filter(pk=message_id).exists()  # type: ignore[attr-defined]

    def forget_draft(self, by: "Membership") -> None:
        deleted, _ = self.drafts.filter(membership=by).delete()  # type: ignore[attr-defined]
        if deleted:
            self.tell_of_draft(by)

    def was_sent(self, message: "Message | Outgoing", *, draft: UUID | None, with_files: bool) -> None:
        """Its author's draft is done: the one of `message`, or the one kept as `draft`. What they write next stays."""
        mine = self.drafts.filter(membership=message.author)  # type: ignore[attr-defined]
        its_own = models.Q(message_id=None) | models.Q(message_id__in={draft, message.pk} - {None})
        deleted, _ = mine.filter(its_own).delete()
        if deleted or with_files:
            self.tell_of_draft(message.author)  # type: ignore[arg-type]

    def tell_of_draft(self, by: "Membership") -> None:
        """Their other devices hear of the words and the files that wait. The conversation is locked."""
        draft = self.draft_of(by)
        record(DraftKept(self.pk, by.pk, len(draft.body) if draft else 0), by=by, subject=self)

    def waiting_files(self, membership: "Membership") -> "list[Attachment]":
        """Files that `membership` has uploaded here and not sent yet."""
        mine = self.attachments.filter(author=membership, message=None, outgoing=None)  # type: ignore[attr-defined]
        return list(mine.select_related("file").order_by("created_at", "id"))

    def draft_of(self, membership: "Membership") -> "Draft | None":
        return self.drafts.filter(membership=membership).first()  # type: ignore[attr-defined]
