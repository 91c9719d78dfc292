"""What a client thought of a conversation: one for each time it was closed."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Membership
from core import clock
from core.models import FirmForeignKey, IdModel
from inbox.models.conversation import Conversation
from inbox.models.message import Message


class Rating(IdModel):
    LEAST, MOST = 1, 5
    COMMENT: ClassVar = 1000
    SETTLES: ClassVar = timedelta(hours=24)
    """So long it may be changed."""

    conversation = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="ratings")
    closing = FirmForeignKey(Message, on_delete=models.CASCADE, related_name="+")  # the line that says it was closed
    line = FirmForeignKey(Message, on_delete=models.CASCADE, related_name="+")  # the line that tells colleagues
    agent = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")  # who had it then
    score = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField()

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["closing"], name="a_closing_is_rated_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="a_score_is_from_one_to_five"),
        ]

    @property
    def stars(self) -> str:
        return "★" * self.score + "☆" * (self.MOST - self.score)

    @property
    def is_settled(self) -> bool:
        return clock.now() > self.created_at + self.SETTLES
