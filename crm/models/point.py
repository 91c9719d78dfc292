"""By what exactly a record is told from others: an address, a number, a website, a company's name."""

from typing import TYPE_CHECKING

from django.db import models

from core.ids import uuid7
from core.models import IdModel

if TYPE_CHECKING:
    from crm.models.record import Record


class Point(IdModel):
    """Of several records that have the same, the one that had it first. `value` is as it is compared."""

    of = models.CharField(max_length=12)  # a kind of record
    record_id = models.UUIDField()
    kind = models.CharField(max_length=8)  # email, phone, domain, name
    value = models.CharField(max_length=254)

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["firm", "of", "kind", "value"], name="a_point_leads_to_one_record")
        ]
        indexes = [models.Index(fields=["firm", "record_id"], name="points_of_a_record")]

    @classmethod
    def keep(cls, record: "Record") -> None:
        """Let it be told by what it is now. What another one has stays that one's."""
        wanted = record.points()
        there = {
            (kind, value): pk
            for pk, kind, value in cls.objects.filter(record_id=record.pk).values_list("pk", "kind", "value")
        }
        gone = [pk for point, pk in there.items() if point not in wanted]
        if gone:
            cls.objects.filter(pk__in=gone).delete()
        new = sorted(wanted - there.keys())
        if new:
            cls.objects.bulk_create(cls.rows(record, new), ignore_conflicts=True)

    @classmethod
    def rows(cls, record: "Record", points: list[tuple[str, str]]) -> list["Point"]:
        return [
            cls(id=uuid7(), firm_id=record.firm_id, of=record.KIND, record_id=record.pk, kind=kind, value=value[:254])
            for kind, value in points
        ]
