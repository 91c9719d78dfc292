"""Two records that belong together, and as what: the decision maker of a deal, the billing address of a company."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q

from core import clock
from core.ids import uuid7
from core.models import FirmManager, FirmQuerySet, IdModel
from core.tenancy import current_firm_id
from core.text import one_line
from crm.errors import AssociatedWithItself, TooManyAssociations
from crm.events import RecordsAssociated, RecordsParted
from ledger.record import record
from timeline.refs import Ref

if TYPE_CHECKING:
    from accounts.models import Membership

ORDER = ("contact", "company", "deal")


class AssociationQuerySet(FirmQuerySet):
    def of(self, ref: Ref) -> Self:
        return self.filter(Q(one_type=ref.kind, one_id=ref.id) | Q(other_type=ref.kind, other_id=ref.id))


class AssociationManager(FirmManager.from_queryset(AssociationQuerySet)):  # type: ignore[misc]
    """`Association.objects.of(contact.ref)`."""


class Association(IdModel):
    """Kept once for both, in one order."""

    MOST: ClassVar = 1_000

    one_type = models.CharField(max_length=12)
    one_id = models.UUIDField()
    other_type = models.CharField(max_length=12)
    other_id = models.UUIDField()
    label = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = AssociationManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "one_type", "one_id", "other_type", "other_id"], name="two_records_are_associated_once"
            )
        ]
        indexes = [models.Index(fields=["firm", "other_type", "other_id"], name="associations_from_the_other")]

    @classmethod
    def make(cls, one: Ref, other: Ref, *, by: "Membership | None", label: str = "") -> Self:
        """Let two records belong together. Where they do already, only the label is set.

        Raises AssociatedWithItself, TooManyAssociations.
        """
        if one == other:
            raise AssociatedWithItself
        one, other = sorted((one, other), key=lambda ref: (ORDER.index(ref.kind), ref.id))
        pair = {"one_type": one.kind, "one_id": one.id, "other_type": other.kind, "other_id": other.id}
        label = one_line(label, 40)
        for end in (one, other):
            if cls.objects.of(end).count() >= cls.MOST and not cls.objects.filter(**pair).exists():
                raise TooManyAssociations
        made = cls(id=uuid7(), label=label, **pair)
        made.firm_id = current_firm_id()
        cls.objects.bulk_create([made], ignore_conflicts=True)
        row: Self = cls.objects.select_for_update(of=("self",)).get(**pair)
        if row.pk == made.pk:
            fact = RecordsAssociated(str(one), str(other))
            record(fact, by=by, subject=row, changes={"label": (None, label)})
        elif label != row.label:
            row.relabel(label, by=by)
        return row

    @classmethod
    def between(cls, one: Ref, other: Ref) -> Self:
        """The row of two records that stand in their order; not saved."""
        row = cls(id=uuid7(), one_type=one.kind, one_id=one.id, other_type=other.kind, other_id=other.id)
        row.firm_id = current_firm_id()
        return row

    def relabel(self, label: str, *, by: "Membership | None") -> None:
        before, self.label = self.label, one_line(label, 40)
        if before == self.label:
            return
        self.save(update_fields=["label"])
        fact = RecordsAssociated(str(self.one), str(self.other))
        record(fact, by=by, subject=self, changes={"label": (before, self.label)})

    def part(self, *, by: "Membership | None") -> None:
        """They belong together no more."""
        found, _each = type(self).objects.filter(pk=self.pk).delete()
        if found:
            fact = RecordsParted(str(self.one), str(self.other))
            record(fact, by=by, subject=self, changes={"label": (self.label, None)})

    def tell(self, *, by: "Membership | None") -> None:
        """That it is there again."""
        record(
            RecordsAssociated(str(self.one), str(self.other)),
            by=by,
            subject=self,
            changes={"label": (None, self.label)},
        )

    @property
    def one(self) -> Ref:
        return Ref(self.one_type, self.one_id)

    @property
    def other(self) -> Ref:
        return Ref(self.other_type, self.other_id)

    def beyond(self, ref: Ref) -> Ref:
        """The end that is not `ref`."""
        return self.other if self.one == ref else self.one

    @classmethod
    def move(cls, old: Ref, new: Ref) -> Iterable[Ref]:
        """Two records are one: what belonged to `old` belongs to `new`. Answers with what that was."""
        moved = list(cls.objects.of(old))
        cls.objects.filter(pk__in=[row.pk for row in moved]).delete()
        beyond = [(row.beyond(old), row.label) for row in moved]
        there = {row.beyond(new) for row in cls.objects.of(new)}
        for ref, label in beyond:
            if ref not in there and ref != new:
                cls.make(new, ref, by=None, label=label)
        return [ref for ref, _label in beyond]
