"""A field that a firm adds to a kind of its records."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.ids import uuid7
from core.models import FirmManager, FirmQuerySet, IdModel
from core.text import one_line, tidy
from core.words import fold
from crm.errors import FieldInUse, FieldNameTaken, FieldUnfit, FieldUnmade, TooManyFields
from crm.events import FieldChanged
from crm.models.field.formula import names_in
from crm.models.field.kinds import KINDS, Text
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership

OWN = {
    "contact": frozenset({"created_at"}),
    "company": frozenset({"created_at"}),
    "deal": frozenset({"amount", "probability", "expected_on", "created_at"}),
}
"""What a formula may speak of besides the custom fields."""


class FieldQuerySet(FirmQuerySet):
    def standing(self, of: str) -> Self:
        """Those in use on records of a kind, in their order."""
        return self.filter(of=of, closed_at=None).order_by("position", "id")


class FieldManager(FirmManager.from_queryset(FieldQuerySet)):  # type: ignore[misc]
    """`Field.objects.standing("deal")`."""


class Field(IdModel):
    """`key` names it in the record's JSON, in files and over the API, and never changes."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        LONG = "long", _("Long text")
        NUMBER = "number", _("Number")
        MONEY = "money", _("Amount of money")
        DATE = "date", _("Date")
        MOMENT = "moment", _("Date and time")
        CHOICE = "choice", _("One of a list")
        RADIO = "radio", _("One of a few, all in sight")
        CHOICES = "choices", _("Several of a list")
        CHECK = "check", _("Yes or no")
        LINK = "link", _("Another record")
        FORMULA = "formula", _("Formula")
        HIDDEN = "hidden", _("Hidden: set by forms, files and programs")

    MOST: ClassVar = 200
    MOST_OPTIONS: ClassVar = 300
    SAID: ClassVar = (
        "name",
        "group",
        "help",
        "required",
        "unique",
        "default",
        "options",
        "rules",
        "readers",
        "editors",
        "sensitive",
    )

    of = models.CharField(max_length=12)  # a kind of record
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=80)
    group = models.CharField(max_length=60, blank=True)
    help = models.CharField(max_length=300, blank=True)
    required = models.BooleanField(default=False)
    unique = models.BooleanField(default=False)
    default = models.JSONField(null=True, blank=True)
    options = models.JSONField(default=list, blank=True)  # [{"id", "label", "gone"}]
    rules = models.JSONField(default=dict, blank=True)  # shape, least, most, currency, of, formula: what its kind knows
    readers = ArrayField(models.BigIntegerField(), default=list, blank=True)  # ids of roles; none: everyone
    editors = ArrayField(models.BigIntegerField(), default=list, blank=True)
    sensitive = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = FieldManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["firm", "of", "key"], name="a_field_key_is_unique_on_its_records")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(cls, *, by: "Membership", of: str, kind: str, name: str, **said: Any) -> Self:
        """A new one, last of those there are. Raises FieldUnmade, FieldNameTaken, TooManyFields."""
        others = cls.objects.filter(of=of)
        if others.count() >= cls.MOST:
            raise TooManyFields
        last = others.aggregate(last=models.Max("position"))["last"]
        row = cls(id=uuid7(), of=of, kind=kind, position=(last or 0) + 1)
        row.say({"name": name, **said})
        keys = set(others.values_list("key", flat=True)) | OWN[of]
        row.key = free_key(row.name, keys)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise FieldNameTaken from None
        record(
            FieldChanged(row.pk, row.of), by=by, subject=row, changes={"name": (None, row.name), "kind": (None, kind)}
        )
        return row

    def change(self, *, by: "Membership", **said: Any) -> None:
        """Set some of SAID. Raises what `make` does, and FieldInUse where it shall be unique and is not."""
        row: Self = type(self).objects.lock(self.pk)
        before = {name: getattr(row, name) for name in said}
        row.say(said)
        changes = {name: (before[name], getattr(row, name)) for name in said if before[name] != getattr(row, name)}
        if not changes:
            return
        if "unique" in changes:
            row.insist_on_unique()
        row.version += 1
        row.save()
        record(FieldChanged(row.pk, row.of), by=by, subject=row, changes=changes)
        self.refresh_from_db()

    def say(self, said: Mapping[str, Any]) -> None:
        """Be so, cleaned. Raises FieldUnmade."""
        texts = {"name": 80, "group": 60}
        for name, value in said.items():
            if name != "options":
                setattr(self, name, one_line(value or "", texts[name]) if name in texts else value)
        self.help = tidy(self.help or "")[:300]
        if not self.name:
            raise FieldUnmade(_("Give the field a name."))
        if "options" in said:
            self.options = self._options(said["options"])
            self.__dict__.pop("offered", None)
        if self.has_options and not self.offered:
            raise FieldUnmade(_("Write at least one thing to choose from."))
        self._check_formula()
        if self.unique and self.kind in (self.Kind.LONG, self.Kind.CHECK, self.Kind.CHOICES, self.Kind.FORMULA):
            raise FieldUnmade(_("A field of this kind cannot be asked to be the only one of its value."))
        if self.required and self.kind in (self.Kind.FORMULA, self.Kind.HIDDEN):
            raise FieldUnmade(_("Nobody fills in a field of this kind: it cannot be required."))
        try:
            self.default = None if self.default in (None, "") else self.read(self.default)
        except FieldUnfit as unfit:
            raise FieldUnmade(_("The default does not fit: %(why)s") % {"why": unfit.why}) from None

    def _options(self, said: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """As said, in that order; those that are no more offered stay below, for those who have them."""
        there = {each["id"]: each for each in self.options}
        wanted, labels = [], set()
        for each in list(said)[: self.MOST_OPTIONS]:
            label = one_line(each.get("label") or "", 80)
            if not label or fold(label) in labels:
                continue
            labels.add(fold(label))
            old = there.get(str(each.get("id") or ""))
            wanted.append({"id": old["id"] if old else secrets.token_hex(4), "label": label, "gone": False})
        kept = {each["id"] for each in wanted}
        return wanted + [{**each, "gone": True} for each in self.options if each["id"] not in kept]

    def _check_formula(self) -> None:
        if self.kind != self.Kind.FORMULA:
            return
        names = names_in(str(self.rules.get("formula", ""))[:500])
        if names is None:
            raise FieldUnmade(_("This is no formula. Write one such as round(amount * 0.1, 2)."))
        known = {
            field.key: field
            for field in type(self).objects.standing(self.of)
            if field.pk != self.pk and field.kind != self.Kind.FORMULA
        }
        strange = sorted(names - known.keys() - OWN[self.of])
        if strange:
            offered = ", ".join(sorted({*known, *OWN[self.of]}))
            raise FieldUnmade(
                _("No field that can be reckoned with is called %(name)s. There are: %(offered)s.")
                % {"name": strange[0], "offered": offered}
            )

    def close(self, *, by: "Membership") -> None:
        """It is shown no more. What was written in it is kept, and comes back with it."""
        if type(self).objects.filter(pk=self.pk, closed_at=None).update(closed_at=clock.now()):
            record(FieldChanged(self.pk, self.of), by=by, subject=self, changes={"closed": (None, self.name)})

    def reopen(self, *, by: "Membership") -> None:
        if type(self).objects.filter(pk=self.pk).exclude(closed_at=None).update(closed_at=None):
            record(FieldChanged(self.pk, self.of), by=by, subject=self, changes={"opened": (None, self.name)})

    @classmethod
    def arrange(cls, of: str, ids: Sequence[Any], *, by: "Membership") -> None:
        """The fields in this order; those that are not named come after them."""
        rows = list(cls.objects.standing(of).select_for_update(of=("self",)))
        place = {str(id): number for number, id in enumerate(ids)}
        rows.sort(key=lambda row: (place.get(str(row.pk), len(place)), row.position))
        for number, row in enumerate(rows, start=1):
            row.position = number
        cls.objects.bulk_update(rows, ["position"])
        if rows:
            record(FieldChanged(rows[0].pk, of), by=by, subject=rows[0])

    def insist_on_unique(self) -> None:
        """From now on, or no more. Raises FieldInUse where two records have the same."""
        from crm.models.field.value import FieldValue

        held = FieldValue.objects.filter(field=self)
        if not self.unique:
            held.update(only="")
            return
        twice = held.values("text").annotate(times=models.Count("id")).filter(times__gt=1).count()
        if twice:
            raise FieldInUse(twice)
        held.update(only=models.F("text"))

    # ---------------------------------------------------------------- values

    @property
    def manner(self) -> Text:
        return KINDS[self.kind]

    @property
    def name_in_form(self) -> str:
        return f"field_{self.key}"

    @property
    def has_options(self) -> bool:
        return self.kind in (self.Kind.CHOICE, self.Kind.RADIO, self.Kind.CHOICES)

    @cached_property
    def offered(self) -> list[dict[str, Any]]:
        return [each for each in self.options if not each.get("gone")]

    def option(self, said: str) -> dict[str, Any] | None:
        """By its id, also one that is not offered any more; else by its words."""
        wanted = fold(said)
        by_id = (each for each in self.options if each["id"] == said)
        return next(by_id, next((each for each in self.offered if fold(each["label"]) == wanted), None))

    def read(self, said: Any) -> Any:
        """What is kept of what was said, None for nothing. Raises FieldUnfit."""
        return None if said is None else self.manner.read(self, said)

    def show(self, kept: Any) -> str:
        """As people read it; a value that the field's kind does not know is shown as it is."""
        if kept is None:
            return ""
        try:
            return self.manner.show(self, kept)
        except (ValueError, TypeError, KeyError, ArithmeticError):
            return str(kept)

    def plain(self, kept: Any) -> str:
        return "" if kept is None else self.manner.plain(self, kept)

    def is_open_to(self, me: "Membership") -> bool:
        return not self.readers or me.role_id in self.readers or me.is_owner

    def is_set_by(self, me: "Membership") -> bool:
        may = not self.editors or me.role_id in self.editors or me.is_owner
        return may and self.is_open_to(me) and self.kind != self.Kind.FORMULA


def free_key(name: str, taken: Iterable[str]) -> str:
    """ "Fee per hour" → "fee_per_hour", with a figure where that is taken."""
    bare = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:32] or "field"
    bare = f"f_{bare}" if bare[0].isdigit() else bare
    there, key, number = set(taken), bare, 2
    while key in there:
        key, number = f"{bare}_{number}", number + 1
    return key
