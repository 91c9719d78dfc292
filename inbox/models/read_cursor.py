"""How far a person has read a conversation: one row each, never one a message."""

from django.db import models

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel
from inbox.models.conversation import Conversation


class ReadCursor(IdModel):
    conversation = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="read_cursors")
    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "membership"], name="a_person_reads_a_conversation_from_one_place"
            )
        ]
