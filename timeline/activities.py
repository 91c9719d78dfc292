"""Activities on a timeline: how they are found and drawn."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import Membership
from core.rich import html_of, tree_of
from timeline.models import Activity, Entry
from timeline.sources import Source, register

TEMPLATE = "timeline/_activity.html"


def find(me: Membership, ids: Collection[UUID]) -> Mapping[UUID, "Shown"]:
    """Who sees the record sees what colleagues logged there."""
    found = Activity.objects.filter(pk__in=ids, deleted_at=None).select_related("author")
    return {activity.pk: Shown(activity) for activity in found}


class Shown:
    """An activity and its words as HTML."""

    def __init__(self, activity: Activity) -> None:
        self.activity = activity

    @property
    def is_rich(self) -> bool:
        return tree_of(self.activity.body) is not None

    @property
    def html(self) -> SafeString:
        return html_of(self.activity.body)


def draw(entry: Entry, activity: Activity) -> str:
    return render_to_string(TEMPLATE, {"entry": entry, "shown": Shown(activity)})


register(Source(Activity.SOURCE, find, TEMPLATE))
