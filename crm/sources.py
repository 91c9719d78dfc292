"""Stages that a card came into, on the timeline of what it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crm.models import StageInterval
from crm.policies import READ
from timeline.models import Entry
from timeline.refs import Ref
from timeline.sources import Source, register


@dataclass(frozen=True)
class Arrival:
    """That a card came into a stage, from another one, where it had been for so many days."""

    interval: StageInterval
    days: int | None


def find(me: Membership, ids: Collection[UUID]) -> Mapping[UUID, Arrival]:
    if not me.may(READ):
        return {}
    found = StageInterval.objects.filter(pk__in=ids).select_related("stage", "came_from", "by")
    arrivals = {row.pk: row for row in found}
    left = StageInterval.objects.filter(
        card_id__in={row.card_id for row in arrivals.values()}, until__in={row.since for row in arrivals.values()}
    )
    stays: dict[tuple[UUID, object], timedelta] = {(row.card_id, row.until): row.until - row.entered_at for row in left}
    return {pk: Arrival(row, _days(stays.get((row.card_id, row.since)))) for pk, row in arrivals.items()}


def _days(stay: timedelta | None) -> int | None:
    return stay.days if stay is not None else None


def stand(ref: Ref) -> list[str]:
    """Let each stage that a card came into stand on its timeline. Answers with all timelines on which one does."""
    arrivals = StageInterval.objects.filter(card_type=ref.kind, card_id=ref.id, since=F("entered_at"))
    touched: set[str] = set()
    for row in arrivals:
        Entry.put(StageInterval.SOURCE, row.pk, [ref], kind=StageInterval.SOURCE, at=row.since)
        touched |= {str(entry.ref) for entry in Entry.objects.of(StageInterval.SOURCE, row.pk)}
    return sorted(touched)


register(Source(StageInterval.SOURCE, find, "crm/board/_in_timeline.html", _("Stages")))
