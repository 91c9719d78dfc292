"""Kinds of values that conditions compare with: each checks what is written, and says what would be right."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from core.ids import parse_uuid
from core.text import one_line
from inbox.errors import BadFilter, InboxError
from inbox.search.query import Query

LONGEST = 200


@dataclass(frozen=True)
class Choice:
    """One of a few words. `labels` are what people read."""

    labels: dict[str, Any]
    control: ClassVar = "choice"

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.labels:
            raise BadFilter(_("There are these: %(choices)s.") % {"choices": ", ".join(self.labels)})
        return value


@dataclass(frozen=True)
class Id:
    """A colleague or a team by number, or one of the words that stand for some (`me`, `nobody`)."""

    of: str
    words: dict[str, Any] = field(default_factory=dict)
    control: ClassVar = "choice"

    def read(self, value: Any) -> str | int:
        if isinstance(value, str) and value in self.words:
            return value
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31:
            return value
        raise BadFilter(_("Write an id, or one of these: %(words)s.") % {"words": ", ".join(self.words)})


@dataclass(frozen=True)
class Uuid:
    of: str
    control: ClassVar = "choice"

    def read(self, value: Any) -> str:
        found = parse_uuid(value) if isinstance(value, str) else None
        if found is None:
            raise BadFilter(_("Write an id."))
        return str(found)


@dataclass(frozen=True)
class Text:
    """A piece of text, on one line."""

    control: ClassVar = "text"

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or not one_line(value, LONGEST):
            raise BadFilter(_("Write some text."))
        if len(value) > LONGEST:
            raise BadFilter(_("Write up to %(longest)s characters.") % {"longest": LONGEST})
        return one_line(value, LONGEST)


@dataclass(frozen=True)
class Words(Text):
    """What the search can look for."""

    def read(self, value: Any) -> str:
        text = super().read(value)
        try:
            Query.parse(text).check()
        except InboxError as error:
            raise BadFilter(str(error)) from None
        return text


@dataclass(frozen=True)
class Day:
    """A day as YYYY-MM-DD, in the time zone of whoever looks."""

    control: ClassVar = "day"

    def read(self, value: Any) -> str:
        try:
            if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
                raise ValueError
            day = date.fromisoformat(value)
        except ValueError:
            raise BadFilter(_("Write a day as 2026-01-31.")) from None
        if not 1970 <= day.year <= 9000:
            raise BadFilter(_("Write a day from 1970 on."))
        return value


@dataclass(frozen=True)
class Number:
    """A whole number of `unit` from one up to `most`."""

    unit: Any
    most: int
    control: ClassVar = "number"

    def read(self, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= self.most:
            raise BadFilter(_("Write a number from 1 to %(most)s.") % {"most": self.most})
        return value
