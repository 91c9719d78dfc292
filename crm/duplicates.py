"""Records that look like one: the same address, number or website, or the same name. Each with why."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from core.words import words
from crm.models import Apart
from crm.models.merging import Merging

LOOKED_AT = 20_000
"""The newest; a firm that has more looks through them as they come."""
SHOWN = 50
MOST_ALIKE = 20
"""More than so many of one name, or one number, are no duplicates."""


@dataclass(frozen=True)
class Pair:
    """The one that was there first, the other, and why they look alike. What weighs more counts more."""

    one: Merging
    other: Merging
    reasons: list[str]
    weight: int


def pairs(model: type[Merging]) -> list[Pair]:
    """The surest first."""
    rows = list(model.objects.known().order_by("-created_at", "-id")[:LOOKED_AT])
    found: dict[tuple[Any, Any], list[tuple[int, str]]] = defaultdict(list)
    alike: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        for kind, value in signs(row):
            alike[kind, value].append(row)
    for (kind, _value), those in alike.items():
        if 1 < len(those) <= MOST_ALIKE:
            for later, earlier in combinations(those, 2):
                found[earlier.pk, later.pk].append(WHY[kind])
    by_pk = {row.pk: row for row in rows}
    apart = {frozenset(pair) for pair in Apart.objects.filter(of=model.KIND).values_list("one_id", "other_id")}
    told = [
        Pair(by_pk[one], by_pk[other], [_(words) for _weight, words in why], sum(weight for weight, _words in why))
        for (one, other), why in found.items()
        if frozenset((one, other)) not in apart
    ]
    told.sort(key=lambda pair: (-pair.weight, str(pair.other.pk)))
    return told[:SHOWN]


WHY = {
    "email": (4, "the same email"),
    "domain": (3, "the same website"),
    "phone": (2, "the same number"),
    "name": (2, "the same name"),
}


def signs(row: Any) -> Iterator[tuple[str, str]]:
    """(kind, value): what two of one have alike."""
    for name in ("email", "domain", "phone"):
        if getattr(row, name, ""):
            yield name, getattr(row, name).casefold()
    said = sorted(words(row.name))
    if len(said) > 1 or (said and row.KIND == "company"):
        yield "name", " ".join(said)
