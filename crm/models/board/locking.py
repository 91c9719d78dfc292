"""Locking cards with their stages: the stages in the order of their ids, then the cards.

Work in other columns goes on, and nobody waits for another in a circle. A card that went to another stage between the look
and the lock is looked at again, with nothing held.
"""

from collections.abc import Callable, Collection
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from crm.errors import NoSuchStage
from crm.models.pipeline import Stage

T = TypeVar("T")
TRIES = 10


class LookAgain(Exception):
    """A card stands in a stage that was not locked."""


def insist(work: Callable[[], T]) -> T:
    """What `work` answers, tried again where it says LookAgain."""
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return work()
        except LookAgain:
            continue
    raise NoSuchStage


def lock_stages(ids: Collection[UUID]) -> dict[UUID, Stage]:
    """Locked until the transaction ends. Those that are gone are left out."""
    rows = Stage.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("id")
    return {row.pk: row for row in rows if row.gone_at is None}


def lock_cards(
    model: Any, ids: Collection[UUID], *, also: Collection[UUID] = ()
) -> tuple[dict[UUID, Stage], dict[UUID, Any]]:
    """The stages of these cards and `also`, and the cards, each by its id. Raises LookAgain."""
    seen = set(model.objects.filter(pk__in=ids).values_list("stage", flat=True))
    stages = lock_stages(seen | set(also))
    rows = model.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("id")
    cards = {card.pk: card for card in rows}
    if any(card.stage_id not in stages for card in cards.values()):
        raise LookAgain
    for card in cards.values():
        card.stage = stages[card.stage_id]
    return stages, cards
