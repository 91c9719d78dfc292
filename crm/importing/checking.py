"""Looking through a file before anything is written: what each line says, what becomes of it, and what is wrong with it."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Membership
from core.ids import uuid7
from core.tenancy import current_firm_id
from crm.errors import FieldMissing, NoSuchRecord
from crm.importing.matching import keys_of, match
from crm.importing.reading import lines
from crm.importing.targets import Reader, Unfit, values
from crm.models import Field, Import, ImportKey, ImportRow, Record, Stage
from crm.models.changing import as_kept
from crm.models.field.holding import PREFIX

STAGED = 2_000
"""Lines that are kept at a time."""


def part_of(of: Import) -> Path:
    """The file, where every worker of the installation finds it; it goes once its lines are kept."""
    return Path(settings.FILES_DIR) / "imports" / str(current_firm_id()) / str(of.pk)


def stage(of: Import) -> int:
    """Keep its lines. Done a second time it does nothing."""
    if of.rows.exists():
        return of.rows.count()
    count, batch = 0, []
    for number, cells in lines(part_of(of), of.reading):
        batch.append(ImportRow(id=uuid7(), firm_id=of.firm_id, of=of, number=number, cells=cells))
        count += 1
        if len(batch) == STAGED:
            ImportRow.objects.bulk_create(batch)
            batch.clear()
    ImportRow.objects.bulk_create(batch)
    return count


class Check:
    """Of some lines of one file."""

    def __init__(self, of: Import) -> None:
        self.of, self.reader = of, Reader(of.started_by, of.region)
        self.people = {str(member.pk): member for member in Membership.objects.current()}
        self.stages = {str(each.pk): each for each in Stage.objects.standing().select_related("pipeline")}
        self.required = defaultdict(list)
        for field in Field.objects.filter(closed_at=None, required=True):
            self.required[field.of].append(field)

    def look_through(self, rows: list[ImportRow]) -> Counter[str]:
        """Set what they say, what becomes of them, and what is wrong; answer with how many of each."""
        for row in rows:
            row.said, row.problem = self.said(row.cells)
            row.plan, row.differs, row.refs = {}, {}, {}
        told: Counter[str] = Counter()
        for kind in self.of.kinds:
            there = [row for row in rows if kind in row.said and not row.problem]
            self._plan(kind, there)
        for row in rows:
            told["lines"] += 1
            told["problems"] += bool(row.problem)
            if not row.problem:
                told.update(f"{kind}.{what}" for kind, what in row.plan.items())
        keep(rows, "said", "problem", "plan", "differs", "refs")
        return told

    def said(self, cells: list[str]) -> tuple[dict[str, Any], str]:
        """({kind: what it says}, what is wrong with it)."""
        found: dict[str, Any] = {}
        wrong = []
        for target, header, cell in zip(self.of.columns, self.of.headers, cells, strict=False):
            if not target or not cell:
                continue
            kind, _dot, name = target.partition(".")
            try:
                value = self.reader.read(target, cell)
            except Unfit as unfit:
                wrong.append(f"{header or target}: {unfit}")
                continue
            of_kind = found.setdefault(kind, {})
            if name.startswith("custom."):
                of_kind.setdefault("custom", {})[name.removeprefix("custom.")] = value
            else:
                of_kind[name] = value
        for of_kind in found.values():
            parts = [of_kind.pop(name, "") for name in ("first_name", "last_name")]
            if any(parts) and not of_kind.get("name"):
                of_kind["name"] = " ".join(filter(None, parts))
        return found, " ".join(wrong)

    def _plan(self, kind: str, rows: list[ImportRow]) -> None:
        matched = match(kind, {row.number: row.said[kind] for row in rows}, self.reader)
        model: Any = apps.get_model("crm", kind)
        records = model.objects.in_bulk(list(matched.values()))
        first = self._first_lines(kind, [row for row in rows if row.number not in matched])
        for row in rows:
            record = records.get(matched.get(row.number))
            if record is not None:
                self._plan_change(kind, row, record)
            elif row.said[kind].get("id"):
                row.problem = str(NoSuchRecord())
            elif first.get(row.number, row.number) != row.number:
                row.plan[kind] = "joined"
            elif self.of.mode == Import.Mode.UPDATE:
                row.plan[kind] = "skip"
            else:
                row.plan[kind], row.problem = "make", self._missing(kind, row.said[kind])

    def _first_lines(self, kind: str, rows: list[ImportRow]) -> dict[int, int]:
        """For each line the first line of the file that says the same record."""
        keys = {
            row.number: [f"{kind}:{name}:{value}"[:300] for name, value in keys_of(kind, row.said[kind], self.reader)]
            for row in rows
        }
        new = [
            ImportKey(id=uuid7(), firm_id=self.of.firm_id, of=self.of, key=key, number=number)
            for number, each in keys.items()
            for key in each
        ]
        ImportKey.objects.bulk_create(new, ignore_conflicts=True)
        every = {key for each in keys.values() for key in each}
        owners = dict(ImportKey.objects.filter(of=self.of, key__in=every).values_list("key", "number"))
        return {number: min((owners[key] for key in each), default=number) for number, each in keys.items()}

    def _plan_change(self, kind: str, row: ImportRow, record: Record) -> None:
        row.refs[kind] = str(record.pk)
        if self.of.mode == Import.Mode.CREATE:
            row.plan[kind] = "skip"
            return
        differs = self.differences(kind, record, row.said[kind])
        row.plan[kind] = "change" if differs else "same"
        row.differs[kind] = {name: [as_kept(before), as_kept(after)] for name, (before, after) in differs.items()}

    def differences(self, kind: str, record: Any, said: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        """By names, as `change` takes custom ones: `field_KEY`."""
        found = {}
        for name, after in flat(values(kind, said, self.people, self.stages)).items():
            if name == "stage":
                continue  # a deal that is there is moved on its board
            before = record.said(name)
            filled = before not in (None, "", [])
            if before != after and not (filled and self.of.keep_filled):
                found[name] = (before, after)
        return found

    def _missing(self, kind: str, said: Mapping[str, Any]) -> str:
        """Why such a record cannot be made; "" where it can."""
        model: Any = apps.get_model("crm", kind)
        if not any(said.get(name) for name in model.NAMED_BY):
            return str(model.NAMELESS())
        custom = said.get("custom", {})
        missing = next(
            (field for field in self.required[kind] if custom.get(field.key, field.default) in (None, [])), None
        )
        if missing is not None:
            return str(FieldMissing(missing))
        if kind == "deal" and not self.stages:
            return _("There is no pipeline yet. Make one first.")
        return ""


def keep(rows: list[ImportRow], *names: str) -> None:
    """Write what these lines say now, all at once: an UPDATE of as many cases takes five times as long to be put together."""
    kinds = {name: "text" if name in ("problem", "stays") else "jsonb" for name in names}
    said = [{"id": str(row.pk), **{name: getattr(row, name) for name in names}} for row in rows]
    setting = ", ".join(f"{name} = said.{name}" for name in names)
    shape = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE crm_importrow AS kept SET {setting} FROM jsonb_to_recordset(%s::jsonb) AS said(id uuid, {shape})"
            " WHERE kept.firm_id = %s AND kept.id = said.id",
            [json.dumps(said), current_firm_id()],
        )


def flat(said: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in said.items() if name != "custom"}
    return {**own, **{PREFIX + key: value for key, value in said.get("custom", {}).items()}}


def deep(flat: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round: as `make` and `change` take it."""
    own = {name: value for name, value in flat.items() if not name.startswith(PREFIX)}
    custom = {name.removeprefix(PREFIX): value for name, value in flat.items() if name.startswith(PREFIX)}
    return {**own, "custom": custom} if custom else own


def tally(counts: dict[str, int], more: Mapping[str, int]) -> dict[str, int]:
    return dict(Counter(counts) + Counter(more))
