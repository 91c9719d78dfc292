"""Changing what was said: edited, deleted, and brought back, each within what the firm allows (inbox/policies.py)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models

from core import clock
from core.text import tidy
from inbox.errors import BlankLeft, CannotChange, EmptyMessage, MessageTooLong, NotInTheBin
from inbox.events import MessageDeleted, MessageEdited, MessageRestored
from inbox.policies import may_delete, may_edit, may_restore
from ledger.erasure import blank, forget_changes
from ledger.record import record
from timeline.filling import missing_in

if TYPE_CHECKING:
    from accounts.models import Membership
    from inbox.models.wording import Wording

BIN = timedelta(days=30)
"""How long a deleted message can be brought back."""


class Revisable(models.Model):
    """`edit`, `withdraw`, `restore`. The words of a deleted message stand in its last wording, not in its row: nobody
    who reads messages can show them by oversight."""

    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_revised(self) -> bool:
        """Whether it says something else than what was sent."""
        return self.is_deleted or self.edited_at is not None

    @property
    def written_at(self) -> Any:
        """When its current wording was written."""
        return self.edited_at or self.created_at  # type: ignore[attr-defined]

    def edit(self, *, by: "Membership", body: str) -> None:
        """Say it in other words. The same words change nothing."""
        conversation, message = self._both_locked()
        body = tidy(body)
        if not may_edit(by, message):
            raise CannotChange
        if body == message.body:
            return
        if not body and not message.attachments.exists():
            raise EmptyMessage
        if len(body) > message.MAX_LENGTH:
            raise MessageTooLong
        if message.is_public and (missing := missing_in(body)):
            raise BlankLeft(missing)
        before = message.body
        message._keep_wording(by)
        message.body, message.edited_at = body, clock.now()
        message.save(update_fields=["body", "edited_at"])
        conversation.reword(message)
        fact = MessageEdited(conversation.pk, message.pk, message.seq)
        record(fact, by=by, subject=message, changes={"body": (before, body)})

    def withdraw(self, *, by: "Membership") -> None:
        """Delete it: a quiet line stays in its place. Its words and files wait in the bin. Twice is once."""
        conversation, message = self._both_locked()
        if message.is_deleted:
            return
        if not may_delete(by, message):
            raise CannotChange
        message._keep_wording(by)
        message.body, message.deleted_at, message.deleted_by = "", clock.now(), by
        message.save(update_fields=["body", "deleted_at", "deleted_by"])
        message._withhold_files(True)
        conversation.forget_mentions(message)
        conversation.reword(message)
        if message.is_public:
            blank(f"visitor:{conversation.pk}")  # what it kept for browsers that come back had the words
        fact = MessageDeleted(conversation.pk, message.pk, message.seq)
        record(fact, by=by, subject=message, changes={"deleted_at": (None, message.deleted_at)})

    def restore(self, *, by: "Membership") -> None:
        """Bring it back as it was. Raises NotInTheBin once the bin was emptied."""
        conversation, message = self._both_locked()
        if not message.is_deleted:
            return
        if not may_restore(by, message):
            raise CannotChange
        kept = message.wordings.order_by("-replaced_at").first()
        if kept is None:
            raise NotInTheBin
        deleted_at = message.deleted_at
        message.body, message.deleted_at, message.deleted_by = kept.body, None, None
        message.save(update_fields=["body", "deleted_at", "deleted_by"])
        kept.delete()
        message._withhold_files(False)
        conversation.recall_mentions(message)
        conversation.reword(message)
        fact = MessageRestored(conversation.pk, message.pk, message.seq)
        record(fact, by=by, subject=message, changes={"deleted_at": (deleted_at, None)})

    def empty_bin(self) -> None:
        """Its words and files are gone for good; that there was something, and who deleted it, stays."""
        _conversation, message = self._both_locked()
        if not message.is_deleted:
            return
        message.wordings.all().delete()
        for attachment in message.attachments.select_related("file"):
            attachment._throw_away()
        forget_changes(message)

    def wordings_shown(self) -> "list[Wording]":
        """The earlier ones, the newest first."""
        found = self.wordings.select_related("replaced_by")  # type: ignore[attr-defined]
        return list(found.order_by("-replaced_at"))

    def _both_locked(self) -> tuple[Any, Any]:
        """The conversation first, as every verb does."""
        conversation = self.conversation._locked()  # type: ignore[attr-defined]
        message = type(self).objects.select_related("author").lock(self.pk)  # type: ignore[attr-defined]
        if message.conversation_id != conversation.pk:  # it went elsewhere meanwhile
            conversation = message.conversation._locked()
        message.conversation = conversation
        return conversation, message

    def _keep_wording(self, by: "Membership") -> None:
        from inbox.models.wording import Wording

        place = {"body": self.body, "written_at": self.written_at}  # type: ignore[attr-defined]
        Wording.objects.create(message=self, replaced_at=clock.now(), replaced_by=by, **place)

    def _withhold_files(self, withheld: bool) -> None:
        for attachment in self.attachments.select_related("file"):  # type: ignore[attr-defined]
            attachment.file.withhold(withheld)
