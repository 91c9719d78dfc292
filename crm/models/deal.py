"""A deal: what may become work, what it is worth, and how far it has come."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.money import money
from core.text import one_line
from core.words import words
from crm.errors import DealNameless, LostWithoutReason, NoSuchStage
from crm.events import DealChanged, DealMade
from crm.models.board.interval import StageInterval
from crm.models.board.item import BoardItem
from crm.models.board.locking import lock_stages
from crm.models.board.total import Ledger
from crm.models.changing import as_is, line, trail
from crm.models.pipeline import Stage
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership


class Deal(BoardItem):
    KIND: ClassVar = "deal"
    FIELDS: ClassVar = {
        "name": line(200),
        "amount": as_is,
        "currency": as_is,
        "probability": as_is,
        "expected_on": as_is,
        "owner": as_is,
    }
    NAMED_BY: ClassVar = ("name",)
    FOUND_BY: ClassVar = frozenset({"name"})
    NAMELESS: ClassVar = DealNameless
    CHANGED: ClassVar = DealChanged
    ENTERED: ClassVar = (*BoardItem.ENTERED, "lost_reason")

    name = models.CharField(_("name"), max_length=200)
    expected_on = models.DateField(_("expected close"), null=True, blank=True)
    lost_reason = models.CharField(_("why it was lost"), max_length=200, blank=True)

    class Meta(BoardItem.Meta):
        indexes = [
            models.Index(fields=["firm", "pipeline", "owner", "stage", "rank"], name="deals_of_an_owner"),
            models.Index(fields=["firm", "-created_at", "-id"], name="deals_newest_first"),
        ]

    @classmethod
    def make(cls, *, by: "Membership", stage: Stage, id: UUID | None = None, **said: Any) -> Self:  # type: ignore[override]
        """Enter one at the top of `stage`. Raises what Record.make does."""
        said.setdefault("currency", stage.pipeline.currency)
        return super().make(by=by, id=id, stage=stage, **said)

    @classmethod
    def cleaned(cls, said: Mapping[str, Any]) -> dict[str, Any]:
        found = super().cleaned(said)
        return {**found, "stage": said["stage"]} if "stage" in said else found

    @classmethod
    def _made(cls, by: "Membership | None", id: UUID, known: Mapping[str, Any]) -> Self:
        stage = lock_stages([known["stage"].pk]).get(known["stage"].pk)
        if stage is None:
            raise NoSuchStage
        now = clock.now()
        row = cls(id=id, pipeline_id=stage.pipeline_id, rank=cls.first_rank(stage), created_at=now, stage_since=now)
        for name, value in {**known, "stage": stage}.items():
            row.say(name, value)
        row.closed_at = now if stage.is_closing else None
        row.save(force_insert=True)
        row.keep_fields(known, by=by)
        ledger = Ledger()
        ledger.put(row)
        ledger.write()
        StageInterval.begin([row], by=by, at=now, came_from={})
        changes = {name: (None, value) for name, value in known.items() if name != "stage"}
        fact = DealMade(row.pk, stage.pipeline_id, stage.pk)
        record(fact, by=by, subject=row, changes=trail({**cls.discreet(changes), "stage": (None, stage.name)}))
        return row

    @property
    def label(self) -> str:
        return self.name

    @property
    def worth(self) -> str:
        """Its value as people read it, "" for none."""
        return money(self.amount, self.currency) if self.amount is not None else ""

    def found_words(self) -> set[str]:
        return words(self.name)

    def enter(self, stage: Stage, *, at: Any, lost_reason: str = "", **said: Any) -> None:
        """Raises LostWithoutReason."""
        super().enter(stage, at=at)
        reason = one_line(lost_reason, 200)
        if stage.kind == Stage.Kind.LOST and not reason:
            raise LostWithoutReason
        self.lost_reason = reason if stage.kind == Stage.Kind.LOST else ""
