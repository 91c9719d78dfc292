"""What is typed into the search box, understood: words, and the filters among them. Pure.

tender anna from:client is:open in:"customer care" tag:vip
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from core.words import spans
from inbox.errors import NothingToFind, TooMuchToFind

MOST_WORDS = 20
LONGEST = 1_000
"""Characters of a question."""

SIDES = ("client", "team", "note")
"""Whose line it is: the client's, a reply of ours, a note."""

_PIECE = re.compile(r'(?<![^\s(])(from|is|in|tag):(?:"([^"]*)"?|(\S*))', re.IGNORECASE)
_KNOWN: dict[str, dict[str, dict[str, Any]]] = {
    "from": {"client": {"sides": ("client",)}, "team": {"sides": ("team", "note")}},
    "is": {"open": {"state": "open"}, "closed": {"state": "closed"}, "note": {"only": ("note",)}},
}


@dataclass(frozen=True)
class Query:
    """`words` each begin a word of what is found; `state` is "open", "closed" or "" for both.

    `sides` are those whose lines are looked at; `inboxes` are beginnings of names, none are all; all of `tags` must be there.
    """

    text: str
    words: tuple[str, ...] = ()
    state: str = ""
    sides: tuple[str, ...] = SIDES
    inboxes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Never raises. A filter that says nothing known is taken as words, one that is being written as nothing."""
        said: dict[str, Any] = {"state": "", "sides": SIDES, "only": SIDES, "inboxes": [], "tags": []}
        rest = _PIECE.sub(lambda piece: " " if _takes(said, piece) else piece[0], text[:LONGEST])
        found = list(dict.fromkeys(word for word, _start, _end in spans(rest)))
        sides = tuple(side for side in said["sides"] if side in said["only"])
        return cls(
            text,
            _longest_of(found),
            said["state"],
            sides,
            *(tuple(dict.fromkeys(said[name])) for name in ("inboxes", "tags")),
        )

    def check(self) -> None:
        """Raises an InboxError with a sentence where there is nothing, or too much, to look for."""
        if len(self.text) > LONGEST or len(self.words) > MOST_WORDS:
            raise TooMuchToFind
        if not self.words and not (self.tags and self.sides == SIDES):
            raise NothingToFind


def begins(word: str, terms: Sequence[str]) -> bool:
    """Whether one of `terms` begins `word`."""
    return word.startswith(tuple(terms))


def _takes(said: dict[str, Any], piece: re.Match[str]) -> bool:
    """Whether this is a filter, or becomes one; what is known is noted."""
    name, value = piece[1].lower(), (piece[2] if piece[2] is not None else piece[3]).strip().lower()
    if name in ("in", "tag"):
        said["inboxes" if name == "in" else "tags"] += [value] if value else []
        return True
    said |= _KNOWN[name].get(value, {})
    return any(known.startswith(value) for known in _KNOWN[name])


def _longest_of(found: list[str]) -> tuple[str, ...]:
    """A word that begins another one asked for says nothing more."""
    return tuple(word for word in found if not any(other != word and other.startswith(word) for other in found))
