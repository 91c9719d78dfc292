"""Logging an activity, editing it, deleting it and putting it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import IntegrityError, models, transaction

from core import clock
from core.ids import uuid7
from core.text import tidy
from ledger.record import record
from timeline.errors import ActivityEdited as EditedMeanwhile
from timeline.errors import (
    ActivityEmpty,
    ActivityGone,
    ActivityTooLong,
    IdTaken,
    LoggedOnNothing,
    NoSuchMoment,
    NotYoursToEdit,
    OutcomeUnfit,
)
from timeline.events import ActivityDeleted, ActivityEdited, ActivityLogged, ActivityRestored
from timeline.models.entry import Entry
from timeline.policies import can_delete_activity, can_edit_activity
from timeline.refs import Ref

if TYPE_CHECKING:
    from accounts.models import Membership
    from timeline.models.activity import Activity


YEARS = range(1900, 2200)


class Logged(models.Model):
    class Meta:
        abstract = True

    @classmethod
    def log(
        cls,
        *,
        by: "Membership",
        kind: str,
        body: str,
        about: Sequence[Ref],
        outcome: str = "",
        at: datetime | None = None,
        id: UUID | None = None,
    ) -> Self:
        """Log it on the timelines of `about`, where it happened `at`. The same `id` again is the one that is there.

        Raises ActivityEmpty, ActivityTooLong, LoggedOnNothing, OutcomeUnfit, NoSuchMoment; IdTaken where the `id` is another's.
        """
        id = id or uuid7()
        words = _checked(cls, body)
        if not about:
            raise LoggedOnNothing
        if outcome and outcome not in cls.OUTCOMES.get(kind, ()):  # type: ignore[attr-defined]
            raise OutcomeUnfit
        if at is not None and at.year not in YEARS:
            raise NoSuchMoment
        now = clock.now()
        said = {"kind": kind, "outcome": outcome, "author": by, "body": words}
        activity: Any = cls(id=id, occurred_at=at or now, created_at=now, **said)
        try:
            with transaction.atomic():
                activity.save(force_insert=True)
        except IntegrityError:
            found = cls.objects.filter(pk=id, author=by).first()  # type: ignore[attr-defined]
            if found is None or not set(about) <= {entry.ref for entry in found.entries}:
                raise IdTaken from None
            return found
        Entry.put(cls.SOURCE, id, about, kind=kind, at=activity.occurred_at)  # type: ignore[attr-defined]
        fact = ActivityLogged(id, kind, [str(ref) for ref in about])
        record(fact, by=by, subject=activity, changes={"body": (None, words)})
        return activity

    def edit(self, *, by: "Membership", body: str, version: int | None = None) -> None:
        """Other words. `version` is what the writer saw: raises EditedMeanwhile where somebody was faster.

        Raises ActivityGone where it was deleted.
        """
        activity = self._locked()
        if not can_edit_activity(by, activity):
            raise NotYoursToEdit
        words = _checked(type(self), body)
        if activity.deleted_at is not None:
            raise ActivityGone
        if words == activity.body:
            return
        if version is not None and version != activity.version:
            raise EditedMeanwhile
        before, activity.body = activity.body, words
        activity.version += 1
        activity.edited_at = clock.now()
        activity.save(update_fields=["body", "version", "edited_at"])
        record(ActivityEdited(activity.pk), by=by, subject=activity, changes={"body": (before, words)})

    def discard(self, *, by: "Membership") -> None:
        """Into the bin: it stands on no timeline. Doing it again changes nothing."""
        activity = self._locked()
        if not can_delete_activity(by, activity):
            raise NotYoursToEdit
        if activity.deleted_at is None:
            self._set_deleted(activity, clock.now())
            fact = ActivityDeleted(activity.pk, activity._refs())
            record(fact, by=by, subject=activity, changes={"body": (activity.body, None)})

    def restore(self, *, by: "Membership") -> None:
        """Back where it stood."""
        activity = self._locked()
        if not can_delete_activity(by, activity):
            raise NotYoursToEdit
        if activity.deleted_at is not None:
            self._set_deleted(activity, None)
            record(ActivityRestored(activity.pk), by=by, subject=activity, changes={"body": (None, activity.body)})

    @property
    def entries(self) -> Any:
        return Entry.objects.of(self.SOURCE, self.pk)  # type: ignore[attr-defined]

    def _refs(self) -> list[str]:
        return sorted(str(entry.ref) for entry in self.entries)

    @staticmethod
    def _set_deleted(activity: "Activity", at: datetime | None) -> None:
        activity.deleted_at = at
        activity.save(update_fields=["deleted_at"])
        activity.entries.update(hidden=at is not None)

    def _locked(self) -> "Activity":
        locked: Activity = type(self).objects.lock(self.pk)  # type: ignore[attr-defined]
        return locked


def _checked(model: Any, body: str) -> str:
    words = tidy(body)
    if not words:
        raise ActivityEmpty
    if len(words) > model.MAX_LENGTH:
        raise ActivityTooLong
    return words
