"""Two conversations of one client that became one: which, by whom, and what has to be known to separate them again."""

from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel
from inbox.models.conversation import Conversation
from inbox.models.inbox import Inbox


class Merge(IdModel):
    """The row of the conversation that was taken in is gone; its id leads here and on to the survivor. Undone, both go on."""

    survivor = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="merges")
    gone = models.UUIDField()  # the id of the conversation that was taken in
    inbox = FirmForeignKey(Inbox, on_delete=models.CASCADE, related_name="+")  # where it stood
    by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    was = models.JSONField(encoder=DjangoJSONEncoder)  # its own columns
    lines = ArrayField(models.UUIDField())  # its lines, in their order
    moved = models.JSONField(default=dict)  # {model: ids} of what else hung on it

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm", "gone"], name="a_conversation_is_merged_once")]

    @classmethod
    def survivor_of(cls, gone: UUID) -> UUID | None:
        """The conversation in which one that was merged goes on."""
        return cls.objects.filter(gone=gone).values_list("survivor_id", flat=True).first()

    @classmethod
    def followed(cls, id: Any) -> Any:
        """`id`, or the conversation that it leads to."""
        return cls.survivor_of(id) or id

    @classmethod
    def seen_by(cls, membership: Membership) -> Any:
        """Those of conversations that a person sees; what comes out again goes to an inbox that they see, too."""
        inboxes = Inbox.objects.visible_to(membership).values("pk")
        return cls.objects.filter(survivor__in=Conversation.objects.visible_to(membership), inbox__in=inboxes)
