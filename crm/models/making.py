"""A record that a colleague enters."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from django.db import IntegrityError, transaction

from core.ids import uuid7
from crm.errors import IdTaken, Nameless
from crm.models.changing import trail
from crm.models.field.holding import HoldsFields
from ledger.facts import Fact
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership


class Making(HoldsFields):
    NAMED_BY: ClassVar[tuple[str, ...]]
    """One of these it must have."""
    NAMELESS: ClassVar[type[Nameless]]
    MADE: ClassVar[Callable[..., Fact]]
    """A fact of the record's id."""

    class Meta(HoldsFields.Meta):
        abstract = True

    @classmethod
    def make(cls, *, by: "Membership", id: UUID | None = None, **said: Any) -> Self:
        """Enter one, with what is said of FIELDS. The same `id` again is the one that is there.

        Raises Nameless where it has nothing to be called by, IdTaken where the `id` is another firm's, and what custom
        fields are refused with.
        """
        said["custom"] = cls.with_defaults(said.get("custom"))
        known = {name: value for name, value in cls.cleaned(said).items() if value not in ("", None)}
        if not any(known.get(name) for name in cls.NAMED_BY):
            raise cls.NAMELESS
        try:
            with transaction.atomic():
                return cls._made(by, id or uuid7(), known)
        except IntegrityError:
            found: Self | None = cls.objects.filter(pk=id).first()  # type: ignore[attr-defined]
            if found is None:
                raise IdTaken from None
            return found

    @classmethod
    def _made(cls, by: "Membership | None", id: UUID, known: Mapping[str, Any]) -> Self:
        row = cls(id=id)
        for name, value in known.items():
            row.say(name, value)
        row.check_change(known)
        row.save(force_insert=True)
        row.keep_fields(known, by=by)
        if known:
            changes = {name: (None, value) for name, value in known.items()}
            record(cls.MADE(row.pk), by=by, subject=row, changes=trail(cls.discreet(changes)))
        return row
