"""What became of what went over a board, from the stretches of time that each card stood somewhere: nothing is sampled.

A card counts as won, or lost, where it stands so today; what was opened again is open. Sums are by currency: none is turned
into another. Every figure knows its cards.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from statistics import mean, median
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import Membership
from accounts.numbers import a_number
from core.clock import now
from core.money import money
from crm.boards import HOLDS, Choice
from crm.models import Pipeline, Stage, StageInterval
from crm.past import Past

PERIODS = (30, 90, 180, 365)
"""Days."""
WEEKS = 12
MOST_ROWS = 200


@dataclass
class Visit:
    """A card's stay in a stage: at its end the value, if it had one."""

    card: UUID
    stage: UUID
    since: datetime
    until: datetime | None
    amount: Decimal | None
    currency: str

    @property
    def days(self) -> float | None:
        return (self.until - self.since) / timedelta(days=1) if self.until else None


@dataclass
class Figure:
    """So many cards, and what they come to."""

    cards: set[UUID] = field(default_factory=set)
    sums: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, card: UUID, amount: Decimal | None, currency: str) -> None:
        self.cards.add(card)
        if amount is not None:
            self.sums[currency] += amount

    @property
    def count(self) -> int:
        return len(self.cards)

    @property
    def worth(self) -> str:
        return ", ".join(money(amount, currency) for currency, amount in sorted(self.sums.items()))


@dataclass
class Passage:
    """Of those that came into a stage in the period: who went on, to a later stage or to be won, who was lost, who is there."""

    stage: Stage
    came: set[UUID] = field(default_factory=set)
    went_on: set[UUID] = field(default_factory=set)
    lost: set[UUID] = field(default_factory=set)
    there: set[UUID] = field(default_factory=set)
    days: float | None = None
    """The median stay of those that left."""

    @property
    def rate(self) -> int | None:
        return percent(len(self.went_on), len(self.came))


@dataclass
class Speed:
    """What a pipeline brings in a day, in one currency: deals that are open, times the share that is won, times what one is
    worth, by the days that one takes."""

    currency: str
    value: Decimal
    days: float
    a_month: Decimal

    @property
    def said(self) -> str:
        return money(self.a_month.quantize(Decimal(1)), self.currency)

    @property
    def worth(self) -> str:
        return money(self.value.quantize(Decimal(1)), self.currency)


