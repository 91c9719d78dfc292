"""Activities on a timeline: how they are found and drawn."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import Membership
from core.rich import html_of, tree_of
from timeline.models import Activity, Entry
from timeline.sources import Source, register
from timeline.subjects import called

TEMPLATE = "timeline/_activity.html"


def find(me: Membership, ids: Collection[UUID]) -> Mapping[UUID, "Shown"]:
    """Who sees the record sees what colleagues logged there."""
    found = Activity.objects.filter(pk__in=ids, deleted_at=None).select_related("author")
    return {activity.pk: Shown(activity) for activity in found}


ICONS = {"note": "sticky-note", "call": "phone", "email": "mail", "meeting": "calendar", "text": "message-square"}


class Shown:
    """An activity and its words as HTML."""

    def __init__(self, activity: Activity) -> None:
        self.activity = activity

    @property
    def icon(self) -> str:
        return ICONS[self.activity.kind]

    @property
    def is_rich(self) -> bool:
        return tree_of(self.activity.body) is not None

    @property
    def html(self) -> SafeString:
        return html_of(self.activity.body)


@dataclass(frozen=True)
class Loggable:
    """One tab of the composer."""

    kind: str
    label: Any
    icon: str
    outcomes: tuple[Any, ...]


def loggable() -> list[Loggable]:
    """What can be logged, in the order of the tabs."""
    outcomes = Activity.OUTCOMES
    return [Loggable(kind.value, kind.label, ICONS[kind], outcomes.get(kind, ())) for kind in Activity.Kind]


def draw(entry: Entry, activity: Activity) -> str:
    via = called([entry.via]).get(entry.via) if entry.via else None
    return render_to_string(TEMPLATE, {"entry": entry, "shown": Shown(activity), "via": via})


register(Source(Activity.SOURCE, find, TEMPLATE))
