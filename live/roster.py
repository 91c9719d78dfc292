"""Who is present on one stream, without I/O.

Each process writes a member for each of its people; a person is present while any process
holds one. `at` says when a status was chosen: the newest choice is the person's.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Presence:
    """One person as one process knows them."""

    kind: str
    id: int | str
    name: str
    status: str = ONLINE
    at: float = 0.0

    @property
    def key(self) -> tuple[str, int | str]:
        return (self.kind, self.id)

    def with_status(self, status: str, at: float) -> "Presence":
        return replace(self, status=status, at=at)

    def member(self, process: str) -> str:
        return json.dumps([self.kind, self.id, self.name, self.status, self.at, process])

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "id": self.id, "name": self.name, "status": self.status}


def of_member(member: bytes | str) -> tuple[Presence, str]:
    """The person and the process that a member of the sorted set stands for."""
    *person, process = json.loads(member)
    return Presence(*person), process


Key = tuple[str, int | str]
Roster = dict[Key, Presence]


def roster(people: Iterable[Presence]) -> Roster:
    """Each person once, with their newest status."""
    result: Roster = {}
    for person in people:
        known = result.get(person.key)
        if known is None or person.at > known.at:
            result[person.key] = person
    return result


class Local:
    """The people of one process on one stream, by the number of their sockets."""

    __slots__ = ("announced", "leaving", "people", "sockets")

    def __init__(self) -> None:
        self.people: Roster = {}
        self.sockets: dict[Key, int] = {}
        self.leaving: dict[Key, float] = {}
        """When each of those without a socket counts as gone: a reload is no farewell."""
        self.announced: dict[Key, Presence] = {}
        """What other processes were told."""

    def join(self, person: Presence) -> None:
        self.sockets[person.key] = self.sockets.get(person.key, 0) + 1
        self.leaving.pop(person.key, None)
        self.people.setdefault(person.key, person)

    def leave(self, key: Key, gone_at: float) -> None:
        self.sockets[key] = self.sockets.get(key, 0) - 1
        if self.sockets[key] <= 0:
            del self.sockets[key]
            self.leaving[key] = gone_at

    def set_status(self, key: Key, status: str, at: float) -> bool:
        person = self.people.get(key)
        if person is None or person.status == status:
            return False
        self.people[key] = person.with_status(status, at)
        return True

    def say_goodbye(self, now: float) -> list[Presence]:
        """Those whose time is up; they are no longer people of this process."""
        gone = [key for key, at in self.leaving.items() if at <= now]
        for key in gone:
            del self.leaving[key]
        return [self.people.pop(key) for key in gone if key in self.people]
