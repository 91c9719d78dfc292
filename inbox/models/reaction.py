"""An emoji that a colleague or the client puts on a message."""

from typing import ClassVar

from django.db import models

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel
from crm.models import Contact
from inbox.models.message import Message


class Reaction(IdModel):
    MOST: ClassVar = 5  # of one person on one message

    message = FirmForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    author = FirmForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="+")
    contact = FirmForeignKey(Contact, on_delete=models.CASCADE, null=True, related_name="+")
    emoji = models.CharField(max_length=32)
    created_at = models.DateTimeField()

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["message", "author", "emoji"], name="a_colleague_puts_an_emoji_on_a_message_once"
            ),
            models.UniqueConstraint(
                fields=["message", "contact", "emoji"], name="a_client_puts_an_emoji_on_a_message_once"
            ),
            models.CheckConstraint(
                condition=models.Q(author=None, contact__isnull=False) | models.Q(author__isnull=False, contact=None),
                name="a_reaction_is_of_one_person",
            ),
        ]
