"""A conversation that was made from lines of another: both lead to each other, and the client sees one thread."""

from typing import Any
from uuid import UUID

from django.db import models

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel
from inbox.models.conversation import Conversation


class Split(IdModel):
    origin = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="splits")
    branch = FirmForeignKey(Conversation, on_delete=models.CASCADE, related_name="split_from")
    by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta(IdModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(origin=models.F("branch")), name="a_conversation_is_not_split_from_itself"
            )
        ]

    @classmethod
    def family_of(cls, id: UUID) -> list[UUID]:
        """All that came from one thread of the client, the one they write to first at its head."""
        family, parents = {id}, set[UUID]()
        while True:
            near = models.Q(origin__in=family) | models.Q(branch__in=family)
            pairs = list(cls.objects.filter(near).values_list("origin_id", "branch_id"))
            grown = family | {each for pair in pairs for each in pair}
            parents = {branch for _origin, branch in pairs}
            if grown == family:
                return sorted(family, key=lambda each: (each in parents, each))
            family = grown

    @classmethod
    def forget_between(cls, one: Any, other: Any) -> None:
        """They are one again: the lines that led from each to the other go, too."""
        between = models.Q(origin=one, branch=other) | models.Q(origin=other, branch=one)
        deleted, _rows = cls.objects.filter(between).delete()
        if deleted:
            for here, there in ((one, other), (other, one)):
                here.messages.filter(event__in=("split_off", "split_from"), data__other=str(there.pk)).delete()
