"""What was written about a record, when and by whom: from the audit trail, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from accounts.models import Membership
from crm.models import Field, Lifecycle, Record
from crm.models.field.holding import PREFIX
from ledger.models import Change

SHOWN = 100


@dataclass(frozen=True)
class Step:
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Page:
    who: str
    at: datetime
    kind: str
    steps: list[Step]


def history(me: Membership, record: Record) -> list[Page]:
    """The newest first; fields that `me` may not see are left out."""
    found = Change.objects.filter(subject_type=record._meta.label_lower, subject_id=str(record.pk)).order_by("-id")
    changes = list(found[:SHOWN])
    names = dict(
        Membership.objects.filter(pk__in={change.actor for change in changes if change.actor}).values_list("pk", "name")
    )
    fields = {PREFIX + field.key: field for field in Field.objects.filter(of=record.KIND)}
    people = _people(changes)
    pages = []
    for change in changes:
        steps = []
        for name in {**(change.before or {}), **(change.after or {})}:
            field = fields.get(name)
            if field is not None and not field.is_open_to(me):
                continue
            before, after = ((change.before or {}).get(name), (change.after or {}).get(name))
            steps.append(
                Step(
                    _name(record, name, field), _words(name, before, field, people), _words(name, after, field, people)
                )
            )
        if steps:
            who = names.get(change.actor) if change.actor else _("The client, or a program")
            pages.append(Page(who or _("Somebody who left"), change.at, change.kind, steps))
    return pages


def _name(record: Record, name: str, field: Field | None) -> str:
    if field is not None:
        return field.name
    try:
        found: Any = record._meta.get_field(name)
        return str(found.verbose_name).capitalize()
    except FieldDoesNotExist:
        return name.removeprefix(PREFIX).replace("_", " ").capitalize()


def _words(name: str, value: Any, field: Field | None, people: Mapping[str, str]) -> str:
    if value in (None, ""):
        return ""
    if field is not None:
        return field.show(value)
    if name == "owner":
        return people.get(str(value), str(value))
    return str(dict(Lifecycle.choices).get(str(value), value)) if name == "lifecycle" else str(value)


def _people(changes: list[Change]) -> dict[str, str]:
    ids = {
        str(said["owner"]) for change in changes for said in (change.before, change.after) if said and said.get("owner")
    }
    whole = [int(id) for id in ids if id.isdigit()]
    return (
        {str(pk): name for pk, name in Membership.objects.filter(pk__in=whole).values_list("pk", "name")}
        if whole
        else {}
    )
