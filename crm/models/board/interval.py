"""When a card stood where, and was worth what: what the time slider and the reports read."""

from typing import Any, ClassVar

from django.db import models

from accounts.models import Membership
from core.models import FirmForeignKey, IdModel


class StageInterval(IdModel):
    """From `since` to `until` (None: to this day) the card stood in this stage at this value. Without a gap, exact to the moment.

    A new one begins with each move between stages, and with each change of the value, the owner or the probability.
    """

    SOURCE: ClassVar = "stage"

    card_type = models.CharField(max_length=12)
    card_id = models.UUIDField()
    pipeline = FirmForeignKey("crm.Pipeline", on_delete=models.CASCADE, related_name="+")
    stage = FirmForeignKey("crm.Stage", on_delete=models.CASCADE, related_name="+")
    came_from = FirmForeignKey(
        "crm.Stage", on_delete=models.SET_NULL, null=True, related_name="+"
    )  # None: a change within
    by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    owner = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)
    probability = models.PositiveSmallIntegerField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    entered_at = models.DateTimeField()  # since when it had been in this stage

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "card_type", "card_id"],
                condition=models.Q(until=None),
                name="a_card_stands_in_one_place_now",
            )
        ]
        indexes = [
            models.Index(fields=["firm", "pipeline", "since"], name="intervals_of_a_pipeline"),
            models.Index(fields=["firm", "card_type", "card_id", "since"], name="intervals_of_a_card"),
        ]

    @classmethod
    def begin(cls, cards: list[Any], *, by: Membership | None, at: Any, came_from: dict[Any, Any]) -> None:
        """Each of `cards` stands as it now is from `at` on; what was before ends there."""
        kinds = {card.KIND for card in cards}
        ids = [card.pk for card in cards]
        cls.objects.filter(card_type__in=kinds, card_id__in=ids, until=None).update(until=at)
        cls.objects.bulk_create(
            cls(
                firm_id=card.firm_id,
                card_type=card.KIND,
                card_id=card.pk,
                pipeline_id=card.pipeline_id,
                stage_id=card.stage_id,
                came_from_id=came_from.get(card.pk),
                by=by,
                owner_id=card.owner_id,
                amount=card.amount,
                currency=card.currency,
                probability=card.probability,
                since=at,
                entered_at=card.stage_since,
            )
            for card in cards
        )
