"""Blanks in texts, `{{contact.first_name|there}}`: a name, and what is said where there is no value. Pure.

They are no template language: a name is looked up in the table below and nothing else is done (docs/decisions). Each
room adds what it knows in its `blanks.py`:

    register(Blank("contact.first_name", _("First name"), example="Anna", tell=lambda contact: first_name(contact.name)))

The part before the dot names the subject that `tell` is given. A subject that is not there has no values.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.text import one_line

BLANK = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
INSIDE = re.compile(r"\s*([a-z_]+\.[a-z_]+)\s*(?:\|([^{}\n]*))?")
MISSING = re.compile(r"\[\[missing: [a-z_]+\.[a-z_]+\]\]")
LONGEST_VALUE = 200
SHOWN = 60


@dataclass(frozen=True)
class Blank:
    """One name that may stand in a text. `example` is what a preview shows where no subject was chosen."""

    name: str
    label: Any
    example: str
    tell: Callable[[Any], Any]

    @property
    def subject(self) -> str:
        return self.name.partition(".")[0]


_blanks: dict[str, Blank] = {}
Subjects = Mapping[str, Any]


def register(*blanks: Blank) -> None:
    for blank in blanks:
        if _blanks.setdefault(blank.name, blank) is not blank:
            raise TypeError(f"Two blanks are called {blank.name}.")


def blanks() -> list[Blank]:
    return sorted(_blanks.values(), key=lambda blank: blank.name)


def unknown_in(text: str) -> list[str]:
    """What stands between double braces and is no blank, each once, as it was written."""
    return list(dict.fromkeys(written for written, blank, _fallback in _found(text) if blank is None))


def fill(text: str, subjects: Subjects) -> str:
    """`text` with every blank filled: its value, else its fallback, else a mark that may not be sent.

    Values are put in as they are, once: braces in a client's name are not read again.
    """
    return BLANK.sub(lambda match: _said(match, lambda blank: _value(blank, subjects)), text)


def fill_with_examples(text: str) -> str:
    return BLANK.sub(lambda match: _said(match, lambda blank: blank.example), text)


def missing_in(text: str) -> list[str]:
    """The marks of blanks that nothing filled."""
    return list(dict.fromkeys(MISSING.findall(text)))


def first_name(name: str) -> str:
    """How one is addressed: the first word that is no title. "Dr. Anna Weber" → "Anna"."""
    return next((word for word in name.split() if not word.endswith(".")), "")


def _said(match: re.Match[str], value_of: Callable[[Blank], str]) -> str:
    blank, fallback = _read(match[1])
    if blank is None:
        return match[0]
    return value_of(blank) or fallback or f"[[missing: {blank.name}]]"


def _value(blank: Blank, subjects: Subjects) -> str:
    subject = subjects.get(blank.subject)
    return "" if subject is None else one_line(str(blank.tell(subject) or ""), LONGEST_VALUE)


def _found(text: str) -> Iterator[tuple[str, Blank | None, str]]:
    for match in BLANK.finditer(text):
        blank, fallback = _read(match[1])
        yield " ".join(match[1].split())[:SHOWN], blank, fallback


def _read(inside: str) -> tuple[Blank | None, str]:
    match = INSIDE.fullmatch(inside)
    if match is None:
        return None, ""
    return _blanks.get(match[1]), (match[2] or "").strip()
