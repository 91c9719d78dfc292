"""A key by which the firm's own server says who a visitor is. Two may live at once: one follows the other without a gap."""

import secrets
from datetime import timedelta
from typing import ClassVar, Self

from django.db import models

from accounts.models import Membership
from core import clock
from core.models import FirmForeignKey, IdModel
from core.secrets import seal, unseal
from inbox.errors import TooManyKeys
from inbox.events import IdentityKeyEnded, IdentityKeyMade
from inbox.identity.pem import public_key
from inbox.models.inbox import Inbox
from ledger.record import record


class IdentityKey(IdModel):
    """HS256: a secret of ours, shown once. ES256 and EdDSA: the firm's public key, whose other half stays with the firm."""

    class Algorithm(models.TextChoices):
        HS256 = "HS256"
        ES256 = "ES256"
        EDDSA = "EdDSA"

    MOST: ClassVar = 2
    NOTED_EVERY: ClassVar = timedelta(minutes=1)

    inbox = FirmForeignKey(Inbox, on_delete=models.CASCADE, related_name="identity_keys")
    algorithm = models.CharField(max_length=5, choices=Algorithm)
    sealed = models.BinaryField()  # the secret or the public key (core/secrets.py)
    ending = models.CharField(max_length=4)  # the last characters, to tell keys apart
    made_by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    @classmethod
    def make(cls, inbox: Inbox, *, by: Membership, algorithm: str, public: str = "") -> tuple[Self, str]:
        """The row, and for HS256 the secret, which nobody can read again. `public` is the key in PEM for the others."""
        inbox = Inbox.objects.lock(inbox.pk)
        if cls.living(inbox).count() >= cls.MOST:
            raise TooManyKeys
        secret = secrets.token_urlsafe(48) if algorithm == cls.Algorithm.HS256 else ""
        verifier = secret.encode() or public_key(public, algorithm)
        row = cls.objects.create(
            inbox=inbox,
            algorithm=algorithm,
            sealed=seal(verifier),
            ending=_ending(verifier),
            made_by=by,
            created_at=clock.now(),
        )
        changes = {"identity_key": (None, f"{algorithm} …{row.ending}")}
        record(IdentityKeyMade(inbox.pk, row.pk, algorithm), by=by, subject=inbox, changes=changes)
        return row, secret

    @classmethod
    def living(cls, inbox: Inbox) -> "models.QuerySet[IdentityKey]":
        """Those that still prove something, the newest first."""
        found: models.QuerySet[IdentityKey] = cls.objects.filter(inbox=inbox, ended_at=None).order_by("-created_at")
        return found

    def end(self, *, by: Membership) -> None:
        """From now on it proves nothing; who is signed in already stays. Ending an ended key changes nothing."""
        key = type(self).objects.lock(self.pk)
        if key.ended_at is not None:
            return
        key.ended_at = self.ended_at = clock.now()
        key.save(update_fields=["ended_at"])
        changes = {"identity_key": (f"{key.algorithm} …{key.ending}", None)}
        record(IdentityKeyEnded(key.inbox_id, key.pk), by=by, subject=key.inbox, changes=changes)

    @property
    def name(self) -> str:
        """What `kid` calls it."""
        return str(self.pk)

    @property
    def verifier(self) -> bytes:
        return unseal(bytes(self.sealed))

    def note_use(self) -> None:
        """To the minute: a busy key is not written at each page."""
        now = clock.now()
        if self.used_at is None or now - self.used_at > self.NOTED_EVERY:
            self.used_at = now
            self.save(update_fields=["used_at"])


def _ending(verifier: bytes) -> str:
    """Of a PEM the last characters of the key itself."""
    text = verifier.decode().replace("-----END PUBLIC KEY-----", "").strip().rstrip("=")
    return text[-4:]
