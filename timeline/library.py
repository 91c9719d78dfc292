"""The ready-made snippets: taken in for the whole firm with one click, and removed again."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accounts.models import Membership
from timeline.models import Snippet

SOURCE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class Ready:
    """One of them; its key is its shortcut."""

    key: str
    folder: str
    title: str
    body: str


@cache
def ready() -> tuple[Ready, ...]:
    return tuple(Ready(**{**one, "body": one["body"].strip()}) for one in tomllib.loads(SOURCE.read_text())["ready"])


def taken() -> dict[str, Snippet]:
    """Those the firm has, by key."""
    return {each.library: each for each in Snippet.objects.filter(deleted_at=None, sharing="firm").exclude(library="")}


def take_in(by: Membership) -> int:
    """Make all that the firm does not have yet; where a shortcut is in use already, the firm's own stays. How many."""
    here = Snippet.objects.filter(deleted_at=None, sharing="firm")
    used = set(here.values_list("shortcut", flat=True)) | set(taken())
    new = [one for one in ready() if one.key not in used]
    for one in new:
        Snippet.make(
            by=by, shortcut=one.key, title=one.title, body=one.body, folder=one.folder, sharing="firm", library=one.key
        )
    return len(new)


def remove(by: Membership) -> int:
    """Delete those that are as they came; what the firm has changed is its own and stays. How many."""
    texts = {one.key: (one.key, one.title, one.folder, one.body) for one in ready()}
    unchanged = [
        each
        for each in taken().values()
        if texts.get(each.library) == (each.shortcut, each.title, each.folder, each.body)
    ]
    for snippet in unchanged:
        snippet.discard(by=by)
    return len(unchanged)
