"""What a person tells their firm and its clients about themselves."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

from accounts.events import ProfileChanged
from accounts.photos import photo_url
from accounts.signature import clean
from core.text import one_line
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models.membership import Membership

PROFILE = ("name", "job_title", "signature", "time_zone", "languages", "working_hours")


class Profiled(models.Model):
    photo: Any

    class Meta:
        abstract = True

    def change_profile(self, *, by: "Membership", **fields: Any) -> None:
        """Set any of PROFILE. The signature is cleaned, name and title stand on one line; what stays the same is not recorded."""
        if unknown := fields.keys() - set(PROFILE):
            raise TypeError(f"Not part of a profile: {', '.join(sorted(unknown))}")
        if "signature" in fields:
            fields["signature"] = clean(fields["signature"])
        for name in fields.keys() & {"name", "job_title"}:
            fields[name] = one_line(fields[name], 120)
        changes = {name: (getattr(self, name), value) for name, value in fields.items() if getattr(self, name) != value}
        self._change(changes, by)

    def change_photo(self, *, by: "Membership", photo: UUID | None) -> None:
        """Show the picture with this file id, or none."""
        if self.photo != photo:
            self._change({"photo": (self.photo, photo)}, by)

    @property
    def photo_url(self) -> str:
        """Where the photo is shown from; empty without one."""
        return photo_url(self.photo) if self.photo else ""

    def _change(self, changes: dict[str, tuple[Any, Any]], by: "Membership") -> None:
        if not changes:
            return
        for name, (_before, after) in changes.items():
            setattr(self, name, after)
        self.save(update_fields=list(changes))
        record(ProfileChanged(self.pk, list(changes)), by=by, subject=self, changes=changes)
