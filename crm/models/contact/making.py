"""A contact that a colleague enters, and one who comes by themselves."""

from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import IntegrityError, models, transaction

from core.ids import uuid7
from core.text import one_line
from crm.errors import ContactIdTaken, ContactNameless
from crm.events import ContactMade
from crm.models.contact.changing import FIELDS
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership


class Making(models.Model):
    class Meta:
        abstract = True

    @classmethod
    def make(cls, *, by: "Membership", id: UUID | None = None, **said: str) -> Self:
        """Enter one, with `name`, `email` or `phone`. The same `id` again is the one that is there.

        Raises ContactNameless where nothing is said, ContactIdTaken where the `id` is another firm's.
        """
        known = {name: text for name in FIELDS if (text := one_line(said.get(name, ""), FIELDS[name]))}
        if not known:
            raise ContactNameless
        try:
            with transaction.atomic():
                return cls._made(by, id or uuid7(), known)
        except IntegrityError:
            found: Self | None = cls.objects.filter(pk=id).first()  # type: ignore[attr-defined]
            if found is None:
                raise ContactIdTaken from None
            return found

    @classmethod
    def meet(cls, **said: str) -> Self:
        """One who came by themselves, of whom nothing need be known yet."""
        return cls._made(None, uuid7(), {name: one_line(text, FIELDS[name]) for name, text in said.items() if text})

    @classmethod
    def _made(cls, by: "Membership | None", id: UUID, known: dict[str, str]) -> Self:
        contact = cls(id=id, **known)
        contact.save(force_insert=True)
        if known:
            changes: dict[str, Any] = {name: (None, text) for name, text in known.items()}
            record(ContactMade(contact.pk), by=by, subject=contact, changes=changes)
        return contact
