"""Writing the lines of a file: what is new in bulk, what is known by the verbs that everybody uses; and taking it back.

Each line keeps what it wrote where, and what was there before: that is what taking back goes by.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock
from core.errors import Refusal
from core.ids import uuid7
from crm.events import ImportStepped, RecordImported, RecordsParted
from crm.importing.checking import Check, deep, flat, keep
from crm.importing.matching import keys_of, match
from crm.importing.targets import values
from crm.models import Association, Deal, FieldValue, Import, ImportRow, Point, RecordWord, StageInterval
from crm.models.association import ORDER
from crm.models.board.locking import lock_cards
from crm.models.board.total import Ledger
from crm.models.changing import as_kept, trail
from crm.records import records_of
from ledger.record import record as tell
from timeline.models import Entry
from timeline.refs import Ref

IN_BULK = ("contact", "company")
MADE = "made"
"""In what a line wrote: that the record is its own, and with what."""
TOGETHER = "together"


class Writer(Check):
    def __init__(self, of: Import) -> None:
        super().__init__(of)
        self.by = of.started_by

    def write(self, rows: list[ImportRow]) -> None:
        for kind in self.of.kinds:
            there = [row for row in rows if kind in row.said and not row.problem]
            self._write_kind(kind, there)
        self._put_together([row for row in rows if not row.problem])
        keep(rows, "refs", "wrote", "problem")
        tell(ImportStepped(self.of.pk, self.of.kinds), by=self.by, subject=self.of)

    def _write_kind(self, kind: str, rows: list[ImportRow]) -> None:
        matched = match(kind, {row.number: row.said[kind] for row in rows}, self.reader)
        model: Any = apps.get_model("crm", kind)
        records = {record.pk: record for record in model.objects.filter(pk__in=set(matched.values()))}
        new: dict[int, list[ImportRow]] = {}
        owner: dict[tuple[str, str], int] = {}
        for row in rows:
            record = records.get(matched.get(row.number))
            if record is not None:
                if self.of.mode != Import.Mode.CREATE or row.plan.get(kind) == "joined":
                    self._change(kind, row, record)
                row.refs[kind] = str(record.pk)
            elif self.of.mode != Import.Mode.UPDATE:
                keys = keys_of(kind, row.said[kind], self.reader)
                first = next((owner[key] for key in keys if key in owner), row.number)
                new.setdefault(first, []).append(row)
                owner |= dict.fromkeys(keys, first)
        if new:
            self._make(kind, list(new.values()))

    def _change(self, kind: str, row: ImportRow, record: Any) -> None:
        differs = self.differences(kind, record, row.said[kind])
        if not differs:
            return
        before = {name: [as_kept(was), as_kept(after)] for name, (was, after) in differs.items()}
        try:
            with transaction.atomic():
                record.change(by=self.by, **deep({name: after for name, (_was, after) in differs.items()}))
            row.wrote[kind] = before
        except Refusal as refusal:
            row.problem = str(refusal)

    def _make(self, kind: str, groups: list[list[ImportRow]]) -> None:
        """One record for each group of lines; of what several say, the last counts."""
        made = []
        for group in groups:
            said: dict[str, Any] = {}
            for row in group:
                custom = {**said.get("custom", {}), **row.said[kind].get("custom", {})}
                said = {**said, **row.said[kind], "custom": custom}
            made.append((group, values(kind, said, self.people, self.stages)))
        if kind in IN_BULK:
            try:
                with transaction.atomic():
                    self._make_in_bulk(kind, made)
                return
            except (DatabaseError, Refusal):
                pass  # one of them does not fit: each by itself says which
        for group, said in made:
            self._make_one(kind, group, said)

    def _make_in_bulk(self, kind: str, made: list[tuple[list[ImportRow], dict[str, Any]]]) -> None:
        model: Any = apps.get_model("crm", kind)
        fields = [field for target, field in self.reader.fields.items() if target.startswith(f"{kind}.")]
        records, now = [], clock.now()
        for group, said in made:
            record = model(id=uuid7(), firm_id=self.of.firm_id, created_at=now)
            defaults = {field.key: field.default for field in fields if field.default is not None}
            for name, value in flat({**said, "custom": {**defaults, **said.get("custom", {})}}).items():
                record.say(name, value)
            records.append((group, record))
        model.objects.bulk_create([record for _group, record in records])
        words, kept = [], []
        for _group, record in records:
            words += [
                RecordWord(id=uuid7(), firm_id=record.firm_id, kind=kind, record_id=record.pk, word=word)
                for word in sorted(record.found_words())
            ]
            for field in fields:
                kept += FieldValue.rows(record.pk, field, record.custom.get(field.key))
        RecordWord.objects.bulk_create(words, batch_size=2_000)
        points = [point for _group, record in records for point in Point.rows(record, sorted(record.points()))]
        Point.objects.bulk_create(points, batch_size=2_000, ignore_conflicts=True)
        FieldValue.objects.bulk_create(kept, batch_size=2_000)
        for group, record in records:
            self._note_made(kind, group, record)

    def _make_one(self, kind: str, group: list[ImportRow], said: dict[str, Any]) -> None:
        model: Any = apps.get_model("crm", kind)
        try:
            with transaction.atomic():
                if kind == "deal" and said.get("stage") is None:
                    said["stage"] = next(iter(self.stages.values()))
                record = model.make(by=self.by, **said)
        except Refusal as refusal:
            for row in group:
                row.problem = str(refusal)
            return
        self._note_made(kind, group, record)

    def _note_made(self, kind: str, group: list[ImportRow], record: Any) -> None:
        now = {name: as_kept(record.said(name)) for name in said_names(record)}
        group[0].wrote[kind] = {MADE: now}
        for row in group:
            row.refs[kind] = str(record.pk)
        changes = {name: (None, record.said(name)) for name in now}
        tell(
            RecordImported(str(record.ref), self.of.pk),
            by=self.by,
            subject=record,
            changes=trail(record.discreet(changes)),
        )

    def _put_together(self, rows: list[ImportRow]) -> None:
        """What one line speaks of belongs together. With what is new nothing has happened yet that would have to be told."""
        pairs = {row.number: list(pairs_of(row, self.of.kinds)) for row in rows}
        ids = {ref.id for each in pairs.values() for pair in each for ref in pair}
        there = {(row.one, row.other) for row in Association.objects.filter(one_id__in=ids, other_id__in=ids)}
        made = {ref_made(row, kind) for row in rows for kind in row.wrote if MADE in row.wrote[kind]}
        new = []
        for row in rows:
            together = []
            for one, other in pairs[row.number]:
                if (one, other) in there:
                    continue
                there.add((one, other))
                if {one.id, other.id} & made:
                    new.append(Association.between(one, other))
                    together.append(str(new[-1].pk))
                else:
                    together.append(str(Association.make(one, other, by=self.by).pk))
            if together:
                row.wrote[TOGETHER] = together
        Association.objects.bulk_create(new)


def pairs_of(row: ImportRow, kinds: list[str]) -> Iterator[tuple[Ref, Ref]]:
    refs = [Ref(kind, UUID(id)) for kind, id in row.refs.items() if kind in kinds]
    refs.sort(key=lambda ref: ORDER.index(ref.kind))
    return combinations(refs, 2)


def ref_made(row: ImportRow, kind: str) -> UUID:
    return UUID(row.refs[kind])


def said_names(record: Any) -> list[str]:
    """What it says of itself: of its own and of the firm's fields."""
    own = [name for name in record.FIELDS if record.said(name) not in (None, "")]
    return own + [f"field_{key}" for key in record.custom]


