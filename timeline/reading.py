"""A page of a record's timeline, as one person may see it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from accounts.models import Membership
from core.place import Place
from ledger.heads import heads_of
from timeline.activities import Loggable, loggable
from timeline.models import Entry
from timeline.refs import Ref
from timeline.sources import labelled, source_of
from timeline.subjects import Also, also, called

PAGE = 30


@dataclass(frozen=True)
class Drawn:
    """An entry with what it shows, for its template."""

    entry: Entry
    shown: Any
    template: str
    via: Any
    """The record by way of which it stands here, or None."""


class Timeline:
    """`before` is where the last page ended; `kind` shows that one alone."""

    def __init__(self, me: Membership, ref: Ref, before: Place | None = None, kind: str = "") -> None:
        self.me, self.ref, self.before = me, ref, before
        self.kind = kind if kind in dict(self.kinds) else ""
        self.stream = ref.stream
        self.after = heads_of([self.stream])[self.stream]

    @cached_property
    def _rows(self) -> list[Entry]:
        found = Entry.objects.on(self.ref).filter(**({"kind": self.kind} if self.kind else {}))
        if self.before is not None:
            found = found.filter(self.before.after("occurred_at"))
        return list(found[: PAGE + 1])

    @property
    def more(self) -> str:
        """The key of the last entry of this page, where older ones follow."""
        return self._rows[PAGE - 1].key if len(self._rows) > PAGE else ""

    @cached_property
    def also(self) -> list[Also]:
        """What else one may log on."""
        return also(self.me, self.ref)

    @cached_property
    def pins(self) -> list[Drawn]:
        """What stands on top."""
        return list(drawn(self.me, Entry.objects.all().pinned_to(self.ref)))

    @property
    def loggable(self) -> list[Loggable]:
        return loggable()

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        """(kind, what it is called) of all that one can filter by."""
        logged = [(each.kind, each.label) for each in loggable()]
        return logged + [(source.name, source.label) for source in labelled()]

    @cached_property
    def entries(self) -> list[Drawn]:
        return list(drawn(self.me, self._rows[:PAGE]))


def drawn(me: Membership, rows: Sequence[Entry]) -> Iterator[Drawn]:
    """What `me` may see of these; each source is asked once."""
    ids: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        ids[row.source_type].append(row.source_id)
    sources = {name: source for name in ids if (source := source_of(name)) is not None}
    shown = {name: source.find(me, ids[name]) for name, source in sources.items()}
    ways = called(row.via for row in rows if row.via is not None)
    for row in rows:
        thing = shown.get(row.source_type, {}).get(row.source_id)
        if thing is not None:
            yield Drawn(row, thing, sources[row.source_type].template, ways.get(row.via) if row.via else None)
