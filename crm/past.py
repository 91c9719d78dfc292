"""A board as it was at any moment: read from the stretches of time that each card stood somewhere, so nothing is sampled."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from core.clock import from_us, now
from crm.boards import HOLDS, WINDOW, Card, Choice, Column, Head, head
from crm.models import Pipeline, Stage, StageInterval, StageTotal
from crm.models.board.total import Share


class Past:
    """`Past(pipeline, at).columns`: the stages that stood then, what they came to, and the worthiest cards of each."""

    stream = ""
    after = 0
    prefix = "past-"
    choice = Choice()

    def __init__(self, pipeline: Pipeline, at: datetime) -> None:
        self.pipeline, self.at = pipeline, at

    @property
    def id(self) -> str:
        return f"past-{self.pipeline.pk}"

    @cached_property
    def stages(self) -> list[Stage]:
        """Those that stand now or held something then, in their order."""
        then = Q(pk__in={row.stage_id for row in self._rows})
        return list(self.pipeline.stages.filter(Q(gone_at=None) | then).order_by("position", "id"))

    @cached_property
    def _rows(self) -> list[StageInterval]:
        stood = StageInterval.objects.filter(pipeline=self.pipeline, since__lte=self.at)
        return list(stood.filter(Q(until=None) | Q(until__gt=self.at)).select_related("owner"))

    @cached_property
    def heads(self) -> list[Head]:
        return [head(stage, self.totals[stage.pk]) for stage in self.stages]

    @cached_property
    def totals(self) -> dict[UUID, list[StageTotal]]:
        """What each stage came to, by currencies, at the probability that it has today."""
        shares: dict[tuple[UUID, str], Share] = defaultdict(Share)
        for row in self._rows:
            shares[row.stage_id, row.currency].add(row, 1)
        stages = {stage.pk: stage for stage in self.stages}
        totals: dict[UUID, list[StageTotal]] = {pk: [] for pk in stages}
        for (stage, currency), share in sorted(shares.items(), key=lambda pair: (-pair[1].amount, pair[0][1])):
            totals[stage].append(StageTotal(stage=stages[stage], currency=currency, **vars(share)))
        return totals

    @cached_property
    def columns(self) -> list[Column]:
        rows: dict[UUID, list[StageInterval]] = defaultdict(list)
        for row in sorted(self._rows, key=lambda row: (-(row.amount or Decimal(0)), row.card_id)):
            rows[row.stage_id].append(row)
        shown = [row for found in rows.values() for row in found[:WINDOW]]
        items = HOLDS[self.pipeline.holds].objects.in_bulk([row.card_id for row in shown])
        return [
            Column(stage, each, [self._card(row, items) for row in rows[stage.pk][:WINDOW] if row.card_id in items], "")
            for stage, each in zip(self.stages, self.heads, strict=True)
        ]

    @staticmethod
    def _card(row: StageInterval, items: dict[UUID, Any]) -> Card:
        """The card by its name of today, worth and owned as it was."""
        item = items[row.card_id]
        item.amount, item.currency, item.owner = row.amount, row.currency, row.owner
        item.stage_id, item.stage_since = row.stage_id, row.entered_at
        item.expected_on, item.lost_reason = None, ""
        return Card(item, "")


def moment(text: str) -> datetime | None:
    """What a slider says, in Unix seconds; None where it says none, or one that is still to come."""
    if not (text.isascii() and text.isdigit() and len(text) <= 11):
        return None
    at = from_us(int(text) * 1_000_000)
    return at if at < now() else None
