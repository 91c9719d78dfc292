"""What a text is filled for, and what has a timeline: "contact:ID", "conversation:ID". Each room registers how it opens its own.

    register(Kind("conversation", open=lambda me, id: {"conversation": …, "inbox": …, "contact": …}))

`open` answers with the subjects of the blanks, or None for what `me` does not see. `find` lists some to choose from. What
stands on a record's timeline stands on those of its `beyond` as well; `called` is what each of some records is called there.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Membership
from core.ids import parse_uuid
from timeline.refs import Ref

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Also:
    """A record that what is logged on another may be about as well; `ticked`: usually is."""

    ref: Ref
    label: str
    icon: str
    ticked: bool


@dataclass(frozen=True)
class Kind:
    name: str
    open: Callable[[Membership, UUID], Mapping[str, Any] | None]
    find: Callable[[Membership], Choices] | None = None
    has_timeline: bool = False
    beyond: Callable[[UUID], Iterable[Ref]] | None = None
    also: Callable[[Membership, UUID], Iterable["Also"]] | None = None
    called: Callable[[Collection[UUID]], Mapping[UUID, Any]] | None = None
    """Records by id, each with a `label` and `get_absolute_url()`."""


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    for kind in kinds:
        _kinds[kind.name] = kind


def subjects_of(me: Membership, about: str = "") -> dict[str, Any] | None:
    """Everything that can fill a blank, for `me` writing about `about`; None where `me` sees no such thing."""
    mine: dict[str, Any] = {"me": me, "firm": me.firm}
    if not about:
        return mine
    name, _colon, key = about.partition(":")
    kind, id = _kinds.get(name), parse_uuid(key)
    found = kind.open(me, id) if kind and id else None
    return None if found is None else {**mine, **found}


def sees(me: Membership, ref: Ref) -> bool:
    """Whether `ref` is a record with a timeline that `me` may look at."""
    kind = _kinds.get(ref.kind)
    return kind is not None and kind.has_timeline and kind.open(me, ref.id) is not None


def beyond(ref: Ref) -> Iterable[Ref]:
    """On whose timelines that stands as well which stands on `ref`'s."""
    kind = _kinds.get(ref.kind)
    return kind.beyond(ref.id) if kind is not None and kind.beyond is not None else ()


def also(me: Membership, ref: Ref) -> list[Also]:
    """What else one may log on, when one logs on `ref`."""
    kind = _kinds.get(ref.kind)
    return list(kind.also(me, ref.id)) if kind is not None and kind.also is not None else []


def called(refs: Iterable[Ref]) -> dict[Ref, Any]:
    """The records that are there, each with a `label` and `get_absolute_url()`; each kind is asked once."""
    ids: dict[str, list[UUID]] = defaultdict(list)
    for ref in set(refs):
        ids[ref.kind].append(ref.id)
    found: dict[Ref, Any] = {}
    for name, wanted in ids.items():
        kind = _kinds.get(name)
        if kind is not None and kind.called is not None:
            found |= {Ref(name, id): record for id, record in kind.called(wanted).items()}
    return found


def choices(me: Membership) -> Choices:
    """(about, what it is called) of some things to try a text on."""
    return [
        (f"{kind.name}:{id}", label) for kind in _kinds.values() if kind.find is not None for id, label in kind.find(me)
    ]
