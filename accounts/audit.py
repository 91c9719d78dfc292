"""The audit trail, put into words: who, when, what, from what, to what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.models import Membership, Team
from accounts.numbers import a_number
from accounts.permissions import label_of
from ledger.facts import KINDS
from ledger.models import Change

PEOPLE = frozenset({"assignee", "member"})
TEAMS = frozenset({"team"})
CODES = frozenset({"permissions", "scopes"})
"""Fields whose values are ids of people or of teams, or codes of permissions: shown by name."""


def words_of(kind: str) -> str:
    """ "inbox.conversation_closed" → "Conversation closed"; a kind of an older version reads the same way."""
    name = KINDS[kind].__name__ if kind in KINDS else kind.rpartition(".")[2].title().replace("_", "")
    parts = re.findall(r"[A-Z][a-z0-9]*", name)
    return " ".join(parts).capitalize()


def plain(value: Any) -> str:
    """A value of any depth on one line."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {plain(item)}" for key, item in value.items())
    if isinstance(value, list):
        pair = len(value) == 2 and all(isinstance(item, str) and ":" in item for item in value)  # from, to
        return ("–" if pair else ", ").join(plain(item) for item in value)
    return str(value)


def kinds() -> list[tuple[str, str]]:
    """(code, words) of everything that can have happened, by words."""
    return sorted(((kind, words_of(kind)) for kind in KINDS), key=lambda pair: pair[1])


@dataclass(frozen=True)
class Step:
    """One field of a change, as words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One change, as the page shows it."""

    change: Change
    who: str
    what: str
    steps: list[Step]


class Trail:
    """The changes of the firm in scope, narrowed to a person or a kind, the newest first."""

    def __init__(self, person: str = "", kind: str = "") -> None:
        self.person, self.kind = person, kind

    def changes(self) -> Any:
        found = Change.objects.order_by("-id")
        if self.person:
            actor = a_number(self.person)
            found = found.none() if actor is None else found.filter(actor=actor)
        return found.filter(kind=self.kind) if self.kind else found

    def lines(self, changes: Iterable[Change]) -> list[Line]:
        return [
            Line(change, self.name_of(change.actor), words_of(change.kind), self.steps(change)) for change in changes
        ]

    def steps(self, change: Change) -> list[Step]:
        before, after = change.before or {}, change.after or {}
        return [
            Step(field.replace("_", " "), self.value(field, before.get(field)), self.value(field, after.get(field)))
            for field in dict.fromkeys([*before, *after])
        ]

    def value(self, field: str, value: Any) -> str:
        if value in (None, "", [], {}):
            return ""
        if field in PEOPLE:
            return self.name_of(value)
        if field in TEAMS:
            return self._teams.get(value, str(value))
        if field in CODES:
            return ", ".join(str(label_of(code)) for code in value)
        return plain(value)

    def name_of(self, membership_id: int | None) -> str:
        """Who did it; empty where a client or the system did."""
        return self._names.get(membership_id, "") if membership_id else ""

    @cached_property
    def people(self) -> list[Any]:
        """Everybody who can stand in the trail, those who left included."""
        return list(Membership.objects.order_by("name").values_list("pk", "name"))

    @cached_property
    def _names(self) -> dict[int, str]:
        return dict(self.people)

    @cached_property
    def _teams(self) -> dict[int, str]:
        return dict(Team.objects.values_list("pk", "name"))
