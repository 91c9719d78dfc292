"""Moving what hangs on one record to another, row by row noted, and back. Rooms above say what hangs (`hangs`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models

from core.tenancy import current_firm_id
from crm.models.association import Association
from timeline.models import Entry
from timeline.refs import Ref

if TYPE_CHECKING:
    from crm.models.merge import Merge

ENTRY, ASSOCIATION, MADE = "entry", "association", "association made"


@dataclass(frozen=True)
class Hanging:
    """A column of another table that names a record. A row of which the other has one alike (`unless`) stays where it is."""

    of: str
    table: str
    column: str
    unless: tuple[str, ...] | None
    where: str = ""

    @property
    def place(self) -> str:
        return f"{self.table}.{self.column}"


_hanging: list[Hanging] = []


def hangs(of: str, model: type[models.Model], field: str, unless: tuple[str, ...] | None = None) -> None:
    """`hangs("contact", Conversation, "contact")`. `unless` are the columns that are unique together with it."""
    column = str(model._meta.get_field(field).column)  # type: ignore[union-attr]
    _hanging.append(Hanging(of, model._meta.db_table, column, unless))


def hanging_on(kind: str) -> list[Hanging]:
    typed = f"AND moved.{{}}_type = '{kind}'"
    entries = [Hanging(kind, "timeline_entry", f"{end}_id", None, typed.format(end)) for end in ("subject", "via")]
    return [each for each in _hanging if each.of == kind] + entries


NOTE = """
INSERT INTO crm_mergedrow (id, firm_id, merge_id, place, row_id)
SELECT gen_random_uuid(), moved.firm_id, %(merge)s, %(place)s, moved.id FROM {table} AS moved
WHERE moved.firm_id = %(firm)s AND moved.{column} = %(old)s {where} {unless}
"""
MOVE = """
UPDATE {table} AS moved SET {column} = %(new)s FROM crm_mergedrow AS noted
WHERE noted.firm_id = %(firm)s AND noted.merge_id = %(merge)s AND noted.place = %(place)s
AND moved.firm_id = %(firm)s AND moved.id = noted.row_id AND moved.{column} = %(old)s
"""
UNLESS = """AND NOT EXISTS (SELECT 1 FROM {table} AS there
WHERE there.firm_id = %(firm)s AND there.{column} = %(new)s {alike})"""
COPY_TWICE = """
INSERT INTO crm_mergedrow (id, firm_id, merge_id, place, row_id, was)
SELECT gen_random_uuid(), one.firm_id, %(merge)s, 'entry', one.id, to_jsonb(one) FROM timeline_entry AS one
JOIN timeline_entry AS other ON other.firm_id = one.firm_id AND other.source_type = one.source_type
AND other.source_id = one.source_id AND other.subject_type = %(kind)s AND other.subject_id = %(new)s
WHERE one.firm_id = %(firm)s AND one.subject_type = %(kind)s AND one.subject_id = %(old)s
"""
COPY_ASSOCIATIONS = """
INSERT INTO crm_mergedrow (id, firm_id, merge_id, place, row_id, was)
SELECT gen_random_uuid(), firm_id, %(merge)s, 'association', id, to_jsonb(crm_association) FROM crm_association
WHERE firm_id = %(firm)s AND ((one_type = %(kind)s AND one_id = %(old)s) OR (other_type = %(kind)s AND other_id = %(old)s))
"""
RESTORE = """
INSERT INTO {table} SELECT kept.* FROM crm_mergedrow AS noted, jsonb_populate_record(NULL::{table}, noted.was) AS kept
WHERE noted.firm_id = %(firm)s AND noted.merge_id = %(merge)s AND noted.place = %(place)s ON CONFLICT DO NOTHING
"""


def move(merge: "Merge") -> int:
    """All that hangs on the merged one hangs on the kept one. Answers with how many rows of other rooms that were."""
    said = _said(merge)
    others = 0
    with connection.cursor() as cursor:
        cursor.execute(COPY_TWICE, said)
        Entry.objects.filter(pk__in=rows_of(merge, ENTRY)).delete()
        for each in hanging_on(merge.of):
            others += _move(cursor, each, {**said, "place": each.place})
        cursor.execute(COPY_ASSOCIATIONS, said)
    before = set(Association.objects.of(merge.kept).values_list("pk", flat=True))
    Association.move(merge.merged, merge.kept)
    made = Association.objects.of(merge.kept).exclude(pk__in=before).values_list("pk", flat=True)
    _note(merge, MADE, made)
    return others


def _move(cursor: Any, each: Hanging, said: dict[str, Any]) -> int:
    names = {"table": each.table, "column": each.column, "where": each.where, "unless": ""}
    if each.unless is not None:
        alike = " ".join(f"AND there.{name} = moved.{name}" for name in each.unless)
        names["unless"] = UNLESS.format(alike=alike, **names)
    cursor.execute(NOTE.format(**names), said)
    cursor.execute(MOVE.format(**names), said)
    return int(cursor.rowcount) if each.table != "timeline_entry" else 0


def back(merge: "Merge") -> None:
    """Each row that is still where it was moved to stands where it stood; those that had to go are there again."""
    said = {**_said(merge), "old": merge.kept_id, "new": merge.merged_id}
    with connection.cursor() as cursor:
        for each in hanging_on(merge.of):
            cursor.execute(MOVE.format(table=each.table, column=each.column), {**said, "place": each.place})
        for table, place in (("timeline_entry", ENTRY), ("crm_association", ASSOCIATION)):
            cursor.execute(RESTORE.format(table=table), {**said, "place": place})


def hand_over(kept: Ref, merged: Ref, entries: Iterable[UUID]) -> None:
    """Entries on the kept one that are the other's go there, with what they show where that hangs on a record itself."""
    for entry in Entry.objects.filter(pk__in=list(entries), subject_type=kept.kind, subject_id=kept.id):
        for each in hanging_on(kept.kind):
            if each.table.rpartition("_")[2] == entry.source_type:
                _hand_over_source(each, entry.source_id, kept, merged)
        entry.subject_id = merged.id
        entry.save(update_fields=["subject_id"])
        Entry.objects.of(entry.source_type, entry.source_id).filter(via_type=kept.kind, via_id=kept.id).update(
            via_id=merged.id
        )


def _hand_over_source(each: Hanging, source: UUID, kept: Ref, merged: Ref) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {each.table} SET {each.column} = %s WHERE firm_id = %s AND id = %s AND {each.column} = %s",
            [merged.id, current_firm_id(), source, kept.id],
        )


def rows_of(merge: "Merge", place: str) -> list[UUID]:
    return list(merge.rows.filter(place=place).values_list("row_id", flat=True))


def _note(merge: "Merge", place: str, ids: Iterable[UUID]) -> None:
    from crm.models.merge import MergedRow

    rows = [MergedRow(firm_id=merge.firm_id, merge=merge, place=place, row_id=id) for id in ids]
    MergedRow.objects.bulk_create(rows)


def _said(merge: "Merge") -> dict[str, Any]:
    ids = {"old": merge.merged_id, "new": merge.kept_id, "merge": merge.pk}
    return {**ids, "firm": current_firm_id(), "kind": merge.of}
