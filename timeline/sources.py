"""What stands on timelines. Each room registers how its own is found and drawn:

    register(Source("conversation", find=seen_by, template="inbox/_in_timeline.html"))

`find` gets all of one page at once and answers with those that `me` may see, by id: what is left out is not shown.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import Membership


@dataclass(frozen=True)
class Source:
    name: str
    find: Callable[[Membership, Collection[UUID]], Mapping[UUID, Any]]
    template: str
    """Drawn with `entry` and `shown`."""
    label: Any = ""
    """What one filters by, where the source's name is the kind of its entries."""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    if _sources.setdefault(source.name, source) is not source:
        raise TypeError(f"Two sources of timelines are called {source.name}.")


def labelled() -> list[Source]:
    """Those that one can filter by."""
    return [source for source in _sources.values() if source.label]


def source_of(name: str) -> Source | None:
    return _sources.get(name)
