"""What a person has begun to write in a conversation, kept for all their devices."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel
from inbox.models.conversation import Conversation


class Draft(IdModel):
    conversation = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="drafts")
    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, default="reply")
    body = models.TextField(blank=True)
    mentions = ArrayField(models.CharField(max_length=30), default=list, blank=True)  # "person-12", "team-3"
    message_id = models.UUIDField(null=True)  # that the message will have, made by the browser that wrote last
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "membership"], name="a_person_has_one_draft_in_a_conversation"
            )
        ]
