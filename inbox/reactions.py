"""Reactions: one emoji of one person on one message, as colleagues and clients are shown them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import emoji
from django.utils.translation import gettext as _

PICTURE = "\ufe0f"
LONGEST = 32
"""Code points; the longest family of Unicode's list has ten."""


def one_emoji(text: str) -> str:
    """`text` where it is exactly one emoji of Unicode's list, with its skin tone and its joiners; else "".

    A keyboard may leave out, or add, the sign that asks for a picture: the way in which the list has it is kept.
    """
    if not 0 < len(text) <= LONGEST:
        return ""
    ways = [text, text + PICTURE, text.replace(PICTURE, "")]
    known = [way for way in ways if emoji.is_emoji(way)]
    whole = [way for way in known if emoji.EMOJI_DATA[way]["status"] == emoji.STATUS["fully_qualified"]]
    return (whole or known or [""])[0]


@dataclass
class Pile:
    """All reactions with one emoji on one message."""

    emoji: str
    people: list[int] = field(default_factory=list)  # memberships
    by_client: bool = False
    colleagues: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.colleagues) + self.by_client

    @property
    def said(self) -> str:
        """Who they are of, for colleagues."""
        names = [*self.colleagues, *([_("the client")] if self.by_client else [])]
        return ", ".join(names)


def piles(reactions: Iterable[Any]) -> list[Pile]:
    """In the order in which each emoji came first; `reactions` are in the order in which they were made."""
    found: dict[str, Pile] = {}
    for reaction in reactions:
        pile = found.setdefault(reaction.emoji, Pile(reaction.emoji))
        if reaction.author:
            pile.colleagues.append(reaction.author.name)
            pile.people.append(reaction.author_id)
        elif reaction.contact:
            pile.by_client = True
    return [pile for pile in found.values() if pile.count]
