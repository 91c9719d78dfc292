"""The kinds of long work. Rooms register theirs in their jobs.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from live.models import Job

Step = Callable[["Job"], bool]


class WorkProblem(Exception):
    """The work cannot go on; `str(problem)` is a sentence for the person."""


@dataclass(frozen=True)
class Work:
    """`step` does one batch and returns whether there is more; `clean_up` runs when it is cancelled or fails;
    `result` gives the address of what was made. Work with an `offer` ("Export conversations") can be started by
    hand, by those who have `permission`; other work is started by a verb of its room.
    """

    kind: str
    label: Any
    offer: Any
    permission: str
    step: Step
    clean_up: Callable[["Job"], None]
    result: Callable[["Job"], str]


_works: dict[str, Work] = {}


def long_work(
    kind: str,
    *,
    label: Any,
    offer: Any = "",
    permission: str = "",
    clean_up: Callable[["Job"], None] = lambda job: None,
    result: Callable[["Job"], str] = lambda job: "",
) -> Callable[[Step], Step]:
    def register(step: Step) -> Step:
        _works[kind] = Work(kind, label, offer, permission, step, clean_up, result)
        return step

    return register


def work_of(kind: str) -> Work:
    return _works[kind]


def offered_to(membership: Any) -> list[Work]:
    """The work that a person may start by hand."""
    return [work for work in _works.values() if work.offer and membership.may(work.permission)]
