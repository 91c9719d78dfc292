"""Each room's shape is the same, so its registrations are found by name when Django is ready."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

PARTS = ("events", "policies", "blanks", "sources", "streams", "handlers", "jobs", "nav")


def open_rooms() -> None:
    """Import every room's events, policies, blanks, sources, streams, handlers, jobs and nav, which register themselves."""
    for room in [*settings.ROOMS, "project"]:
        for part in PARTS:
            if find_spec(f"{room}.{part}"):
                import_module(f"{room}.{part}")
