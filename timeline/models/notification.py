"""Something a person should know of. Written by handlers of the ledger, one row a person and event."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from accounts.models import Membership
from core import clock
from core.ids import uuid7
from core.models import FirmForeignKey, FirmManager, FirmQuerySet, IdModel
from ledger.record import record
from timeline.events import NotificationsRead, PeopleNotified
from timeline.wishes import Wishes


class NotificationQuerySet(FirmQuerySet):
    def of(self, membership: Membership) -> Self:
        return self.filter(membership=membership)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class NotificationManager(FirmManager.from_queryset(NotificationQuerySet)):  # type: ignore[misc]
    """Reach notifications through the person: `Notification.objects.of(membership)`."""


class Notification(IdModel):
    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="notifications")
    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)  # "inbox.assigned", …: a room registers its kinds and their texts
    actor = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    digest = FirmForeignKey("timeline.Digest", on_delete=models.SET_NULL, null=True, related_name="notifications")

    objects = NotificationManager()  # type: ignore[misc]

    class Meta(IdModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "membership", "event_id", "kind"], name="a_person_is_told_of_an_event_once"
            )
        ]
        indexes = [
            models.Index(fields=["firm", "membership", "-created_at", "-id"], name="notifications_newest_first"),
            models.Index(fields=["firm", "membership"], condition=models.Q(read_at=None), name="notifications_unread"),
        ]

    @classmethod
    def tell(cls, people: Iterable[Membership], event: Any, *, kind: str) -> None:
        """Tell `people` of a ledger event, except whoever did it and those who muted this kind."""
        listening = [person for person in people if person.pk != event.actor and Wishes.of(person).tells(kind)]
        rows = [
            cls(
                id=uuid7(),
                firm_id=event.firm_id,
                membership=person,
                event_id=event.id,
                kind=kind,
                actor_id=event.actor,
                subject_type=event.subject_type,
                subject_id=event.subject_id,
                created_at=event.at,
            )
            for person in listening
        ]
        if rows:
            cls.objects.bulk_create(rows)
            record(PeopleNotified([row.pk for row in rows]))

    @classmethod
    def about_other(cls, before: models.Model, now: models.Model) -> None:
        """What people were told about `before` is about `now` from here on: the one was taken into the other."""
        same = {"subject_type": before._meta.label_lower, "subject_id": str(before.pk)}
        cls.objects.filter(**same).update(subject_id=str(now.pk))

    @classmethod
    def mark_read(cls, by: Membership, *, only: models.Q | None = None) -> None:
        """Mark those that match, or all, as read. Those read already stay as they were.

        One at a time for each person: a reader of the ledger marks many in one transaction, in the order of the
        events, and would meet a page that marks all of them half way.
        """
        Membership.objects.select_for_update(no_key=True).get(pk=by.pk)
        unread = cls.objects.of(by).unread().filter(only or models.Q())
        ids = list(unread.order_by("id").values_list("pk", flat=True))
        if ids:
            cls.objects.filter(pk__in=ids).update(read_at=clock.now())
            record(NotificationsRead(by.pk, ids), by=by)
