"""A person who signs in. What a firm knows of them stands in their membership, behind the firm's wall."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, *, proven: bool = True, **fields: Any) -> "Person":
        """A new person. `proven` says that the address is known to be theirs: they opened a mail sent to it."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=proven)
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email__iexact=email)

    def known_as(self, email: str) -> "Person | None":
        return self.filter(email__iexact=email).first()


class Person(AbstractBaseUser):
    """An address to sign in with and nothing else, as several firms may know the same person."""

    email = models.EmailField(_("email"), unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_firm_id = models.BigIntegerField(null=True)  # where they chose to work last; checked when they sign in

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="a_persons_email_is_unique")]

    def __str__(self) -> str:
        return self.email

    def firms(self) -> list[tuple[int, int]]:
        """(firm id, membership id) of every firm this person works in, the longest-standing first."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT firm_id, membership_id FROM accounts_memberships_of(%s)", [self.pk])
            return cursor.fetchall()

    def work_in(self, firm_id: int) -> None:
        """Start there when they sign in next."""
        self.last_firm_id = firm_id
        self.save(update_fields=["last_firm_id"])

    def signs_in_as(self, address: str) -> bool:
        """Whether `address` is this person's own. One they are changing to is not yet."""
        return self.email.lower() == address.lower()

    @property
    def has_key(self) -> bool:
        """Whether there is something to sign in with: a password or a passkey."""
        return self.has_usable_password() or self._passkeys().exists()

    def _passkeys(self) -> Any:
        return Authenticator.objects.filter(user=self, type=Authenticator.Type.WEBAUTHN)

    @property
    def is_proven(self) -> bool:
        """Whether whoever signs in here has shown that the address is theirs."""
        return EmailAddress.objects.filter(user=self, email__iexact=self.email, verified=True).exists()

    def prove_address(self) -> None:
        """They opened a mail sent to it.

        Until then somebody else may have made this account with a link that was handed to them, so every key it
        gathered is taken away; who calls this sets a new password and ends the sessions.
        """
        self.forget_other_addresses()
        if not self.is_proven:
            Authenticator.objects.filter(user=self).delete()
            EmailAddress.objects.update_or_create(
                user=self, email=self.email, defaults={"verified": True, "primary": True}
            )

    def forget_other_addresses(self) -> None:
        """Drop the address they asked to change to: with a new password, what was asked with the old one is void."""
        EmailAddress.objects.filter(user=self).exclude(email__iexact=self.email).delete()
