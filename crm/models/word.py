"""The words that find records: beginnings of names, of addresses, and of any run of a number's digits."""

from typing import TYPE_CHECKING

from django.db import models

from core.ids import uuid7
from core.models import IdModel

if TYPE_CHECKING:
    from crm.models.record import Record

MOST_WORDS = 8
LAST = chr(0x10FFFF)


class RecordWord(IdModel):
    """One word that finds a record."""

    kind = models.CharField(max_length=12)
    record_id = models.UUIDField()
    word = models.CharField(max_length=40)

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["firm", "kind", "word", "record_id"], name="a_word_finds_a_record_once")
        ]
        indexes = [models.Index(fields=["firm", "record_id"], name="words_of_a_record")]

    @classmethod
    def keep(cls, record: "Record") -> None:
        """Let it be found by what it is now."""
        wanted = record.found_words()
        there = dict(cls.objects.filter(record_id=record.pk).values_list("word", "pk"))
        gone = [pk for word, pk in there.items() if word not in wanted]
        if gone:
            cls.objects.filter(pk__in=gone).delete()
        new = [
            cls(id=uuid7(), firm_id=record.firm_id, kind=record.KIND, record_id=record.pk, word=word)
            for word in sorted(wanted - there.keys())
        ]
        cls.objects.bulk_create(new, ignore_conflicts=True)
