"""One deed to many conversations: who did what, and what each of them was like before."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models

from accounts.models import Membership
from core import clock
from core.models import FirmForeignKey, IdModel

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Batch(IdModel):
    """Its id is made by the browser, so a doubled post is one batch. What it does stands in inbox/bulk/."""

    started_by = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    deed = models.CharField(max_length=20)
    value = models.JSONField(default=dict)
    undoes = FirmForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="undone_by")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        items: RelatedManager["BatchItem"]

    @classmethod
    def begin(cls, *, by: Membership, id: UUID, ids: Sequence[UUID], **what: Any) -> Self:
        batch = cls.objects.create(id=id, started_by=by, created_at=clock.now(), **what)
        items = [
            BatchItem(firm_id=batch.firm_id, batch=batch, conversation_id=each, position=position)
            for position, each in enumerate(dict.fromkeys(ids))
        ]
        BatchItem.objects.bulk_create(items, batch_size=2000)
        return batch


class BatchItem(IdModel):
    """One conversation of a batch, done or not. The id is kept where the conversation is not this person's to see."""

    class Outcome(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        SAME = "same"  # it was so already
        REFUSED = "refused"
        MOVED = "moved"  # somebody has changed it since, so undo left it alone
        GONE = "gone"

    batch = FirmForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    conversation_id = models.UUIDField()
    position = models.PositiveIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.WAITING)
    why = models.CharField(max_length=300, blank=True)
    who = models.CharField(max_length=200, blank=True)  # what the client of a refused one is called

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="an_item_has_its_own_place_in_a_batch")
        ]
