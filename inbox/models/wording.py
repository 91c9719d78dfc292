"""How a message read before it was edited or deleted: its author's colleagues can look it up, and undo a deletion."""

from django.db import models

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel
from inbox.models.message import Message


class Wording(IdModel):
    """One earlier wording of a message. The current one stands in the message itself; a deleted one has none there."""

    message = FirmForeignKey(Message, on_delete=models.CASCADE, related_name="wordings")
    body = models.TextField(blank=True)
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField()
    replaced_by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(IdModel.Meta):
        indexes = [models.Index(fields=["firm", "message", "replaced_at"], name="wordings_of_a_message")]
