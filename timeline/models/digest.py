"""A mail that sums up what a person has not read, and whose turn it is when."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models

from accounts.models import Membership
from core import clock
from core.ids import uuid7
from core.models import FirmForeignKey, IdModel
from ledger.record import record
from timeline.events import DigestDue
from timeline.models.notification import Notification
from timeline.wishes import Wishes, quiet_until


class Digest(IdModel):
    """One mail. Which notifications went into it stands with them."""

    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="digests")
    made_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    undeliverable_at = models.DateTimeField(null=True, blank=True)

    SHOWN = 300
    """Notifications that are looked at for the mail; the newest."""
    KEPT = timedelta(days=30)

    def unread(self) -> list[Notification]:
        """The newest first."""
        found = self.notifications.unread().select_related("actor").order_by("-created_at", "-id")
        wishes = Wishes.of(self.membership)
        return [each for each in found[: self.SHOWN] if wishes.is_mailed(each.kind)]

    def put_off(self, until: datetime) -> None:
        """It was made and cannot go: what is in it waits for another."""
        turn = self._turn()
        turn.due_at = until
        self._undo(turn)

    def fail(self) -> None:
        """No mail server took it: what is in it is tried again with what is new by then, and each time later."""
        turn = self._turn()
        turn.due_at = clock.now() + min(DigestTurn.PAUSE * 2**turn.failures, DigestTurn.LONGEST_PAUSE)
        turn.failures = min(turn.failures + 1, 20)
        self._undo(turn)

    def arrive(self) -> None:
        self.mailed_at = clock.now()
        self.save(update_fields=["mailed_at"])
        DigestTurn.objects.filter(membership=self.membership_id).exclude(failures=0).update(failures=0)

    def _turn(self) -> "DigestTurn":
        """Theirs, locked, the person's row first."""
        Membership.objects.select_for_update(no_key=True).get(pk=self.membership_id)
        return DigestTurn.objects.select_for_update().get(membership=self.membership_id)

    def _undo(self, turn: "DigestTurn") -> None:
        turn.save(update_fields=["due_at", "failures"])
        self.notifications.update(digest=None)
        self.delete()


class DigestTurn(IdModel):
    """When a person's next digest is due; never, while nothing waits for it. One row a person.

    Locked after the person's row where both are; several turns in the order of their ids.
    """

    FRESH = timedelta(days=7)
    """What is older is in no digest: it is no news."""

    PAUSE, LONGEST_PAUSE = timedelta(minutes=15), timedelta(days=1)
    """Before what failed is tried again; twice as long each time."""

    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="digest_turns")
    due_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    """So often in a row no mail server took it."""

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm", "membership"], name="a_person_has_one_digest_turn")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="digest_turns_due"),
        ]

    @staticmethod
    def is_for(person: Membership) -> bool:
        """Whether `person` works here, can sign in, and wants digests. One is mailed only to an address that is proven."""
        here = person.ended_at is None and person.person.is_active and person.person.has_key
        return here and Wishes.of(person).rhythm.often != "off"

    @classmethod
    def plan(cls, notifications: Iterable[Notification]) -> None:
        """They are told of something: their next digest gets a time, if it has none."""
        told = {each.membership for each in notifications if Wishes.of(each.membership).is_mailed(each.kind)}
        people = {person.pk: person for person in told if cls.is_for(person)}
        known = set(cls.objects.filter(membership__in=people).values_list("membership", flat=True))
        cls._open(people[id] for id in sorted(people.keys() - known))
        turns = list(cls.objects.select_for_update().filter(membership__in=people).order_by("id"))
        asleep = [turn for turn in turns if turn.due_at is None]
        for turn in asleep:
            turn.due_at = _next(people[turn.membership_id])
        cls.objects.bulk_update(asleep, ["due_at"])

    @classmethod
    def replan(cls, person: Membership) -> None:
        """The person's wishes or clock have changed."""
        waits = cls.is_for(person) and cls.waiting(person).exists()
        due_at = _next(person) if waits else None
        if not cls.objects.filter(membership=person).exists():
            cls._open([person])
        turn = cls.objects.select_for_update().get(membership=person)
        turn.due_at = due_at
        turn.save(update_fields=["due_at"])

    @classmethod
    def _open(cls, people: Iterable[Membership]) -> None:
        new = [cls(id=uuid7(), firm_id=person.firm_id, membership=person) for person in people]
        cls.objects.bulk_create(new, ignore_conflicts=True)

    @classmethod
    def come(cls, person_id: int) -> bool:
        """A turn has come: make the digest. Returns whether there was something to say."""
        person = (
            Membership.objects.select_related("person").select_for_update(of=("self",), no_key=True).get(pk=person_id)
        )
        now = clock.now()
        turn = cls.objects.select_for_update().filter(membership=person, due_at__lte=now).first()
        if turn is None:
            return False
        wanted = cls.is_for(person) and person.person.is_proven
        turn.due_at = quiet_until(person, now) if wanted else None
        turn.save(update_fields=["due_at"])
        return wanted and turn.due_at is None and cls._make(person, now)

    @classmethod
    def _make(cls, person: Membership, now: datetime) -> bool:
        ids = list(cls.waiting(person).values_list("pk", flat=True))
        if ids:
            Digest.objects.filter(membership=person, made_at__lt=now - Digest.KEPT).delete()
            digest = Digest.objects.create(membership=person, made_at=now)
            Notification.objects.filter(pk__in=ids).update(digest=digest)
            record(DigestDue(digest.pk))
        return bool(ids)

    @classmethod
    def waiting(cls, person: Membership) -> Any:
        """What they have not read, want by mail, and had in no digest."""
        kinds = Wishes.of(person).off_email | Wishes.of(person).muted
        fresh = Notification.objects.of(person).unread().filter(digest=None, created_at__gt=clock.now() - cls.FRESH)
        return fresh.exclude(kind__in=kinds)


def _next(person: Membership) -> datetime | None:
    return Wishes.of(person).rhythm.next(clock.now(), person.time_zone)
