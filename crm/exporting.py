"""Everything that is known of the records of a kind, as a table. What a spreadsheet would run as a formula is made words."""

import csv
import io
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crm.held import Held
from crm.models import Company, Contact, Deal, Field, Record
from crm.policies import IMPORT
from files.parts import Part, link
from live.jobs import long_work
from live.models import Job

BATCH = 500
COLUMNS = {
    "contact": ("id", "name", "email", "phone", "lifecycle", "owner", "created_at"),
    "company": ("id", "name", "domain", "phone", "lifecycle", "parent", "owner", "created_at"),
    "deal": (
        "id",
        "name",
        "pipeline",
        "stage",
        "amount",
        "currency",
        "probability",
        "expected_on",
        "owner",
        "lost_reason",
        "created_at",
        "closed_at",
    ),
}
RUNS = ("=", "+", "-", "@", "\t", "\r")


def defused(text: str) -> str:
    """With a mark before it where a spreadsheet would take it for a formula; a number stays a number."""
    if not text.startswith(RUNS):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


class Table:
    """Of one kind, as `me` may see it."""

    def __init__(self, model: type[Record], me: Membership) -> None:
        self.model, self.me = model, me
        self.fields = [
            field for field in Field.objects.standing(model.KIND) if field.is_open_to(me) and not field.sensitive
        ]

    @property
    def header(self) -> list[str]:
        return [*COLUMNS[self.model.KIND], *(f"{self.model.KIND}.custom.{field.key}" for field in self.fields)]

    def row(self, record: Any) -> list[str]:
        own = [getattr(record, name) for name in COLUMNS[self.model.KIND]]
        held = {each.field.key: each for each in Held(self.me, record, self.fields).all}
        custom = [
            field.plain(held[field.key].kept) if field.kind != Field.Kind.FORMULA else held[field.key].text
            for field in self.fields
        ]
        return [defused(self._plain(value)) for value in own] + [defused(text) for text in custom]

    def _plain(self, value: Any) -> str:
        if value is None:
            return ""
        return str(value.isoformat() if hasattr(value, "isoformat") else value)


def export_of(model: type[Record], name: str) -> Any:
    """One step: the next records behind what is committed, so what a killed worker wrote is written over."""

    def step(job: Job) -> bool:
        table, after = Table(model, job.started_by), job.position.get("after")
        found: Any = model.objects.known().select_related("owner")
        if model is Deal:
            found = found.select_related("pipeline", "stage")
        if model is Company:
            found = found.select_related("parent")
        if job.total is None:
            job.total = model.objects.known().count()
        batch = list(found.filter(**({"id__gt": UUID(after)} if after else {})).order_by("id")[:BATCH])
        text = io.StringIO()
        writer = csv.writer(text)
        if not job.position:
            writer.writerow(table.header)
        writer.writerows(table.row(record) for record in batch)
        length = Part(job, "csv").append(text.getvalue().encode("utf-8" if job.position else "utf-8-sig"))
        job.position = {"after": str(batch[-1].pk) if batch else after, "bytes": length}
        job.done += len(batch)
        if len(batch) == BATCH:
            return True
        job.result = {"file": str(Part(job, "csv").take_in(name).pk)}
        return False

    return step


for model, name, offer in (
    (Contact, "contacts", _("Export contacts")),
    (Company, "companies", _("Export companies")),
    (Deal, "deals", _("Export deals")),
):
    long_work(
        f"crm.export_{name}",
        label=offer,
        offer=offer,
        permission=IMPORT,
        clean_up=lambda job: Part(job, "csv").drop(),
        result=link,
    )(export_of(model, name))
