"""Patterns of pages: "/prices*" on any of the inbox's sites, or with a host; `*` stands for anything. Pure.

The chat's loader compares them (frontend/widget/loader/pages.ts).
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from inbox.errors import BadPages

MOST = 20
LONGEST = 200


def page_patterns(lines: Iterable[str]) -> list[str]:
    """Each once, in order. A pasted address loses its scheme, its query and its fragment. Raises BadPages."""
    found = dict.fromkeys(page_pattern(line) for line in lines if line.strip())
    if len(found) > MOST:
        raise BadPages("…")
    return list(found)


def page_pattern(text: str) -> str:
    """`https://acme.example/prices?from=mail` → `acme.example/prices`; `/prices*` stays."""
    pattern = text.strip()
    if "://" in pattern:
        try:
            parts = urlsplit(pattern)
        except ValueError as error:
            raise BadPages(text) from error
        pattern = f"{parts.netloc.lower()}{parts.path or '/'}"
    pattern = pattern.split("?")[0].split("#")[0]
    while "**" in pattern:
        pattern = pattern.replace("**", "*")
    if not pattern or len(pattern) > LONGEST or not pattern.isprintable() or " " in pattern:
        raise BadPages(text)
    if pattern[0] not in "/*" and "/" not in pattern:  # a word is neither a path nor a host with one
        raise BadPages(text)
    return pattern