class Undo(Writer):
    def take_back(self, rows: list[ImportRow]) -> None:
        """The newest lines first, so that what several wrote is as it was before the first."""
        parted = self._part(rows)
        for kind in reversed(self.of.kinds):
            changed = [row for row in rows if kind in row.wrote and MADE not in row.wrote[kind]]
            records = self._records(kind, changed)
            for row in changed:
                if (record := records.get(row.refs[kind])) is not None:
                    self._change_back(kind, row, record)
            self._remove_made(kind, [row for row in rows if MADE in row.wrote.get(kind, ())])
        self._tell_parted(parted)
        keep(rows, "stays")
        tell(ImportStepped(self.of.pk, self.of.kinds), by=self.by, subject=self.of)

    def _records(self, kind: str, rows: list[ImportRow]) -> dict[str, Any]:
        model: Any = apps.get_model("crm", kind)
        return {str(record.pk): record for record in model.objects.filter(pk__in={row.refs[kind] for row in rows})}

    def _part(self, rows: list[ImportRow]) -> list[Association]:
        ids = [id for row in rows for id in row.wrote.get(TOGETHER, [])]
        found = list(Association.objects.filter(pk__in=ids))
        Association.objects.filter(pk__in=ids).delete()
        return found

    def _tell_parted(self, parted: list[Association]) -> None:
        """Of those that stay: their timelines follow."""
        there = records_of(end for each in parted for end in (each.one, each.other))
        for each in parted:
            if each.one in there and each.other in there:
                tell(RecordsParted(str(each.one), str(each.other)), by=self.by, subject=each)

    def _change_back(self, kind: str, row: ImportRow, record: Any) -> None:
        back, kept = {}, []
        for name, (before, after) in row.wrote[kind].items():
            if as_kept(record.said(name)) == after:
                back[name] = before
            else:
                kept.append(name)
        if kept:
            row.stays = _("%(record)s: somebody changed this since.") % {"record": record.label}
        if back:
            try:
                with transaction.atomic():
                    record.change(by=self.by, **values(kind, deep(back), self.people, self.stages))
            except Refusal as refusal:
                row.stays = f"{record.label}: {refusal}"

    def _remove_made(self, kind: str, rows: list[ImportRow]) -> None:
        """Those that nobody has touched go, all at once where nothing holds them."""
        records = self._records(kind, rows)
        happened = set(
            Entry.objects.filter(subject_type=kind, subject_id__in=list(records))
            .exclude(kind=StageInterval.SOURCE)
            .values_list("subject_id", flat=True)
        )
        ids = [record.pk for record in records.values()]
        held = Association.objects.filter(Q(one_id__in=ids) | Q(other_id__in=ids)).values_list("one_id", "other_id")
        belong = {id for pair in held for id in pair}
        going = []
        for row in rows:
            record = records.get(row.refs[kind])
            if record is None:
                continue
            why = touched(record, row.wrote[kind][MADE], record.pk in happened, record.pk in belong)
            if why:
                row.stays = f"{record.label}: {why}"
            else:
                going.append((row, record))
        if not removed([record for _row, record in going]):
            for row, record in going:
                if not removed([record]):
                    row.stays = f"{record.label}: {_('something belongs to it by now.')}"


