"""Two records that turned out to be one, and all that was moved for it: a ledger by which they are two again."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.apps import apps
from django.db import models

from accounts.models import Membership
from core import clock
from core.ids import uuid7
from core.models import FirmForeignKey, IdModel
from crm.errors import StillMerged
from crm.events import RecordSeparated, SaidApart
from crm.models.association import Association
from crm.models.changing import as_kept, of_kept
from crm.models.merge import moving
from ledger.record import record
from timeline.refs import Ref

if TYPE_CHECKING:
    from crm.models.merging import Merging


class Merge(IdModel):
    of = models.CharField(max_length=12)  # a kind of record
    kept_id = models.UUIDField()
    merged_id = models.UUIDField()
    by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    fields = models.JSONField(default=dict)  # of the kept one: {name: [before, after]}
    undone_at = models.DateTimeField(null=True)

    class Meta(IdModel.Meta):
        indexes = [
            models.Index(fields=["firm", "kept_id"], condition=models.Q(undone_at=None), name="merges_of_a_record"),
        ]

    @classmethod
    def standing(cls, kept: Ref) -> "models.QuerySet[Any]":
        """Those of a record that are not undone, the newest first."""
        return cls.objects.filter(of=kept.kind, kept_id=kept.id, undone_at=None).order_by("-at", "-id")

    @classmethod
    def begin(cls, kept: "Merging", merged: "Merging", *, by: Membership | None) -> Self:
        row = cls(id=uuid7(), of=kept.KIND, kept_id=kept.pk, merged_id=merged.pk, by=by)
        row.save(force_insert=True)
        return row

    @property
    def kept(self) -> Ref:
        return Ref(self.of, self.kept_id)

    @property
    def merged(self) -> Ref:
        return Ref(self.of, self.merged_id)

    @property
    def other(self) -> Any:
        """The one that was merged into it."""
        return self._model.objects.get(pk=self.merged_id)

    @property
    def _model(self) -> Any:
        return apps.get_model("crm", self.of)

    def keep_fields(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.fields = {name: [as_kept(before[name]), as_kept(after[name])] for name in after}
        self.save(update_fields=["fields"])

    def undo(self, *, by: Membership, goes: Iterable[UUID] = ()) -> None:
        """They are two again, each with what it had. `goes` are entries that came since, and are of the one that was merged.

        What somebody wrote about the kept one since stays as it is. Raises StillMerged where that one was merged itself.
        """
        row: Self = type(self).objects.lock(self.pk)
        if row.undone_at is not None:
            return
        rows = {pk: self._model.objects.lock(pk) for pk in sorted((row.kept_id, row.merged_id))}
        kept, merged = rows[row.kept_id], rows[row.merged_id]
        if kept.merged_into_id is not None:
            raise StillMerged(kept, self._model.objects.get(pk=kept.merged_into_id))
        back = {name: before for name, (before, after) in row.fields.items() if as_kept(kept.said(name)) == after}
        kept.put(of_kept(self._model, back), by=by)
        merged.merged_into = None
        merged.save(update_fields=["merged_into"])
        merged.keep_values()
        for association in Association.objects.filter(pk__in=moving.rows_of(row, moving.MADE)):
            association.part(by=by)
        moving.back(row)
        for restored in Association.objects.filter(pk__in=moving.rows_of(row, moving.ASSOCIATION)):
            restored.tell(by=by)
        moving.hand_over(row.kept, row.merged, goes)
        row.undone_at = clock.now()
        row.save(update_fields=["undone_at"])
        names = (kept.label, f"{kept.label}, {merged.label}")
        record(RecordSeparated(str(row.kept), str(row.merged)), by=by, subject=kept, changes={"separated": names})
        for each in (kept, merged):
            each.tell_of_name(by=by)


class MergedRow(IdModel):
    """One row that was moved, by its place; `was` where it had to go, as it was."""

    MOST: ClassVar = 1_000_000

    merge = FirmForeignKey(Merge, on_delete=models.CASCADE, related_name="rows")
    place = models.CharField(max_length=60)
    row_id = models.UUIDField()
    was = models.JSONField(null=True)

    class Meta(IdModel.Meta):
        indexes = [models.Index(fields=["firm", "merge", "place"], name="rows_of_a_merge")]


class Apart(IdModel):
    """Two records that look like one and are not: somebody said so."""

    of = models.CharField(max_length=12)
    one_id = models.UUIDField()
    other_id = models.UUIDField()

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm", "one_id", "other_id"], name="two_are_apart_once")]

    @classmethod
    def say(cls, one: "Merging", other: "Merging", *, by: Membership) -> None:
        """Suggest them no more. Said again it is nothing."""
        first, second = sorted((one.pk, other.pk))
        row, made = cls.objects.get_or_create(one_id=first, other_id=second, defaults={"of": one.KIND})
        if made:
            record(SaidApart(str(one.ref), str(other.ref)), by=by, subject=row)
