"""A browser that a person is told in with no tab open: a push subscription (RFC 8030)."""

from functools import cached_property
from typing import Self

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, models

from accounts.models import Membership
from accounts.sessions import session_hash
from core import clock
from core.ids import uuid7
from core.models import FirmForeignKey, IdModel
from core.text import one_line
from timeline.errors import NoPushService, PushKeysWrong, PushNotSetUp
from timeline.push.base64url import decoded
from timeline.push.encryption import AUTH, public_key
from timeline.push.endpoints import LONGEST, is_known


class PushDevice(IdModel):
    """It belongs to who subscribed last in that browser, and is sent to only while the session that did so lives."""

    MOST = 20
    """So many a person; one more, and the oldest goes."""

    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="push_devices")
    endpoint = models.CharField(max_length=LONGEST)
    p256dh = models.CharField(max_length=88)
    auth = models.CharField(max_length=24)
    session = models.CharField(max_length=64)  # the hash of its key
    name = models.CharField(max_length=60, blank=True)  # "Firefox, Linux"
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta(IdModel.Meta):
        constraints = [models.UniqueConstraint(fields=["endpoint"], name="an_endpoint_belongs_to_one_person")]
        indexes = [models.Index(fields=["firm", "membership", "created_at"], name="push_devices_of_person")]

    @classmethod
    def add(cls, by: Membership, *, endpoint: str, p256dh: str, auth: str, session_key: str, name: str) -> Self:
        """This browser tells `by` from now on, and nobody else; the same again changes nothing but its keys."""
        check(endpoint, p256dh, auth)
        with connection.cursor() as cursor:
            cursor.execute("SELECT timeline_take_endpoint(%s, %s)", [endpoint, by.pk])
        session = session_hash(session_key)
        cls.objects.filter(membership=by, session=session).exclude(endpoint=endpoint).delete()
        known = {"p256dh": p256dh, "auth": auth, "session": session, "name": one_line(name, 60)}
        device, _ = cls.objects.update_or_create(
            endpoint=endpoint,
            membership=by,
            defaults=known,
            create_defaults={**known, "id": uuid7(), "created_at": clock.now()},
        )
        newest = cls.objects.filter(membership=by).order_by("-created_at", "-id").values("pk")[: cls.MOST]
        cls.objects.filter(membership=by).exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
        return device

    @classmethod
    def renew(cls, by: Membership, *, was: str, **subscription: str) -> Self | None:
        """This browser again, under another session, key or endpoint; None where the person has taken it off."""
        if not cls.objects.filter(membership=by, endpoint=was).exists():
            return None
        device = cls.add(by, **subscription)
        cls.objects.filter(membership=by, endpoint=was).exclude(pk=device.pk).delete()
        return device

    @classmethod
    def of(cls, person: Membership) -> list[Self]:
        """A person's devices, the newest first."""
        return list(cls.objects.filter(membership=person).order_by("-created_at", "-id"))

    @classmethod
    def reachable(cls, person: Membership) -> list[Self]:
        """Those whose browser is still signed in."""
        devices = cls.objects.select_related("membership__person").filter(membership=person)
        return [device for device in devices.order_by("id") if device.is_reachable]

    @cached_property
    def is_reachable(self) -> bool:
        """Whether the person works here and the session that subscribed has neither ended nor expired."""
        if self.membership.ended_at is not None or not self.membership.person.is_active:
            return False
        keys = UserSession.objects.filter(user_id=self.membership.person_id).values("session_key")
        alive = Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now())
        return any(session_hash(key) == self.session for key in alive.values_list("session_key", flat=True))


def check(endpoint: str, p256dh: str, auth: str) -> None:
    """Raises PushError for what no browser of a known push service has given."""
    if not settings.VAPID_PRIVATE_KEY:
        raise PushNotSetUp
    if not is_known(endpoint):
        raise NoPushService
    try:
        public_key(decoded(p256dh))
        if len(decoded(auth)) != AUTH:
            raise PushKeysWrong
    except ValueError as error:
        raise PushKeysWrong from error
