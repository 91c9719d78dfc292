"""An invitation into a firm, by a link that works once and not for long.

There are two links. One is shown to whoever invites, to hand over as they like. The other is in the mail and nowhere
else: who opens it proves that the address is theirs. Both are kept as hashes.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import ClassVar, Self

from django.db import connection, models
from django.db.models.functions import Lower

from accounts.errors import AboveOwnRights, AlreadyMember, InvitationClosed, WrongAddress
from accounts.events import InvitationRevoked, InvitationSent
from accounts.models.membership import Membership
from accounts.models.person import Person
from accounts.models.role import Role
from accounts.policies import can_give, can_invite
from core import clock
from core.models import FirmForeignKey, FirmModel
from ledger.record import record


class Invitation(FirmModel):
    LASTS: ClassVar = timedelta(days=7)

    email = models.EmailField()
    role = FirmForeignKey(Role, on_delete=models.CASCADE, related_name="+")
    invited_by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    mail_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  (unset until the mail goes out)
    mailed_at = models.DateTimeField(null=True, blank=True)
    undeliverable_at = models.DateTimeField(null=True, blank=True)  # the mail server refused the address
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(FirmModel.Meta):
        constraints = [
            models.UniqueConstraint(
                "firm",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="an_address_has_one_open_invitation_in_a_firm",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @staticmethod
    def hash(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def new_token(cls) -> str:
        return secrets.token_urlsafe(32)

    @classmethod
    def send(cls, *, email: str, role: Role, by: Membership | None) -> tuple[Self, str]:
        """Invite an address; a second time renews the first. Returns the invitation and the token of the link to show."""
        if not can_give(by, role):
            raise AboveOwnRights
        if Membership.objects.filter(person__email__iexact=email, ended_at=None).exists():
            raise AlreadyMember
        open_one = cls._open().filter(email__iexact=email).first()
        if open_one is not None and not can_give(by, open_one.role):
            raise AboveOwnRights
        token = cls.new_token()
        fields = {
            "email": email.lower(),
            "role": role,
            "invited_by": by,
            "token_hash": cls.hash(token),
            "expires_at": clock.now() + cls.LASTS,
            "mail_hash": None,
            "mailed_at": None,
            "undeliverable_at": None,
        }
        invitation, _new = cls.objects.update_or_create(
            email__iexact=email, accepted_at=None, revoked_at=None, defaults=fields, create_defaults=fields
        )
        changes = {"email": (None, invitation.email), "role": (None, role.name)}
        record(InvitationSent(invitation.pk), by=by, subject=invitation, changes=changes)
        return invitation, token

    @classmethod
    def find(cls, token: str) -> tuple[int, int] | None:
        """(firm id, invitation id) that a link's token names, before any firm is in scope."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT firm_id, invitation_id FROM accounts_invitation_by_token(%s)", [cls.hash(token)])
            return cursor.fetchone()

    @property
    def is_open(self) -> bool:
        return not self.closed_because

    @property
    def closed_because(self) -> str:
        """ "accepted", "revoked", "expired", or nothing while it is open."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "" if self.expires_at > clock.now() else "expired"

    def proves_address(self, token: str) -> bool:
        """Whether `token` came by mail."""
        return self.mail_hash is not None and secrets.compare_digest(self.mail_hash, self.hash(token))

    def accept(self, *, person: Person, name: str) -> Membership:
        """`person` joins the firm. Raises InvitationClosed, AlreadyMember, or WrongAddress for all but the one invited."""
        invitation = type(self).objects.select_related("role", "firm").lock(self.pk)
        if invitation.closed_because:
            raise InvitationClosed(invitation.closed_because)
        if person.email.lower() != invitation.email.lower():
            raise WrongAddress
        if Membership.objects.filter(person=person, ended_at=None).exists():
            raise AlreadyMember
        invitation.accepted_at = self.accepted_at = clock.now()
        invitation.save(update_fields=["accepted_at"])
        return invitation.firm.admit(person, role=invitation.role, name=name, invitation=invitation)

    def revoke(self, *, by: Membership | None) -> None:
        """Take it back; the links stop working. One that is used or taken back already stays so."""
        invitation = type(self).objects.select_related("role").lock(self.pk)
        if invitation.closed_because in ("accepted", "revoked"):
            raise InvitationClosed(invitation.closed_because)
        if not can_give(by, invitation.role):
            raise AboveOwnRights
        invitation._take_back(by)
        self.revoked_at = invitation.revoked_at

    @classmethod
    def review(cls, inviter: Membership, *, by: Membership | None) -> None:
        """Take back what `inviter` offered and may offer no more: they left, or hold lesser rights now."""
        for invitation in cls._open().filter(invited_by=inviter):
            if not can_invite(inviter, invitation.role):
                invitation._take_back(by)

    @classmethod
    def _open(cls) -> models.QuerySet[Self]:
        """Neither used nor taken back, locked until the transaction ends."""
        waiting = cls.objects.select_for_update(of=("self",)).select_related("role")
        return waiting.filter(accepted_at=None, revoked_at=None).order_by("pk")

    def _take_back(self, by: Membership | None) -> None:
        self.revoked_at = clock.now()
        self.save(update_fields=["revoked_at"])
        record(InvitationRevoked(self.pk), by=by, subject=self, changes={"revoked_at": (None, self.revoked_at)})
