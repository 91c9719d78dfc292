"""Where something stands on a record's timeline: one row for each record that it is about, and for each that these belong to."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import UUID

from django.db import connection, models

from core import clock
from core.ids import uuid7
from core.models import FirmManager, FirmQuerySet, IdModel
from core.place import Place
from core.tenancy import current_firm_id
from ledger.record import record
from timeline.errors import TooManyPins
from timeline.events import EntryPinned, TimelineChanged
from timeline.refs import Ref
from timeline.subjects import beyond

if TYPE_CHECKING:
    from accounts.models import Membership

SPREAD = """
INSERT INTO timeline_entry
    (id, firm_id, subject_type, subject_id, source_type, source_id, via_type, via_id, kind, occurred_at, hidden)
SELECT gen_random_uuid(), firm_id, %s, %s, source_type, source_id, %s, %s, kind, occurred_at, hidden
FROM timeline_entry
WHERE firm_id = %s AND subject_type = %s AND subject_id = %s AND via_id IS NULL
ON CONFLICT DO NOTHING
"""


class EntryQuerySet(FirmQuerySet):
    def on(self, ref: Ref) -> Self:
        """What stands on a record's timeline, the newest first."""
        found: Self = self.filter(subject_type=ref.kind, subject_id=ref.id, hidden=False)
        return found.order_by("-occurred_at", "-id")

    def pinned_to(self, ref: Ref) -> list["Entry"]:
        """What stands on top of a record, in the order in which it was pinned."""
        found = self.filter(subject_type=ref.kind, subject_id=ref.id, hidden=False, pinned_at__isnull=False)
        return list(found.order_by("pinned_at", "id"))

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
    via_type = models.CharField(max_length=20, blank=True)  # it stands here because it stands on that one
    via_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=20)  # what one filters by: "note", "conversation"
    occurred_at = models.DateTimeField()
    pinned_at = models.DateTimeField(null=True)  # on top of this record, whatever it is on others
    hidden = models.BooleanField(default=False)  # what it shows lies in the bin

    MOST_PINS: ClassVar = 3

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
            ),
            models.Index(
                fields=["firm", "via_id", "subject_id"],
                condition=models.Q(via_id__isnull=False),
                name="entries_by_way_of",
            ),
            models.Index(
                fields=["firm", "subject_id"],
                condition=models.Q(pinned_at__isnull=False),
                name="entries_pinned_to_a_record",
            ),
        ]

    @classmethod
    def put(cls, source_type: str, source_id: UUID, refs: Iterable[Ref], *, kind: str, at: datetime) -> None:
        """Let it stand on these timelines, and on those of the records that they belong to. Doing it again changes nothing."""
        direct = list(dict.fromkeys(refs))
        ways: dict[Ref, Ref | None] = dict.fromkeys(direct)
        for via in direct:
            for ref in beyond(via):
                ways.setdefault(ref, via)
        rows = [
            cls(
                id=uuid7(),
                firm_id=current_firm_id(),
                subject_type=ref.kind,
                subject_id=ref.id,
                source_type=source_type,
                source_id=source_id,
                via_type=via.kind if via else "",
                via_id=via.id if via else None,
                kind=kind,
                occurred_at=at,
            )
            for ref, via in ways.items()
        ]
        cls.objects.bulk_create(rows, ignore_conflicts=True)

    @classmethod
    def stand(cls, source_type: str, source_id: UUID, ref: Ref, *, kind: str, at: datetime) -> None:
        """Let what another room knows stand on this timeline and no other; open ones are told. The same again is nothing."""
        there = list(cls.objects.of(source_type, source_id))
        if [entry.ref for entry in there if entry.via is None] == [ref]:
            return
        cls.objects.of(source_type, source_id).delete()
        cls.put(source_type, source_id, [ref], kind=kind, at=at)
        here = cls.objects.of(source_type, source_id)
        record(TimelineChanged(sorted({str(entry.ref) for entry in [*there, *here]})))

    @classmethod
    def spread(cls, via: Ref, to: Ref) -> None:
        """What stands on `via` itself stands on `to` as well, where it does not yet. Doing it again changes nothing."""
        with connection.cursor() as cursor:
            cursor.execute(
                SPREAD,
                [to.kind, to.id, via.kind, via.id, current_firm_id(), via.kind, via.id],
            )

    @classmethod
    def gather(cls, via: Ref, at: Ref) -> None:
        """What stands on `at` by way of `via` goes; what others bring there as well, they `spread` again."""
        cls.objects.filter(subject_type=at.kind, subject_id=at.id, via_type=via.kind, via_id=via.id).delete()

    @classmethod
    def move(cls, old: Ref, new: Ref) -> None:
        """Two records are one: what stands on `old` stands on `new`; what stood on both, once."""
        there = cls.objects.filter(subject_type=new.kind, subject_id=new.id).values("source_type", "source_id")
        mine = cls.objects.filter(subject_type=old.kind, subject_id=old.id)
        both = {(row["source_type"], row["source_id"]) for row in there}
        twice = [row.pk for row in mine if (row.source_type, row.source_id) in both]
        cls.objects.filter(pk__in=twice).delete()
        mine.update(subject_type=new.kind, subject_id=new.id)
        cls.objects.filter(via_type=old.kind, via_id=old.id).update(via_type=new.kind, via_id=new.id)

    def pin(self, *, by: "Membership") -> None:
        """On top of its record. Doing it again changes nothing. Raises TooManyPins."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"timeline.pin {self.ref}"])
        there = type(self).objects.pinned_to(self.ref)
        if any(entry.pk == self.pk for entry in there):
            return
        if len(there) >= self.MOST_PINS:
            raise TooManyPins
        self._set_pinned(clock.now(), by)

    def unpin(self, *, by: "Membership") -> None:
        if self.pinned_at is not None:
            self._set_pinned(None, by)

    def _set_pinned(self, at: datetime | None, by: "Membership") -> None:
        self.pinned_at = at
        self.save(update_fields=["pinned_at"])
        fact = EntryPinned(self.pk, self.source_id, str(self.ref), pinned=at is not None)
        record(fact, by=by, subject=self, changes={"pinned": (at is None, at is not None)})

    @property
    def via(self) -> Ref | None:
        """By way of which record it stands here; None where it is about this one itself."""
        return Ref(self.via_type, self.via_id) if self.via_id is not None else None

    @property
    def ref(self) -> Ref:
        return Ref(self.subject_type, self.subject_id)

    @property
    def key(self) -> str:
        return Place(self.occurred_at, self.id).key
