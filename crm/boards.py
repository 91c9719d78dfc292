"""A board as one looks at it: the stages of a pipeline, the first cards of each, and what they come to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum
from django.template.loader import render_to_string

from accounts.models import Membership
from core.money import money
from crm.models import Association, BoardItem, Deal, Pipeline, Stage
from crm.models.board.total import StageTotal, totals_of
from crm.records import records_of
from ledger.heads import heads_of

WINDOW = 50

HOLDS: dict[str, type[BoardItem]] = {Deal.KIND: Deal}
"""What a pipeline can hold, by its `holds`."""


@dataclass(frozen=True)
class Card:
    """What a card says: the item, and whom it is with."""

    item: Any
    companion: str


@dataclass(frozen=True)
class Head:
    """How many cards stand in a stage, and what they come to, by currencies; by their probability besides."""

    stage: Stage
    count: int
    sums: list[tuple[str, str]]

    @property
    def is_over(self) -> bool:
        """More stand here than its limit says."""
        return self.stage.wip_limit is not None and self.count > self.stage.wip_limit


@dataclass(frozen=True)
class Column:
    stage: Stage
    head: Head
    cards: list[Card]
    more: str
    """The rank of the last card shown, where more follow."""


@dataclass(frozen=True)
class Choice:
    """What of a board is shown: those found by `q`, of one `owner` ("me", "none", or their id)."""

    q: str = ""
    owner: str = ""

    def __bool__(self) -> bool:
        return bool(self.q or self.owner)

    def of(self, items: Any, me: Membership) -> Any:
        found = items.found_by(self.q)
        if self.owner == "none":
            return found.filter(owner=None)
        if self.owner == "me":
            return found.filter(owner=me)
        return found.filter(owner=int(self.owner)) if self.owner.isascii() and self.owner.isdigit() else found


class Board:
    """`Board(pipeline, me, Choice(owner="me")).columns`."""

    def __init__(self, pipeline: Pipeline, me: Membership, choice: Choice = Choice()) -> None:
        self.pipeline, self.me, self.choice = pipeline, me, choice
        self.model = HOLDS[pipeline.holds]
        self.stream = pipeline.stream
        self.after = heads_of([self.stream])[self.stream]

    @cached_property
    def stages(self) -> list[Stage]:
        return list(self.pipeline.stages.standing())

    @property
    def id(self) -> str:
        """What is told of one card is for the whole board; a part of it is asked for anew."""
        return f"found-{self.pipeline.pk}" if self.choice else f"board-{self.pipeline.pk}"

    @property
    def prefix(self) -> str:
        return "found-" if self.choice else ""

    @cached_property
    def columns(self) -> list[Column]:
        heads = self._heads()
        rows = {stage.pk: self._rows(stage) for stage in self.stages}
        drawn = {card.item.pk: card for card in cards([item for items in rows.values() for item in items[:WINDOW]])}
        return [
            Column(
                stage,
                heads[stage.pk],
                [drawn[item.pk] for item in rows[stage.pk][:WINDOW]],
                rows[stage.pk][WINDOW - 1].rank if len(rows[stage.pk]) > WINDOW else "",
            )
            for stage in self.stages
        ]

    def page(self, stage: Stage, after: str) -> Column:
        """The cards of one stage that follow a rank."""
        rows = self._rows(stage, after)
        more = rows[WINDOW - 1].rank if len(rows) > WINDOW else ""
        return Column(stage, Head(stage, 0, []), cards(rows[:WINDOW]), more)

    def _rows(self, stage: Stage, after: str = "") -> list[Any]:
        items = self.choice.of(self.model.objects.filter(stage=stage), self.me).in_order().select_related("owner")
        return list(items.filter(rank__gt=after)[: WINDOW + 1] if after else items[: WINDOW + 1])

    def _heads(self) -> dict[UUID, Head]:
        if not self.choice:
            return heads(self.stages)
        found = self.choice.of(self.model.objects.filter(pipeline=self.pipeline), self.me)
        totals: dict[UUID, list[StageTotal]] = {stage.pk: [] for stage in self.stages}
        by_id = {stage.pk: stage for stage in self.stages}
        own = Q(probability__isnull=False)
        for row in found.values("stage", "currency").annotate(
            n=Count("pk"),
            all=Sum("amount"),
            sure=Sum("amount", filter=own),
            odds=Sum(F("probability") * F("amount"), filter=own),
        ):
            totals[row["stage"]].append(
                StageTotal(
                    stage=by_id[row["stage"]],
                    currency=row["currency"],
                    count=row["n"],
                    amount=row["all"] or Decimal(0),
                    sure_amount=row["sure"] or Decimal(0),
                    sure_weighted=row["odds"] or Decimal(0),
                )
            )
        return {stage.pk: head(stage, totals[stage.pk]) for stage in self.stages}


def heads(stages: Sequence[Stage]) -> dict[UUID, Head]:
    """As the totals say that are kept."""
    totals = totals_of(stages)
    return {stage.pk: head(stage, totals[stage.pk]) for stage in stages}


def head(stage: Stage, totals: Iterable[StageTotal]) -> Head:
    found = list(totals)
    sums = [
        (money(total.amount, total.currency), money(total.weighted.quantize(Decimal(1)), total.currency))
        for total in found
        if total.amount
    ]
    return Head(stage, sum(total.count for total in found), sums)


def cards(items: Sequence[Any]) -> list[Card]:
    """Each with whom it is: its company, else its contact. Three questions for all of them."""
    ids = [item.pk for item in items]
    kind = items[0].KIND if items else ""
    refs = defaultdict(list)
    for association in Association.objects.filter(other_type=kind, other_id__in=ids).order_by("created_at", "id"):
        refs[association.other_id].append(association.one)
    records = records_of(ref for found in refs.values() for ref in found)
    drawn = []
    for item in items:
        names = {ref.kind: records[ref].label for ref in reversed(refs[item.pk]) if ref in records}
        drawn.append(Card(item, names.get("company") or names.get("contact") or ""))
    return drawn


def card_html(item: Any) -> str:
    return render_to_string("crm/board/_card.html", {"card": cards([item])[0]})


def head_html(shown: Head) -> str:
    return render_to_string("crm/board/_head.html", {"head": shown, "stage": shown.stage})
