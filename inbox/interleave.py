"""Putting two threads together by time without changing the order of either. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Place:
    """A line where it stood: `ours` in the thread that goes on. `said`: a reply or a note, which is read or not."""

    id: UUID
    seq: int
    at: datetime
    ours: bool
    said: bool = True


@dataclass(frozen=True)
class Moved:
    """A line and its new number."""

    place: Place
    seq: int


def interleave(ours: Sequence[Place], theirs: Sequence[Place]) -> Iterator[Place]:
    """Both, each in its own order, by time; of two at the same moment ours comes first."""
    mine, other = list(ours), list(theirs)
    i = j = 0
    while i < len(mine) or j < len(other):
        if j == len(other) or (i < len(mine) and mine[i].at <= other[j].at):
            yield mine[i]
            i += 1
        else:
            yield other[j]
            j += 1


def renumbered(lines: Sequence[Place], after: int) -> list[Moved]:
    """New numbers. What stands before the first line that comes in keeps its own; all others count on from `after`,
    so that no number ever names another line than before."""
    kept = next((at for at, line in enumerate(lines) if not line.ours), len(lines))
    return [Moved(line, line.seq if at < kept else after + at - kept + 1) for at, line in enumerate(lines)]


def read_up_to(lines: Sequence[Moved], ours: int, theirs: int) -> int:
    """Where somebody stands who had read our thread up to `ours` and theirs up to `theirs`: before the first line they
    have not read, so that nothing unread ever counts as read."""
    reached = 0
    for line in lines:
        if line.place.said and line.place.seq > (ours if line.place.ours else theirs):
            break
        reached = line.seq
    return reached
