"""A colleague who wants to know what is said in a conversation that another one has."""

from django.db import models

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel
from inbox.models.conversation import Conversation


class Follower(IdModel):
    conversation = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="followers", db_index=False)
    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "conversation", "membership"], name="a_person_follows_a_conversation_once"
            )
        ]
        indexes = [models.Index(fields=["firm", "membership", "conversation"], name="followed_by_a_person")]
