"""Where something stands on a record's timeline: one row for each record that it is about."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models

from core.ids import uuid7
from core.models import FirmManager, FirmQuerySet, IdModel
from core.place import Place
from core.tenancy import current_firm_id
from ledger.record import record
from timeline.events import TimelineChanged
from timeline.refs import Ref


class EntryQuerySet(FirmQuerySet):
    def on(self, ref: Ref) -> Self:
        """What stands on a record's timeline, the newest first."""
        found: Self = self.filter(subject_type=ref.kind, subject_id=ref.id, hidden=False)
        return found.order_by("-occurred_at", "-id")

    def of(self, source_type: str, source_id: UUID) -> Self:
        """Where one source stands."""
        found: Self = self.filter(source_type=source_type, source_id=source_id)
        return found


class EntryManager(FirmManager.from_queryset(EntryQuerySet)):  # type: ignore[misc]
    """Reach entries through the record they stand on: `Entry.objects.on(ref)`."""


class Entry(IdModel):
    """It says nothing itself: what `source_type` calls `source_id` is drawn by the room it is of (timeline/sources.py)."""

    subject_type = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    source_type = models.CharField(max_length=20)
    source_id = models.UUIDField()
    kind = models.CharField(max_length=20)  # what one filters by: "note", "conversation"
    occurred_at = models.DateTimeField()
    hidden = models.BooleanField(default=False)  # what it shows lies in the bin

    objects = EntryManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "source_type", "source_id", "subject_type", "subject_id"],
                name="a_source_stands_on_a_record_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["firm", "subject_type", "subject_id", "-occurred_at", "-id"],
                condition=models.Q(hidden=False),
                name="entries_of_a_record",
            )
        ]

    @classmethod
    def put(cls, source_type: str, source_id: UUID, refs: Iterable[Ref], *, kind: str, at: datetime) -> None:
        """Let it stand on these timelines. Doing it again changes nothing."""
        rows = [
            cls(
                id=uuid7(),
                firm_id=current_firm_id(),
                subject_type=ref.kind,
                subject_id=ref.id,
                source_type=source_type,
                source_id=source_id,
                kind=kind,
                occurred_at=at,
            )
            for ref in refs
        ]
        cls.objects.bulk_create(rows, ignore_conflicts=True)

    @classmethod
    def stand(cls, source_type: str, source_id: UUID, ref: Ref, *, kind: str, at: datetime) -> None:
        """Let what another room knows stand on this timeline and no other; open ones are told. The same again is nothing."""
        there = list(cls.objects.of(source_type, source_id))
        if [entry.ref for entry in there] == [ref]:
            return
        cls.objects.of(source_type, source_id).delete()
        cls.put(source_type, source_id, [ref], kind=kind, at=at)
        record(TimelineChanged(sorted({str(ref), *(str(entry.ref) for entry in there)})))

    @classmethod
    def move(cls, old: Ref, new: Ref) -> None:
        """Two records are one: what stands on `old` stands on `new`; what stood on both, once."""
        there = cls.objects.filter(subject_type=new.kind, subject_id=new.id).values("source_type", "source_id")
        mine = cls.objects.filter(subject_type=old.kind, subject_id=old.id)
        both = {(row["source_type"], row["source_id"]) for row in there}
        twice = [row.pk for row in mine if (row.source_type, row.source_id) in both]
        cls.objects.filter(pk__in=twice).delete()
        mine.update(subject_type=new.kind, subject_id=new.id)

    @property
    def ref(self) -> Ref:
        return Ref(self.subject_type, self.subject_id)

    @property
    def key(self) -> str:
        return Place(self.occurred_at, self.id).key
