"""What colleagues know of a contact, and changing it."""

from typing import TYPE_CHECKING, Any

from django.db import models

from core.text import one_line
from crm.events import ContactChanged
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models import Membership

FIELDS = {"name": 200, "email": 254, "phone": 32}


class Changing(models.Model):
    class Meta:
        abstract = True

    def change(self, *, by: "Membership | None", **fields: str) -> None:
        """Set `name`, `email` or `phone`; `by` is None when the client told it themselves. The same again is nothing."""
        contact: Any = type(self).objects.lock(self.pk)  # type: ignore[attr-defined]
        wanted = {name: one_line(value, FIELDS[name]) for name, value in fields.items()}
        changes = {
            name: (getattr(contact, name), value) for name, value in wanted.items() if getattr(contact, name) != value
        }
        if not changes:
            return
        for name, (_before, after) in changes.items():
            setattr(contact, name, after)
            setattr(self, name, after)
        contact.save(update_fields=list(changes))
        record(ContactChanged(contact.pk, list(changes)), by=by, subject=contact, changes=changes)
