"""A custom field becomes one of another kind: first what converts and what does not, then as long work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.words import fold
from crm.errors import FieldUnfit
from crm.events import FieldChanged
from crm.models import Field, FieldValue, Record
from crm.models.field.holding import PREFIX
from crm.policies import FIELDS
from ledger.record import record
from live.jobs import long_work
from live.jobs.registry import WorkProblem
from live.models import Job

WORK = "crm.convert_field"
BATCH = 200
SHOWN = 20
INTO = [kind for kind in Field.Kind if kind not in (Field.Kind.FORMULA, Field.Kind.LINK, Field.Kind.HIDDEN)]


@dataclass(frozen=True)
class Misfit:
    record: Any
    value: str
    why: str


@dataclass(frozen=True)
class Conversion:
    """A field as it is, and as it would be."""

    old: Field
    new: Field

    @classmethod
    def into(cls, field: Field, kind: str) -> Self:
        """A list to choose from is made of what stands there."""
        new = Field.objects.get(pk=field.pk)
        new.kind, new.default = kind, None
        new.rules = {name: rule for name, rule in field.rules.items() if name in ("least", "most", "currency")}
        if not new.has_options:
            new.options = []
        elif not field.has_options:
            new.say({"options": labels_of(field)})
        return cls(field, new)

    def of(self, kept: Any) -> Any:
        """What it becomes. Raises FieldUnfit."""
        words = self.old.show(kept) if self.old.has_options else self.old.plain(kept)
        return self.new.read(words)

    def count(self) -> tuple[int, list[Misfit], int]:
        """How many convert; the first that do not, and how many these are."""
        misfits: list[Misfit] = []
        fit = number = 0
        for row in holders(self.old):
            try:
                self.of(row.custom[self.old.key])
                fit += 1
            except FieldUnfit as unfit:
                number += 1
                if len(misfits) < SHOWN:
                    misfits.append(Misfit(row, self.old.show(row.custom[self.old.key]), unfit.why))
        return fit, misfits, number


def labels_of(field: Field) -> list[dict[str, str]]:
    """What stands in it, each once: at most so many as one can choose from."""
    found: dict[str, str] = {}
    for row in holders(field):
        text = field.plain(row.custom[field.key])[:80]
        found.setdefault(fold(text), text)
        if len(found) > Field.MOST_OPTIONS:
            break
    return [{"label": found[each]} for each in sorted(found)]


def holders(field: Field) -> Iterator[Record]:
    model: Any = apps.get_model("crm", field.of)
    return model.objects.filter(custom__has_key=field.key).order_by("id").iterator(chunk_size=1_000)


@long_work(WORK, label=gettext_lazy("Another kind of field"), permission=FIELDS)
def convert(job: Job) -> bool:
    """The next records. What does not convert goes, and stands in the record's history."""
    field: Field | None = Field.objects.select_for_update(of=("self",)).filter(pk=job.params["field"]).first()
    if field is None:
        raise WorkProblem(_("This field is not there any more."))
    if not job.position:
        field = begin(job, field)
    old: Field = Field.objects.get(pk=field.pk)
    old.kind, old.options = job.position["kind"], job.position["options"]
    model: Any = apps.get_model("crm", field.of)
    found = model.objects.filter(custom__has_key=field.key)
    if after := job.position.get("after"):
        found = found.filter(pk__gt=UUID(after))
    batch = list(found.order_by("id").select_for_update(of=("self",))[:BATCH])
    for row in batch:
        take(row, Conversion(old, field), by=job.started_by)
    if batch:
        job.position = {**job.position, "after": str(batch[-1].pk)}
    job.done += len(batch)
    return len(batch) == BATCH


def begin(job: Job, field: Field) -> Field:
    """From now on the field is of the other kind; what is not converted yet is shown as it was."""
    new = Conversion.into(field, job.params["kind"]).new
    job.position = {"kind": field.kind, "options": field.options}
    job.total = apps.get_model("crm", field.of).objects.filter(custom__has_key=field.key).count()
    new.unique = field.unique and new.kind not in (Field.Kind.LONG, Field.Kind.CHECK, Field.Kind.CHOICES)
    new.version += 1
    new.save()
    record(FieldChanged(new.pk, new.of), by=job.started_by, subject=new, changes={"kind": (field.kind, new.kind)})
    return new


def take(row: Any, conversion: Conversion, *, by: Any) -> None:
    name, field = PREFIX + conversion.new.key, conversion.new
    before = row.custom[field.key]
    try:
        after = conversion.of(before)
    except FieldUnfit:
        after = None
    row.say(name, after)
    row.save(update_fields=["custom"])
    FieldValue.keep(row, [field])
    if after != before:
        record(row.CHANGED(row.pk, [name]), by=by, subject=row, changes=row.discreet({name: (before, after)}))
