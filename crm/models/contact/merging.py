"""Two rows that turn out to be one person."""

from typing import TYPE_CHECKING, Any

from django.db import models

from crm.events import ContactMerged
from crm.models.association import Association
from ledger.record import record
from timeline.models import Entry

if TYPE_CHECKING:
    from accounts.models import Membership
    from crm.models.contact import Contact

TAKEN_OVER = ("name", "phone", "lifecycle", "owner")


class Merging(models.Model):
    class Meta:
        abstract = True

    def take_in(self, other: "Contact", *, by: "Membership | None" = None) -> None:
        """`other` is this contact: what was not known here is taken over, and its old address leads here.

        What hangs on `other` is moved by the rooms it hangs in. Done a second time, it changes nothing.
        """
        first, second = sorted((self.pk, other.pk))
        rows = {row.pk: row for row in (type(self).objects.lock(first), type(self).objects.lock(second))}  # type: ignore[attr-defined]
        kept: Any = rows[self.pk]
        merged: Any = rows[other.pk]
        if merged.merged_into_id is not None or kept.merged_into_id is not None:
            return
        merged.merged_into = kept
        merged.save(update_fields=["merged_into"])
        news = {name: getattr(merged, name) for name in TAKEN_OVER if not getattr(kept, name)}
        kept.change(by=by, **{name: value for name, value in news.items() if value})
        Entry.move(merged.ref, kept.ref)
        Association.move(merged.ref, kept.ref)
        record(ContactMerged(kept.pk, merged.pk), by=by, subject=kept, changes={"merged": (merged.label, kept.label)})
