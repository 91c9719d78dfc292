"""Which record a line speaks of: the one of its id, else of the first of its keys that is known."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps

from crm.importing.targets import Reader
from crm.models import FieldValue, Point
from crm.models.field.value import as_text

KEYS = {"contact": ("id", "email", "phone"), "company": ("id", "domain", "name", "phone"), "deal": ()}
Key = tuple[str, str]


def keys_of(kind: str, said: Mapping[str, Any], reader: Reader) -> list[Key]:
    """In the order in which they count: by them it is told from others, also from other lines of the file.

    A number is often shared by several people: it counts where nothing better is said.
    """
    found = [(name, str(said[name]).casefold()) for name in KEYS[kind] if said.get(name)]
    if len(found) > 1:
        found = [key for key in found if key[0] != "phone"]
    for key, kept in said.get("custom", {}).items():
        field = reader.fields.get(f"{kind}.custom.{key}")
        if field is not None and field.unique and kept is not None:
            found.append((f"custom.{key}", as_text(field, kept)))
    return found


def match(kind: str, said: Mapping[int, Mapping[str, Any]], reader: Reader) -> dict[int, UUID]:
    """By the numbers of lines, the records that are there. One question for each kind of key."""
    wanted: dict[str, set[str]] = defaultdict(set)
    keys = {number: keys_of(kind, each, reader) for number, each in said.items()}
    for each in keys.values():
        for name, value in each:
            wanted[name].add(value)
    known = {name: find(kind, name, values, reader) for name, values in wanted.items()}
    found: dict[int, UUID] = {}
    for number, each in keys.items():
        pk = next((known[name][value] for name, value in each if value in known[name]), None)
        if pk is not None:
            found[number] = pk
    return found


def find(kind: str, name: str, values: Iterable[str], reader: Reader) -> dict[str, UUID]:
    """Of several that have it, the first that was there."""
    if name == "id":
        model: Any = apps.get_model("crm", kind)
        rows = model.objects.filter(merged_into=None) if kind == "contact" else model.objects.all()
        return {str(pk): pk for pk in rows.filter(pk__in=list(values)).values_list("pk", flat=True)}
    if name.startswith("custom."):
        held = FieldValue.objects.filter(field=reader.fields[f"{kind}.{name}"], only__in=list(values))
        return dict(held.values_list("only", "record_id"))
    points = Point.objects.filter(of=kind, kind=name, value__in=list(values))
    return dict(points.values_list("value", "record_id"))
