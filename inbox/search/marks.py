"""Text with the words that were asked for marked in it, whole or as the part that says most. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.words import spans
from inbox.search.query import begins

LENGTH = 160
LEAD = 40
"""Characters shown before the first word that was asked for."""
LOOKED_AT = 100
"""Places of a long text among which the best is chosen."""


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool = False


def marked(text: str, terms: Sequence[str]) -> list[Piece]:
    """All of `text`, cut where a marked word begins and ends."""
    places = dict(_hits(text, terms))
    edges = [0, *(edge for place in places for edge in place), len(text)]
    pieces = [Piece(text[start:end], (start, end) in places) for start, end in pairwise(edges)]
    return [piece for piece in pieces if piece.text]


def says(text: str, terms: Sequence[str]) -> bool:
    """Whether any of the words stands in `text`."""
    return bool(_hits(text, terms))


def snippet(text: str, terms: Sequence[str], length: int = LENGTH) -> list[Piece]:
    """The part of `text`, on one line, in which the most of the words stand; its beginning where none does."""
    text = " ".join(text.split())
    if len(text) <= length:
        return marked(text, terms)
    start = _begin(text, terms, length)
    end = _back_to_space(text, start + length, start + length // 2)
    pieces = marked(text[start:end], terms)
    return [Piece("…")] * (start > 0) + pieces + [Piece("…")] * (end < len(text))


def _hits(text: str, terms: Sequence[str]) -> list[tuple[tuple[int, int], str]]:
    """(place, word) of each run of characters that one of `terms` begins, each place once."""
    found = {(start, end): word for word, start, end in spans(text) if begins(word, terms)}
    return sorted(found.items())


def _begin(text: str, terms: Sequence[str], length: int) -> int:
    """Where the part begins: a little before the first of the most words that fit into it."""
    hits = _hits(text, terms)[:LOOKED_AT]
    room = length - LEAD

    def worth(first: int) -> int:
        within = [word for (start, _end), word in hits[first : first + room] if start < hits[first][0][0] + room]
        return sum(any(word.startswith(term) for word in within) for term in terms)

    best = max(range(len(hits)), key=lambda first: (worth(first), -first), default=None)
    if best is None or hits[best][0][1] <= length:
        return 0
    before = max(0, hits[best][0][0] - LEAD)
    space = text.find(" ", before, hits[best][0][0])
    return space + 1 if space >= 0 else before


def _back_to_space(text: str, end: int, earliest: int) -> int:
    """`end`, or the space before it, so that no word is cut that need not be."""
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", earliest, end + 1)
    return space if space >= 0 else end
