"""A pipeline and its stages: for sales, or for anything that goes through stages."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.ids import uuid7
from core.models import FirmForeignKey, FirmManager, FirmQuerySet, IdModel
from core.text import one_line
from crm.errors import NoSuchStage, PipelineEdited, PipelineInUse, PipelineUnfit
from crm.events import PipelineChanged
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership

Said = Mapping[str, Any]
"""What is said of a stage, by the names of Stage.SAID."""


class PipelineQuerySet(FirmQuerySet):
    def open(self) -> Self:
        """Those in use, in their order."""
        return self.filter(closed_at=None).order_by("created_at", "id")


class PipelineManager(FirmManager.from_queryset(PipelineQuerySet)):  # type: ignore[misc]
    """`Pipeline.objects.open()`."""


class Pipeline(IdModel):
    MOST_STAGES: ClassVar = 30

    name = models.CharField(_("name"), max_length=60)
    holds = models.CharField(max_length=12, default="deal")  # which kind of record: crm/boards.py
    currency = models.CharField(_("currency"), max_length=3, default="EUR")  # ISO 4217
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = PipelineManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        pass

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(
        cls, *, by: "Membership", name: str, stages: Sequence[Said], currency: str = "EUR", holds: str = "deal"
    ) -> Self:
        """`stages` in their order, each with a name and, where they are not as usual, kind, probability, rot_days, wip_limit.

        Raises PipelineUnfit.
        """
        pipeline = cls(id=uuid7(), name=one_line(name, 60), currency=currency, holds=holds)
        rows = pipeline._rows(stages, {})
        pipeline.save(force_insert=True)
        for row in rows:
            row.save(force_insert=True)
        record(PipelineChanged(pipeline.pk), by=by, subject=pipeline, changes={"name": (None, pipeline.name)})
        return pipeline

    def arrange(
        self, *, by: "Membership", name: str, currency: str, stages: Sequence[Said], version: int | None = None
    ) -> None:
        """Other names, another order, stages more or less; a stage that stays brings its `id`. `version` is what was seen.

        Raises PipelineUnfit, PipelineEdited where somebody was faster, PipelineInUse where a stage that goes holds something.
        """
        pipeline: Pipeline = type(self).objects.lock(self.pk)
        if version is not None and version != pipeline.version:
            raise PipelineEdited
        before = pipeline.name
        pipeline.name, pipeline.currency, pipeline.version = one_line(name, 60), currency, pipeline.version + 1
        there = {stage.pk: stage for stage in pipeline.stages.standing().select_for_update(of=("self",)).order_by("id")}
        rows = pipeline._rows(stages, there)
        pipeline.save(update_fields=["name", "currency", "version"])
        for pk in there.keys() - {row.pk for row in rows}:
            there[pk].leave()
        for row in rows:
            row.save()
        record(PipelineChanged(self.pk), by=by, subject=pipeline, changes={"name": (before, pipeline.name)})

    def close(self, *, by: "Membership") -> None:
        """It is shown no more. What stands in it stays where it is."""
        if type(self).objects.filter(pk=self.pk, closed_at=None).update(closed_at=clock.now()):
            record(PipelineChanged(self.pk), by=by, subject=self, changes={"closed": (None, self.name)})

    def reopen(self, *, by: "Membership") -> None:
        if type(self).objects.filter(pk=self.pk, closed_at__isnull=False).update(closed_at=None):
            record(PipelineChanged(self.pk), by=by, subject=self, changes={"closed": (self.name, None)})

    def _rows(self, said: Sequence[Said], there: Mapping[UUID, "Stage"]) -> list["Stage"]:
        """The stages as they will be. Raises PipelineUnfit, NoSuchStage."""
        if len(said) > self.MOST_STAGES:
            raise PipelineUnfit
        rows = []
        for position, each in enumerate(said):
            id = each.get("id")
            if id is not None and id not in there:
                raise NoSuchStage
            row = there[id] if id is not None else Stage(id=uuid7(), pipeline=self)
            row.set(position=position, **{name: each[name] for name in Stage.SAID if name in each})
            rows.append(row)
        names = [row.name.casefold() for row in rows]
        if not self.name or not all(names) or len(set(names)) < len(names):
            raise PipelineUnfit
        if not any(row.kind == Stage.Kind.OPEN for row in rows):
            raise PipelineUnfit
        return rows

    @property
    def stream(self) -> str:
        return f"board:{self.pk}"


class StageQuerySet(FirmQuerySet):
    def standing(self) -> Self:
        """Those that a board shows, in their order."""
        return self.filter(gone_at=None).order_by("position", "id")


class StageManager(FirmManager.from_queryset(StageQuerySet)):  # type: ignore[misc]
    """`pipeline.stages.standing()`."""


class Stage(IdModel):
    class Kind(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    SAID: ClassVar = ("name", "kind", "probability", "rot_days", "wip_limit")

    pipeline = FirmForeignKey(Pipeline, on_delete=models.CASCADE, related_name="stages")
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.OPEN)
    probability = models.PositiveSmallIntegerField(_("probability"), default=50)  # percent
    rot_days = models.PositiveSmallIntegerField(_("stale after days"), null=True, blank=True)
    wip_limit = models.PositiveSmallIntegerField(_("limit"), null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    gone_at = models.DateTimeField(null=True, editable=False)

    objects = StageManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(probability__lte=100), name="a_stage_is_at_most_certain")
        ]

    def __str__(self) -> str:
        return self.name

    def set(self, **said: Any) -> None:
        for name, value in said.items():
            setattr(self, name, one_line(value, 60) if name == "name" else value)
        if self.kind != self.Kind.OPEN:
            self.probability = 100 if self.kind == self.Kind.WON else 0

    def leave(self) -> None:
        """It goes, being empty; what once stood here is still counted in the past. Raises PipelineInUse."""
        from crm.models.board.item import BoardItem

        if any(items.objects.filter(stage=self).exists() for items in BoardItem.__subclasses__()):
            raise PipelineInUse
        self.gone_at = clock.now()
        self.save(update_fields=["gone_at"])

    @property
    def is_closing(self) -> bool:
        return self.kind != self.Kind.OPEN


def stage_of(pipeline: Pipeline, id: UUID | None) -> Stage:
    """Raises NoSuchStage."""
    found: Stage | None = pipeline.stages.standing().filter(pk=id).first()
    if found is None:
        raise NoSuchStage
    return found