class Report:
    """Of a pipeline in the last `days`; `choice` says whose."""

    def __init__(self, pipeline: Pipeline, me: Membership, days: int = 90, choice: Choice | None = None) -> None:
        self.pipeline, self.me = pipeline, me
        self.days = days if days in PERIODS else 90
        self.until = now()
        self.since = self.until - timedelta(days=self.days)
        self.choice = choice or Choice()

    @cached_property
    def _items(self) -> dict[UUID, Any]:
        """The cards whose they are, as they are now."""
        found = HOLDS[self.pipeline.holds].objects.filter(pipeline=self.pipeline).select_related("stage", "owner")
        return {item.pk: item for item in self.choice.of(found, self.me)}

    @cached_property
    def stages(self) -> dict[UUID, Stage]:
        return {stage.pk: stage for stage in self.pipeline.stages.order_by("position", "id")}

    @cached_property
    def _visits(self) -> dict[UUID, list[Visit]]:
        rows = StageInterval.objects.filter(pipeline=self.pipeline).order_by("card_id", "since", "id")
        said = rows.values_list("card_id", "stage_id", "entered_at", "until", "amount", "currency")
        visits: dict[UUID, list[Visit]] = defaultdict(list)
        for card, stage, entered, until, amount, currency in said.iterator():
            if card not in self._items:
                continue
            last = visits[card][-1] if visits[card] else None
            if last is not None and last.since == entered and last.stage == stage:
                last.until, last.amount, last.currency = until, amount, currency
            else:
                visits[card].append(Visit(card, stage, entered, until, amount, currency))
        return visits

    def _is_in_period(self, at: datetime) -> bool:
        return self.since <= at <= self.until

    @cached_property
    def passages(self) -> list[Passage]:
        open_stages = [stage for stage in self.stages.values() if not stage.is_closing and stage.gone_at is None]
        found = {stage.pk: Passage(stage) for stage in open_stages}
        stays: dict[UUID, list[float]] = defaultdict(list)
        for visits in self._visits.values():
            for at, visit in enumerate(visits):
                passage = found.get(visit.stage)
                if passage is None or not self._is_in_period(visit.since):
                    continue
                passage.came.add(visit.card)
                self._follow(passage, visits[at + 1 :])
                if visit.days is not None:
                    stays[visit.stage].append(visit.days)
        for pk, passage in found.items():
            passage.lost -= passage.went_on
            passage.there = {card for card in passage.came if self._items[card].stage_id == pk} - passage.went_on
            passage.days = median(stays[pk]) if stays[pk] else None
        return list(found.values())

    def _follow(self, passage: Passage, later: Iterable[Visit]) -> None:
        for visit in later:
            stage = self.stages[visit.stage]
            if stage.kind == Stage.Kind.WON or (not stage.is_closing and stage.position > passage.stage.position):
                passage.went_on.add(visit.card)
            elif stage.kind == Stage.Kind.LOST:
                passage.lost.add(visit.card)

    @cached_property
    def won(self) -> Figure:
        return self._closed(Stage.Kind.WON)

    @cached_property
    def lost(self) -> Figure:
        return self._closed(Stage.Kind.LOST)

    def _closed(self, kind: str) -> Figure:
        figure = Figure()
        for visit in self._last_visits(kind):
            figure.add(visit.card, visit.amount, visit.currency)
        return figure

    def _last_visits(self, kind: str) -> list[Visit]:
        """Those that came to be so in the period, and are."""
        last = (visits[-1] for visits in self._visits.values())
        return [visit for visit in last if self.stages[visit.stage].kind == kind and self._is_in_period(visit.since)]

    @property
    def win_rate(self) -> int | None:
        return percent(self.won.count, self.won.count + self.lost.count)

    @cached_property
    def open(self) -> Figure:
        figure = Figure()
        for item in self._items.values():
            if not item.stage.is_closing:
                figure.add(item.pk, item.amount, item.currency)
        return figure

    @cached_property
    def took(self) -> float | None:
        """Days from a won card's first stage to its last, in the middle."""
        found = [
            (visit.since - self._visits[visit.card][0].since) / timedelta(days=1)
            for visit in self._last_visits(Stage.Kind.WON)
        ]
        return mean(found) if found else None

    @cached_property
    def speeds(self) -> list[Speed]:
        if not self.win_rate or not self.took:
            return []
        by_currency: dict[str, list[Decimal]] = defaultdict(list)
        for visit in self._last_visits(Stage.Kind.WON):
            if visit.amount is not None:
                by_currency[visit.currency].append(visit.amount)
        is_open: dict[str, int] = defaultdict(int)
        for item in self._items.values():
            is_open[item.currency] += not item.stage.is_closing
        found = []
        for currency, amounts in sorted(by_currency.items()):
            value = sum(amounts, Decimal(0)) / len(amounts)
            a_day = is_open[currency] * Decimal(self.win_rate) / 100 * value / Decimal(self.took)
            found.append(Speed(currency, value, self.took, a_day * 30))
        return found

    @cached_property
    def reasons(self) -> list[tuple[str, Figure]]:
        """Why cards were lost in the period, the usual first."""
        found: dict[str, Figure] = defaultdict(Figure)
        for visit in self._last_visits(Stage.Kind.LOST):
            found[self._items[visit.card].lost_reason].add(visit.card, visit.amount, visit.currency)
        return sorted(found.items(), key=lambda pair: (-pair[1].count, pair[0]))

    # ---------------------------------------------------------------- what is to come

    @cached_property
    def months(self) -> list[str]:
        """In which open cards are expected: "2026-12"; "late" for those that should have closed, "" for those that say none."""
        named = sorted({month for _owner, month in self._expected} - {"", "late"})
        return [
            *(["late"] if any(month == "late" for _owner, month in self._expected) else []),
            *named,
            *([""] if any(month == "" for _owner, month in self._expected) else []),
        ]

    @cached_property
    def _expected(self) -> dict[tuple[int | None, str], tuple[Figure, Figure]]:
        """By owner and month: (the whole, by its probability)."""
        found: dict[tuple[int | None, str], tuple[Figure, Figure]] = defaultdict(lambda: (Figure(), Figure()))
        today = timezone.localtime(self.until).date()
        for item in self._items.values():
            if item.stage.is_closing:
                continue
            whole, weighted = found[item.owner_id, month_of(item.expected_on, today)]
            whole.add(item.pk, item.amount, item.currency)
            share = item.amount * item.odds / 100 if item.amount is not None else None
            weighted.add(item.pk, share.quantize(Decimal("0.01")) if share is not None else None, item.currency)
        return found

    @cached_property
    def forecast(self) -> list[tuple[Membership | None, list[tuple[Figure, Figure]]]]:
        """For each owner, and for each of `months`, (the whole, by its probability)."""
        owners = {item.owner_id: item.owner for item in self._items.values() if not item.stage.is_closing}
        named = sorted(owners.items(), key=lambda pair: (pair[1] is None, pair[1].name.casefold() if pair[1] else ""))
        return [
            (owner, [self._expected.get((pk, month), (Figure(), Figure())) for month in self.months])
            for pk, owner in named
        ]

    @cached_property
    def weeks(self) -> list[tuple[datetime, list[tuple[str, int, Decimal, Decimal]]]]:
        """At the end of each of the last weeks what was open: (currency, cards, sum, by its probability)."""
        if self.choice:
            return []  # the past is kept of whole boards
        moments = [self.until - timedelta(weeks=back) for back in range(WEEKS)]
        return [(at, self._open_at(at)) for at in moments if at > self.pipeline.created_at]

    def _open_at(self, at: datetime) -> list[tuple[str, int, Decimal, Decimal]]:
        past = Past(self.pipeline, at)
        found: dict[str, list[Any]] = defaultdict(lambda: [0, Decimal(0), Decimal(0)])
        for stage in past.stages:
            for total in past.totals[stage.pk] if not stage.is_closing else ():
                row = found[total.currency]
                row[0] += total.count
                row[1] += total.amount
                row[2] += total.weighted
        return [(currency, *row) for currency, row in sorted(found.items())]

    # ---------------------------------------------------------------- the rows behind a figure

    def rows(self, what: str, of: str = "", month: str = "") -> list[Any]:
        """The cards of one figure, the worthiest first; none where there is no such figure."""
        cards = self._cards(what, of, month)
        found = [self._items[card] for card in cards]
        found.sort(key=lambda item: (-(item.amount or Decimal(0)), item.name.casefold()))
        return found[:MOST_ROWS]

    def _cards(self, what: str, of: str, month: str) -> set[UUID]:
        if what in ("won", "lost", "open"):
            found: Figure = getattr(self, what)
            return found.cards
        if what == "reason":
            return next((figure.cards for reason, figure in self.reasons if reason == of), set())
        if what == "expected":
            return self._expected.get((a_number(of), month), (Figure(), Figure()))[0].cards
        if what in ("came", "went_on", "gone", "there"):
            passage = next((each for each in self.passages if str(each.stage.pk) == of), None)
            return getattr(passage, {"gone": "lost"}.get(what, what)) if passage else set()
        return set()


def month_of(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return "late" if day < today else f"{day:%Y-%m}"


def percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
