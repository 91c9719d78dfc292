"""A place in a list that is sorted by a moment: what the key of a row says. The next page begins after it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db.models import Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from core.clock import from_us, to_us
from core.ids import parse_uuid


@dataclass(frozen=True)
class Place:
    """Rows of one moment follow each other by their ids."""

    at: datetime
    id: UUID

    @classmethod
    def parse(cls, key: str) -> Self | None:
        """The place that a key names, or None where it names none."""
        figures, _dash, rest = key.partition("-")
        id = parse_uuid(rest)
        if id is None or not (figures.isascii() and figures.isdigit() and len(figures) <= 16):
            return None
        return cls(from_us(int(figures)), id)

    @property
    def key(self) -> str:
        return f"{to_us(self.at):016d}-{self.id}"

    def after(self, field: str, *, newest_first: bool = True) -> Q:
        """What stands below in a list by `field`: a comparison of rows, so an index begins there."""
        beyond = TupleLessThan if newest_first else TupleGreaterThan
        return Q(beyond(Tuple(field, "id"), (self.at, self.id)))
