"""The values of custom fields as lists look for them. The record's JSON is the truth; these follow it in its transaction."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction

from core.ids import uuid7
from core.models import FirmForeignKey, IdModel
from core.tenancy import current_firm_id
from core.words import fold
from crm.errors import FieldTaken
from crm.models.field import Field

if TYPE_CHECKING:
    from crm.models.field.holding import HoldsFields

LONGEST = 120
"""Characters of a value by which it is looked for."""


class FieldValue(IdModel):
    """Of a field with several values, a row each. `only` is the text again where the firm wants no two with the same."""

    field = FirmForeignKey(Field, on_delete=models.CASCADE, related_name="+")
    record_id = models.UUIDField()
    text = models.CharField(max_length=LONGEST)
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    moment = models.DateTimeField(null=True)
    only = models.CharField(max_length=LONGEST, blank=True)

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "field", "only"],
                condition=~models.Q(only=""),
                name="a_unique_field_has_each_value_once",
            ),
        ]
        indexes = [
            models.Index(fields=["firm", "field", "text", "record_id"], name="values_by_text"),
            models.Index(
                fields=["firm", "field", "number", "record_id"],
                condition=models.Q(number__isnull=False),
                name="values_by_number",
            ),
            models.Index(
                fields=["firm", "field", "moment", "record_id"],
                condition=models.Q(moment__isnull=False),
                name="values_by_moment",
            ),
            models.Index(fields=["firm", "record_id"], name="values_of_a_record"),
        ]

    @classmethod
    def keep(cls, record: "HoldsFields", fields: Iterable[Field]) -> None:
        """Let lists find what the record says now. Raises FieldTaken."""
        wanted = [field for field in fields if field.kind not in (Field.Kind.LONG, Field.Kind.FORMULA)]
        cls.objects.filter(record_id=record.pk, field__in=wanted).delete()
        rows = [row for field in wanted for row in cls.rows(record.pk, field, record.custom.get(field.key))]
        try:
            with transaction.atomic():
                cls.objects.bulk_create(rows)
        except IntegrityError:
            held = cls.objects.filter(field__in=wanted).exclude(only="").values_list("field_id", "only")
            there = set(held)
            taken = next((row.field for row in rows if row.only and (row.field_id, row.only) in there), wanted[0])
            raise FieldTaken(taken) from None

    @classmethod
    def rows(cls, record_id: Any, field: Field, kept: Any) -> list["FieldValue"]:
        if kept is None:
            return []
        several = kept if field.kind == Field.Kind.CHOICES else [kept]
        return [cls._row(record_id, field, each) for each in several]

    @classmethod
    def _row(cls, record_id: Any, field: Field, kept: Any) -> "FieldValue":
        text = as_text(field, kept)
        row = cls(
            id=uuid7(),
            field=field,
            record_id=record_id,
            text=text,
            number=field.manner.number(kept),
            moment=field.manner.moment(kept),
        )
        row.firm_id = current_firm_id()
        row.only = text if field.unique else ""
        return row


def as_text(field: Field, kept: Any) -> str:
    """By what a value is looked for: the id of an option, else its words without case and accents."""
    return str(kept)[:LONGEST] if field.has_options else fold(field.plain(kept))[:LONGEST]
