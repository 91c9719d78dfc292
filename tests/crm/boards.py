"""Boards for tests: a pipeline with deals, what stands where, and whether the books agree with the rows."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from crm.models import Deal, Pipeline, Stage, StageInterval, StageTotal
from crm.starting import sales


class Sales:
    """The usual pipeline of a cast; `stage("Proposal")`, `deal("Audit", "Proposal", amount=…)`."""

    def __init__(self, cast: Any, name: str = "Sales") -> None:
        self.cast = cast
        with cast.scope():
            self.pipeline = Pipeline.make(by=cast.alice, name=name, stages=sales())
            self.stages = {stage.name: stage for stage in self.pipeline.stages.standing()}

    def stage(self, name: str) -> Stage:
        return self.stages[name]

    def deal(self, name: str, stage: str = "Enquiry", **said: Any) -> Deal:
        with self.cast.scope():
            return Deal.make(by=said.pop("by", self.cast.alice), name=name, stage=self.stage(stage), **said)

    def move(self, *deals: Deal, to: str, after: Any = (), by: Any = None, seen: bool = True, **said: Any) -> None:
        """As whoever saw the cards as `deals` are."""
        with self.cast.scope():
            Deal.move(
                {deal.pk: deal.version if seen else None for deal in deals},
                to=self.stage(to),
                after=[deal.pk for deal in after],
                by=by or self.cast.alice,
                **said,
            )

    def order(self, stage: str) -> list[str]:
        with self.cast.scope():
            return [deal.name for deal in Deal.objects.filter(stage=self.stage(stage)).in_order()]

    def fresh(self, deal: Deal) -> Deal:
        return self.cast.fresh(deal)


def wrongs(cast: Any) -> list[str]:
    """Where the totals, the ranks or the intervals of a firm do not agree with its deals. In no scope."""
    with cast.scope():
        return [*_totals(), *_ranks(), *_intervals()]


def _totals() -> list[str]:
    counted: dict[Any, Any] = defaultdict(lambda: [0, Decimal(0), Decimal(0), Decimal(0)])
    for deal in Deal.objects.all():
        row = counted[deal.stage_id, deal.currency]
        amount = deal.amount or Decimal(0)
        row[0] += 1
        row[1] += amount
        if deal.probability is not None:
            row[2] += amount
            row[3] += amount * deal.probability
    kept = {
        (total.stage_id, total.currency): [total.count, total.amount, total.sure_amount, total.sure_weighted]
        for total in StageTotal.objects.all()
    }
    nothing = [0, Decimal(0), Decimal(0), Decimal(0)]
    keys = counted.keys() | kept.keys()
    return [
        f"{key}: kept {kept.get(key)}, counted {counted.get(key)}"
        for key in keys
        if kept.get(key, nothing) != counted.get(key, nothing)
    ]


def _ranks() -> list[str]:
    ranks: dict[Any, list[str]] = defaultdict(list)
    for deal in Deal.objects.all():
        ranks[deal.stage_id].append(deal.rank)
    return [f"stage {stage} has a rank twice" for stage, found in ranks.items() if len(set(found)) < len(found)]


def _intervals() -> list[str]:
    told = []
    by_card: dict[Any, list[StageInterval]] = defaultdict(list)
    for interval in StageInterval.objects.order_by("since", "id"):
        by_card[interval.card_id].append(interval)
    for deal in Deal.objects.all():
        rows = by_card[deal.pk]
        if (
            [row.until for row in rows[:-1]] != [row.since for row in rows[1:]]
            or not rows
            or rows[-1].until is not None
        ):
            told.append(f"{deal.name}: its intervals have gaps")
        elif (rows[-1].stage_id, rows[-1].amount, rows[-1].currency) != (deal.stage_id, deal.amount, deal.currency):
            told.append(f"{deal.name}: its last interval is not how it stands")
    return told
