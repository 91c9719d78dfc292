"""Saved views: those who see them, or did, read their own list of views again.

What stands in them is counted anew by the browsers that show them, whenever a row of theirs is told (folder_controller.ts).
"""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from inbox.events import ViewChanged, ViewRemoved, ViewRestored, ViewsArranged, ViewSaved
from ledger.frames import Frame, Happening, pushes, refresh


@pushes(ViewSaved, ViewChanged, ViewRemoved, ViewRestored)
def views_changed(fact: Any, happening: Happening) -> Iterator[Frame]:
    yield from _told(f"person:{fact.owner_id}")
    if fact.shared != "nobody":
        yield from _told(f"firm:{happening.subject.firm_id}")


@pushes(ViewsArranged)
def arranged(fact: ViewsArranged, happening: Happening) -> Iterator[Frame]:
    yield from _told(f"person:{fact.membership_id}")


def _told(stream: str) -> Iterator[Frame]:
    yield refresh(stream, "views", reverse("inbox:views"))
    yield refresh(stream, "view-rows", reverse("inbox:views"))
    yield refresh(stream, "view-counts", reverse("inbox:view-counts"))
