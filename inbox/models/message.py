"""One line of a conversation: a reply both sides see, an internal note, or what happened (assigned, closed…)."""

from typing import ClassVar

from django.db import models

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel
from crm.models import Contact
from inbox.models.conversation import Conversation
from inbox.models.reactable import Reactable
from inbox.models.revisable import Revisable


class Message(Revisable, Reactable, IdModel):
    """The id is made by the browser that wrote it, so a retried post is the same row. The body is plain text."""

    class Kind(models.TextChoices):
        REPLY = "reply"
        NOTE = "note"
        EVENT = "event"

    MAX_LENGTH: ClassVar = 20_000

    conversation = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveBigIntegerField()  # its place in the conversation
    kind = models.CharField(max_length=8, choices=Kind)
    author = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    contact = FirmForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.TextField(blank=True)
    event = models.CharField(max_length=40, blank=True)  # "assigned", "closed", "snoozed" …, for kind EVENT
    data = models.JSONField(default=dict, blank=True)  # ids the event speaks of
    created_at = models.DateTimeField()
    quoted = FirmForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="quoted_by")
    deleted_by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="a_line_has_its_own_place_in_a_conversation"),
            models.CheckConstraint(
                condition=models.Q(author=None) | models.Q(contact=None), name="a_line_has_one_author"
            ),
            models.CheckConstraint(
                condition=models.Q(deleted_at=None) | models.Q(body=""), name="a_deleted_line_says_nothing"
            ),
        ]
        indexes = [models.Index(fields=["firm", "conversation", "-seq"], name="messages_newest_first")]

    @property
    def is_said(self) -> bool:
        """Whether somebody said it and did not take it back."""
        return self.kind != self.Kind.EVENT and not self.is_deleted

    @property
    def is_formatted(self) -> bool:
        """What colleagues write is; what clients write, and what the chat says by itself, is plain."""
        return not self.contact_id and "proactive" not in self.data

    @property
    def is_public(self) -> bool:
        return self.kind == self.Kind.REPLY
