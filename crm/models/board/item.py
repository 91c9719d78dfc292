"""What stands on a board: deals, and later tickets and work. A place in a stage, and what it is worth there."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.models import FirmForeignKey, FirmManager
from crm.models.board.interval import StageInterval
from crm.models.board.locking import insist, lock_cards
from crm.models.board.moving import Moving
from crm.models.board.total import Ledger
from crm.models.pipeline import Pipeline, Stage
from crm.models.record import Record, RecordQuerySet

LARGEST = Decimal("999999999999.99")


class BoardQuerySet(RecordQuerySet):
    def in_order(self) -> Self:
        return self.order_by("rank")


class BoardManager(FirmManager.from_queryset(BoardQuerySet)):  # type: ignore[misc]
    """`Deal.objects.filter(stage=stage).in_order()`."""


class BoardItem(Moving, Record):
    """`version` counts how often it came into another stage: who moves it says which they saw."""

    IN_TOTALS: ClassVar = frozenset({"amount", "currency", "probability", "owner"})

    pipeline = FirmForeignKey(Pipeline, on_delete=models.PROTECT, related_name="+")
    stage = FirmForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    rank = models.CharField(max_length=250, db_collation="C", editable=False)  # its place: fractional indexing, base 62
    version = models.PositiveIntegerField(default=1, editable=False)
    stage_since = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    amount = models.DecimalField(
        _("value"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(LARGEST)],
    )
    currency = models.CharField(_("currency"), max_length=3)
    probability = models.PositiveSmallIntegerField(  # percent; None: as its stage says
        _("probability"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )

    objects = BoardManager()  # type: ignore[misc]

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "stage", "rank"],
                deferrable=models.Deferrable.DEFERRED,
                name="%(class)ss_have_places_of_their_own",
            ),
            models.CheckConstraint(
                condition=models.Q(probability=None) | models.Q(probability__lte=100),
                name="a_%(class)s_is_at_most_certain",
            ),
        ]

    def change(self, *, by: Membership | None, **fields: Any) -> None:
        """As of any record; what totals are made of is changed with its stage locked."""
        if not self.IN_TOTALS & fields.keys():
            super().change(by=by, **fields)
            return

        def work() -> None:
            lock_cards(type(self), [self.pk])
            super(BoardItem, self).change(by=by, **fields)

        insist(work)

    def take_change(self, news: Mapping[str, Any], *, by: Membership | None) -> None:
        ledger = Ledger()
        ledger.take(self)
        super().take_change(news, by=by)
        ledger.put(self)
        ledger.write()
        if self.IN_TOTALS & news.keys():
            StageInterval.begin([self], by=by, at=clock.now(), came_from={})

    @property
    def odds(self) -> int:
        """Percent: its own, else its stage's."""
        return self.stage.probability if self.probability is None else self.probability