def touched(record: Any, made: Mapping[str, Any], has_happenings: bool, belongs: bool) -> str:
    """Why it stays; "" where nobody has touched it."""
    if {name: as_kept(record.said(name)) for name in said_names(record)} != dict(made):
        return _("somebody changed it since.")
    if has_happenings:
        return _("something happened with it since.")
    if belongs:
        return _("it belongs to something by now.")
    return _("it was moved since.") if isinstance(record, Deal) and record.version > 1 else ""


def removed(records: Iterable[Any]) -> bool:
    """Let them go as if they had never been; False where something holds one of them."""
    try:
        with transaction.atomic():
            remove(list(records))
    except DatabaseError:
        return False
    return True


def remove(records: list[Any]) -> None:
    if not records:
        return
    ids = [record.pk for record in records]
    model = type(records[0])
    if model is Deal:
        lock_cards(Deal, ids)
        ledger = Ledger()
        for record in records:
            ledger.take(record)
        ledger.write()
        intervals = StageInterval.objects.filter(card_type="deal", card_id__in=ids)
        Entry.objects.filter(
            source_type=StageInterval.SOURCE, source_id__in=list(intervals.values_list("pk", flat=True))
        ).delete()
        intervals.delete()
    for kept in (RecordWord, FieldValue, Point):
        kept.objects.filter(record_id__in=ids).delete()
    rows = model.objects.filter(pk__in=ids)
    rows._raw_delete(rows.db)
