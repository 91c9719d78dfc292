"""A filter in words, and what its editor offers: with the names of the firm's people, teams and inboxes."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership, Team
from inbox.errors import BadFilter
from inbox.filters.fields import FIELDS, KNOWN, OPS, Viewer
from inbox.filters.language import Condition, Group, read
from inbox.filters.values import Choice, Day, Id, Number, Uuid
from inbox.models import Inbox


class Words:
    """Says conditions; names are asked for once."""

    def __init__(self, filter: Group, viewer: Viewer) -> None:
        wanted: dict[str, set[Any]] = {"people": set(), "teams": set(), "inboxes": set()}
        for condition in filter.conditions():
            kind = FIELDS[condition.field].ops[condition.op].value
            if isinstance(kind, Id | Uuid) and condition.value not in getattr(kind, "words", {}):
                wanted[kind.of].add(condition.value)
        self.names = names_of(wanted, viewer)

    def say(self, part: Condition | Group) -> str:
        if isinstance(part, Group):
            word = _(" and ") if part.join == "and" else _(" or ")
            return "(" + word.join(self.say(each) for each in part.parts) + ")"
        field = FIELDS[part.field]
        return f"{field.label} {OPS[part.op]} {self._value(field.ops[part.op].value, part.value)}"

    def _value(self, kind: Any, value: Any) -> str:
        if isinstance(kind, Choice):
            return str(kind.labels[value])
        if isinstance(kind, Id | Uuid):
            words = getattr(kind, "words", {})
            return str(words[value]) if value in words else self.names[kind.of].get(value, _("somebody unknown"))
        if isinstance(kind, Number):
            return f"{value} {kind.unit}"
        if isinstance(kind, Day):
            return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
        return f"“{value}”"


def names_of(wanted: dict[str, set[Any]], viewer: Viewer) -> dict[str, dict[Any, str]]:
    rows = {
        "people": Membership.objects.all(),
        "teams": Team.objects.all(),
        "inboxes": Inbox.objects.visible_to(viewer.membership),
    }
    found = {of: rows[of].filter(pk__in=ids).values_list("pk", "name") if ids else () for of, ids in wanted.items()}
    return {of: {str(pk) if of == "inboxes" else pk: name for pk, name in pairs} for of, pairs in found.items()}


def offered(viewer: Viewer) -> list[dict[str, Any]]:
    """What may be said of each field, for an editor: its operators, each with its control and its options."""
    several = {
        "people": [(person.pk, person.name) for person in Membership.objects.filter(ended_at=None).order_by("name")],
        "teams": list(Team.objects.order_by("name").values_list("pk", "name")),
        "inboxes": [
            (str(pk), name)
            for pk, name in Inbox.objects.visible_to(viewer.membership).order_by("name").values_list("pk", "name")
        ],
    }
    return [
        {
            "name": field.name,
            "label": str(field.label),
            "ops": [
                {"name": name, "label": str(OPS[name]), **control_of(op.value, several)}
                for name, op in field.ops.items()
            ],
        }
        for field in FIELDS.values()
    ]


def control_of(kind: Any, several: dict[str, list[tuple[Any, str]]]) -> dict[str, Any]:
    said: dict[str, Any] = {"control": kind.control}
    if kind.control == "choice":
        said["options"] = [{"value": value, "label": str(label)} for value, label in _options(kind, several)]
    if isinstance(kind, Number):
        said |= {"unit": str(kind.unit), "most": kind.most}
    return said


def _options(kind: Any, several: dict[str, list[tuple[Any, str]]]) -> Iterator[tuple[Any, Any]]:
    yield from (kind.labels if isinstance(kind, Choice) else getattr(kind, "words", {})).items()
    yield from several[kind.of] if hasattr(kind, "of") else ()


def say(filter: dict[str, Any], viewer: Viewer) -> str:
    """A filter that was saved, in one sentence; one that this product does not understand any more says so."""
    try:
        group = read(filter, KNOWN)
    except BadFilter as bad:
        return str(bad)
    if group is None:
        return ""
    words = Words(group, viewer)
    return (_(" and ") if group.join == "and" else _(" or ")).join(words.say(part) for part in group.parts)
