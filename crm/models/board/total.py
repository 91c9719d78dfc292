"""How many cards stand in a stage and what they come to, kept with each change: a board reads a few rows, not thousands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models

from core.ids import uuid7
from core.models import FirmForeignKey, IdModel
from core.tenancy import current_firm_id

if TYPE_CHECKING:
    from crm.models.board.interval import StageInterval
    from crm.models.board.item import BoardItem
    from crm.models.pipeline import Stage

ADD = """
INSERT INTO crm_stagetotal AS t (id, firm_id, stage_id, currency, count, amount, sure_amount, sure_weighted)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (firm_id, stage_id, currency) DO UPDATE SET
    count = t.count + excluded.count, amount = t.amount + excluded.amount,
    sure_amount = t.sure_amount + excluded.sure_amount, sure_weighted = t.sure_weighted + excluded.sure_weighted
"""

FIGURES = ("currency", "count", "amount", "sure_amount", "sure_weighted")
READ = f"""
SELECT stage_id, {", ".join(FIGURES)} FROM crm_stagetotal
WHERE firm_id = %s AND stage_id = ANY(%s) AND count > 0 ORDER BY amount DESC, currency
"""


@dataclass
class Share:
    """What some cards of one currency add to a stage. Of those with a probability of their own, apart from the stage's."""

    count: int = 0
    amount: Decimal = Decimal(0)
    sure_amount: Decimal = Decimal(0)
    sure_weighted: Decimal = Decimal(0)

    def add(self, card: "BoardItem | StageInterval", sign: int) -> None:
        amount = sign * (card.amount or Decimal(0))
        self.count += sign
        self.amount += amount
        if card.probability is not None:
            self.sure_amount += amount
            self.sure_weighted += amount * card.probability

    def __bool__(self) -> bool:
        return bool(self.count or self.amount or self.sure_amount or self.sure_weighted)


class StageTotal(IdModel):
    """Of one stage and currency. `sure_weighted` is in hundredths: the sum of amount × percent."""

    stage = FirmForeignKey("crm.Stage", on_delete=models.CASCADE, related_name="totals")
    currency = models.CharField(max_length=3)
    count = models.IntegerField()
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    sure_amount = models.DecimalField(max_digits=20, decimal_places=2)
    sure_weighted = models.DecimalField(max_digits=22, decimal_places=2)

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["firm", "stage", "currency"], name="a_stage_is_summed_once_a_currency")
        ]

    @property
    def weighted(self) -> Decimal:
        """The amount by its probability."""
        by_stage = (self.amount - self.sure_amount) * self.stage.probability
        return (by_stage + self.sure_weighted) / 100


class Ledger:
    """What a change adds to the totals and takes from them: `ledger.take(card)` as it was, `.put(card)` as it is."""

    def __init__(self) -> None:
        self._shares: dict[tuple[UUID, str], Share] = defaultdict(Share)

    def take(self, card: "BoardItem") -> None:
        self._shares[card.stage_id, card.currency].add(card, -1)

    def put(self, card: "BoardItem") -> None:
        self._shares[card.stage_id, card.currency].add(card, 1)

    def write(self) -> None:
        """In one order, so that two changes do not wait for each other. Their stages are locked."""
        rows: list[list[Any]] = [
            [
                uuid7(),
                current_firm_id(),
                stage,
                currency,
                share.count,
                share.amount,
                share.sure_amount,
                share.sure_weighted,
            ]
            for (stage, currency), share in sorted(self._shares.items())
            if share
        ]
        with connection.cursor() as cursor:
            for row in rows:
                cursor.execute(ADD, row)


def totals_of(stages: Iterable["Stage"]) -> dict[UUID, list[StageTotal]]:
    """The totals of each stage that are not nothing, the largest first. One short question: boards ask it at every move."""
    by_id = {stage.pk: stage for stage in stages}
    found: dict[UUID, list[StageTotal]] = {pk: [] for pk in by_id}
    with connection.cursor() as cursor:
        cursor.execute(READ, [current_firm_id(), list(by_id)])
        for stage, *figures in cursor.fetchall():
            found[stage].append(StageTotal(stage=by_id[stage], **dict(zip(FIGURES, figures, strict=True))))
    return found
