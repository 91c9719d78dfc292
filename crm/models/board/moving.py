"""Moving cards: an intent, "into this stage, after that card, as I saw it", ranked here. One row is written for each card."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models
from fractional_indexing import generate_n_keys_between

from core import clock
from crm.errors import CardMoved as CardMovedMeanwhile
from crm.errors import NoSuchRecord, NoSuchStage, TooManyCards
from crm.events import CardMoved
from crm.models.board.interval import StageInterval
from crm.models.board.locking import insist, lock_cards
from crm.models.board.total import Ledger
from crm.models.pipeline import Stage
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership

LONGEST_RANK = 32
"""Where one place was cut so often that ranks grow beyond this, the stage's are dealt anew."""


class Moving(models.Model):
    MOST: ClassVar = 200

    class Meta:
        abstract = True

    @classmethod
    def move(
        cls,
        cards: Mapping[UUID, int | None],
        *,
        to: Stage,
        by: "Membership | None",
        after: Sequence[UUID] = (),
        **said: Any,
    ) -> list[Any]:
        """Put `cards` into the stage `to`, in this order, after the first of `after` that still stands there, else at its top.

        Each card comes with the version that the mover saw; None moves it whatever happened meanwhile. Who moved it last
        moves on without being asked. `said` is what a stage wants to know, such as why a deal was lost.

        Raises CardMoved where somebody else moved one to another stage meanwhile; TooManyCards, NoSuchRecord, NoSuchStage.
        """
        if len(cards) > cls.MOST:
            raise TooManyCards
        return insist(lambda: cls._move(cards, to, by, after, said))

    @classmethod
    def _move(
        cls,
        wish: Mapping[UUID, int | None],
        to: Stage,
        by: "Membership | None",
        after: Sequence[UUID],
        said: dict[str, Any],
    ) -> list[Any]:
        stages, locked = lock_cards(cls, wish, also=[to.pk])
        if to.pk not in stages:
            raise NoSuchStage
        to = stages[to.pk]
        cards = [locked[pk] for pk in wish if pk in locked and locked[pk].pipeline_id == to.pipeline_id]
        if len(cards) < len(wish):
            raise NoSuchRecord
        for card in cards:
            _ask(card, to, wish[card.pk], by)
        now, ledger = clock.now(), Ledger()
        came_from = {card.pk: card.stage for card in cards}
        entering = [card for card in cards if card.stage_id != to.pk]
        for card, rank in zip(cards, cls._ranks(to, cards, after), strict=True):
            card.rank = rank
            if card in entering:
                ledger.take(card)
                card.enter(to, at=now, **said)
                ledger.put(card)
        fields = ["rank", *(cls.ENTERED if entering else ())]
        cls.objects.bulk_update(cards, fields)  # type: ignore[attr-defined]
        ledger.write()
        if entering:
            StageInterval.begin(
                entering, by=by, at=now, came_from={card.pk: came_from[card.pk].pk for card in entering}
            )
        for card in cards:
            before = came_from[card.pk]
            fact = CardMoved(str(card.ref), to.pipeline_id, before.pk, to.pk)
            changes = {"stage": (before.name, to.name)} if before.pk != to.pk else None
            record(fact, by=by, subject=card, changes=changes)
        return cards

    ENTERED: ClassVar[tuple[str, ...]] = ("stage", "version", "stage_since", "closed_at")

    def enter(self, stage: Stage, *, at: Any, **said: Any) -> None:
        """Be in another stage from now on; what subclasses keep besides, they name in ENTERED."""
        self.stage: Any = stage
        self.version: Any = self.version + 1
        self.stage_since: Any = at
        self.closed_at: Any = at if stage.is_closing else None

    @classmethod
    def first_rank(cls, stage: Stage) -> str:
        """A place at the top of a stage that is locked."""
        return cls._ranks(stage, [None], ())[0]

    @classmethod
    def _ranks(cls, to: Stage, cards: Sequence[Any], after: Sequence[UUID]) -> list[str]:
        """A rank for each of `cards`, between what stands there."""
        objects: Any = cls.objects  # type: ignore[attr-defined]
        moving = [card.pk for card in cards if card is not None]
        there = objects.filter(stage=to).exclude(pk__in=moving)
        anchors = dict(there.filter(pk__in=[pk for pk in after if pk not in moving]).values_list("pk", "rank"))
        low = next((anchors[pk] for pk in after if pk in anchors), None)
        following = there.filter(rank__gt=low) if low is not None else there
        high = following.order_by("rank").values_list("rank", flat=True).first()
        ranks: list[str] = generate_n_keys_between(low, high, len(cards))
        return ranks if max(map(len, ranks)) <= LONGEST_RANK else cls._deal_anew(there, low, len(cards))

    @classmethod
    def _deal_anew(cls, there: Any, low: str | None, room: int) -> list[str]:
        """Short ranks for all that stand in a stage, with room for so many after `low`."""
        rows = list(there.order_by("rank").only("pk", "rank"))
        ahead = sum(1 for row in rows if low is not None and row.rank <= low)
        ranks: list[str] = generate_n_keys_between(None, None, len(rows) + room)
        for row, rank in zip(rows, ranks[:ahead] + ranks[ahead + room :], strict=True):
            row.rank = rank
        cls.objects.bulk_update(rows, ["rank"], batch_size=1_000)  # type: ignore[attr-defined]
        return ranks[ahead : ahead + room]


def _ask(card: Any, to: Stage, seen: int | None, by: "Membership | None") -> None:
    """A question only where another one moved it to another stage since it was seen."""
    if seen is None or card.stage_id == to.pk or seen == card.version:
        return
    last = StageInterval.objects.filter(card_type=card.KIND, card_id=card.pk, until=None).first()
    if by is None or last is None or last.by_id != by.pk:
        raise CardMovedMeanwhile(card)
