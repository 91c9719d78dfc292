"""A filter as JSON, understood. Pure: it knows of no field; what may be asked for is passed in.

{"and": [{"field": "state", "is": "open"}, {"or": [{"field": "contact", "contains": "anna"}, …]}]}
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from inbox.errors import BadFilter

DEEPEST = 3
MOST = 30
"""Conditions of one filter."""
LONGEST = 10_000
"""Characters of a filter that is written out."""
JOINS = ("and", "or")


class Value(Protocol):
    """What stands on the right of a condition."""

    def read(self, value: Any) -> Any:
        """The value as it is kept. Raises BadFilter with what would be right."""


Known = Mapping[str, Mapping[str, Value]]
"""Which fields there are, and what may be said of each: field -> operator -> value."""


@dataclass(frozen=True)
class Condition:
    field: str
    op: str
    value: Any

    def as_data(self) -> dict[str, Any]:
        return {"field": self.field, self.op: self.value}


@dataclass(frozen=True)
class Group:
    """`join` is "and" (all of the parts) or "or" (one of them)."""

    join: str
    parts: tuple["Condition | Group", ...]

    def as_data(self) -> dict[str, Any]:
        return {self.join: [part.as_data() for part in self.parts]}

    @property
    def text(self) -> str:
        """As an address holds it."""
        return json.dumps(self.as_data(), ensure_ascii=False, separators=(",", ":"))

    def conditions(self) -> Iterator[Condition]:
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.conditions()
            else:
                yield part

    def without(self, place: int) -> "Group | None":
        """The same without one of its parts; None when nothing is left."""
        rest = self.parts[:place] + self.parts[place + 1 :]
        return Group(self.join, rest) if rest else None

    @property
    def turned(self) -> "Group":
        """Joined the other way."""
        return Group("or" if self.join == "and" else "and", self.parts)


def parse(text: str, known: Known) -> Group | None:
    """What a filter says that is written out as JSON; None for a blank one. Raises BadFilter."""
    if len(text) > LONGEST:
        raise BadFilter(_("This filter is too long. Leave out some of its conditions."))
    if not text.strip():
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFilter(_("This filter is no JSON. Build it again with “Filter”.")) from None
    return read(data, known)


def read(data: Any, known: Known) -> Group | None:
    """What `data` says; None where it holds no condition. Raises BadFilter with a sentence that says what is wrong."""
    if data in (None, {}, []):
        return None
    group = _group(data, known, 1)
    if sum(1 for _each in group.conditions()) > MOST:
        raise BadFilter(_("A filter takes up to %(most)s conditions.") % {"most": MOST})
    return group if group.parts else None


def _group(data: Any, known: Known, depth: int) -> Group:
    if not isinstance(data, dict) or len(data) != 1 or next(iter(data)) not in JOINS:
        raise BadFilter(_("A filter is {“and”: […]} or {“or”: […]}, and nothing beside it."))
    if depth > DEEPEST:
        raise BadFilter(_("Conditions may stand up to %(deep)s levels deep.") % {"deep": DEEPEST})
    join, parts = next(iter(data.items()))
    if not isinstance(parts, list):
        raise BadFilter(_("“%(join)s” takes a list of conditions.") % {"join": join})
    if len(parts) > MOST:
        raise BadFilter(_("A filter takes up to %(most)s conditions.") % {"most": MOST})
    read_parts = (_part(part, known, depth) for part in parts)
    return Group(join, tuple(part for part in read_parts if not isinstance(part, Group) or part.parts))


def _part(data: Any, known: Known, depth: int) -> Condition | Group:
    return _condition(data, known) if isinstance(data, dict) and "field" in data else _group(data, known, depth + 1)


def _condition(data: dict[str, Any], known: Known) -> Condition:
    name = data["field"]
    if not isinstance(name, str) or name not in known:
        fields = ", ".join(known)
        raise BadFilter(
            _("There is no field “%(name)s”. There are: %(fields)s.") % {"name": _told(name), "fields": fields}
        )
    rest = [key for key in data if key != "field"]
    ops = known[name]
    if len(rest) != 1 or rest[0] not in ops:
        words = {"name": name, "ops": ", ".join(ops)}
        raise BadFilter(_("A condition on “%(name)s” says one of these, once: %(ops)s.") % words)
    try:
        return Condition(name, rest[0], ops[rest[0]].read(data[rest[0]]))
    except BadFilter as bad:
        words = {"name": name, "value": _told(data[rest[0]]), "why": str(bad)}
        raise BadFilter(_("“%(value)s” does not fit “%(name)s”. %(why)s") % words) from None


def _told(value: Any) -> str:
    return str(value)[:60]
