"""Finding any record from one box: at each keystroke, by the beginnings of words in any order."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from core.words import words
from crm.models import Contact, Record, RecordWord
from crm.models.word import LAST, MOST_WORDS
from crm.records import KINDS, RecordKind

EACH = 5
"""Records of a kind that are shown."""
LOOKED_AT = 60
"""Words that are read for them: a name has several that begin alike, and a number many."""


@dataclass(frozen=True)
class Hit:
    kind: RecordKind
    record: Record

    @property
    def line(self) -> str:
        """What tells it from another of that name."""
        record = self.record
        if isinstance(record, Contact):
            return record.email or record.phone
        return str(getattr(record, "domain", "") or getattr(getattr(record, "stage", None), "name", ""))


def hits(text: str) -> list[Hit]:
    """The first of each kind that have a word that begins so, for each word of `text`, by those words; none for none."""
    typed = sorted(words(text), key=len, reverse=True)[:MOST_WORDS]
    return [hit for kind in KINDS.values() for hit in _of(kind, typed)] if typed else []


def _of(kind: RecordKind, typed: list[str]) -> Iterator[Hit]:
    longest, *others = typed
    rows = RecordWord.objects.filter(kind=kind.name, word__gte=longest, word__lt=longest + LAST)
    for word in others:
        same = RecordWord.objects.filter(record_id=OuterRef("record_id"), word__gte=word, word__lt=word + LAST)
        rows = rows.filter(Exists(same))
    ids: dict[UUID, None] = dict.fromkeys(
        rows.order_by("word", "record_id").values_list("record_id", flat=True)[:LOOKED_AT]
    )
    first = list(ids)[:EACH]
    there = kind.model.objects.in_bulk(first)
    yield from (Hit(kind, there[id]) for id in first if id in there)
