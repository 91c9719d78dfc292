"""A person's own key to the API. It does what its scopes and its owner's role both allow, in one firm."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.errors import UnknownScope
from accounts.events import TokenMade, TokenRevoked
from accounts.models.membership import Membership
from accounts.models.person import Person
from core import clock
from core.models import FirmForeignKey, FirmModel
from core.tenancy import firm_scope
from core.text import one_line
from ledger.record import record


class ApiToken(FirmModel):
    """The token itself is shown once; its hash is kept. Scopes are permission codes."""

    PREFIX: ClassVar = "cp_"
    NOTED_EVERY: ClassVar = timedelta(minutes=1)

    membership = FirmForeignKey(Membership, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)  # the last characters, to tell tokens apart
    scopes = ArrayField(models.CharField(max_length=60), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def hash(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def make(
        cls, *, by: Membership, name: str, scopes: Iterable[str], expires_at: datetime | None = None
    ) -> tuple[Self, str]:
        """Returns the row and the token, which nobody can read again."""
        scopes = sorted(set(scopes))
        if beyond := set(scopes) - by.grants:
            raise UnknownScope(beyond)
        token = cls.PREFIX + secrets.token_urlsafe(32)
        row = cls.objects.create(
            membership=by,
            name=one_line(name, 80),
            token_hash=cls.hash(token),
            ending=token[-4:],
            scopes=scopes,
            expires_at=expires_at,
        )
        record(
            TokenMade(row.pk, scopes), by=by, subject=row, changes={"name": (None, row.name), "scopes": (None, scopes)}
        )
        return row, token

    @classmethod
    def find(cls, token: str) -> tuple[int, int] | None:
        """(firm id, token id), before any firm is in scope."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT firm_id, token_id FROM accounts_token_by_hash(%s)", [cls.hash(token)])
            return cursor.fetchone()

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > clock.now())

    def revoke(self, *, by: Membership) -> None:
        if self.revoked_at is None:
            self.revoked_at = clock.now()
            self.save(update_fields=["revoked_at"])
            self._tell_revoked(by)

    @classmethod
    def revoke_all_of(cls, person: Person) -> None:
        """Revoke every live token of a person, in each firm inside its wall: the account may have been in other hands.

        They end with the transaction that is open; it tells of one firm at most, so their facts follow it.
        """
        for firm_id, membership_id in person.firms():
            with firm_scope(firm_id):
                live = list(cls.objects.select_for_update().filter(membership_id=membership_id, revoked_at=None))
                cls.objects.filter(pk__in=[token.pk for token in live]).update(revoked_at=clock.now())
            if live:
                transaction.on_commit(partial(cls._tell_all_revoked, firm_id, [token.pk for token in live]))

    @classmethod
    def _tell_all_revoked(cls, firm_id: int, ids: list[int]) -> None:
        with firm_scope(firm_id), transaction.atomic():
            for token in cls.objects.select_related("membership").filter(pk__in=ids):
                token._tell_revoked(token.membership)

    def _tell_revoked(self, by: Membership) -> None:
        record(TokenRevoked(self.pk), by=by, subject=self, changes={"revoked_at": (None, self.revoked_at)})

    def note_use(self) -> None:
        """Remember that it was used, to the minute: a busy token is not written at each call."""
        now = clock.now()
        if self.last_used_at is None or now - self.last_used_at > self.NOTED_EVERY:
            self.last_used_at = now
            self.save(update_fields=["last_used_at"])
