"""A person's place in one firm: their role, name, photo, signature, hours and languages there."""

from functools import cached_property
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.membership.ending import Ending
from accounts.models.membership.preferring import Preferring
from accounts.models.membership.profiled import Profiled
from accounts.models.membership.roled import Roled
from accounts.models.person import Person
from accounts.models.role import Role
from accounts.permissions import kinds_with
from core.models import FirmForeignKey, FirmManager, FirmModel, FirmQuerySet


class MembershipQuerySet(FirmQuerySet):
    def current(self) -> Self:
        """Who works here now, by name."""
        return self.filter(ended_at=None).select_related("role", "person").order_by("name", "pk")

    def who_may(self, permission: str) -> Self:
        """Colleagues whose role allows `permission`, the owners first."""
        allowed = Q(role__kind__in=kinds_with(permission)) | Q(
            role__kind="custom", role__permissions__contains=[permission]
        )
        owners_first = models.Case(models.When(role__kind="owner", then=0), default=1)
        return self.filter(allowed, ended_at=None).order_by(owners_first, "pk")


class MembershipManager(FirmManager.from_queryset(MembershipQuerySet)):  # type: ignore[misc]
    """The people of the firm in scope, those who left included: `current()` leaves them out."""


class Membership(Roled, Ending, Profiled, Preferring, FirmModel):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = FirmForeignKey(Role, on_delete=models.PROTECT, related_name="holders")
    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    photo = models.UUIDField(null=True, blank=True)  # a file of this firm; the files room adds the constraint
    signature = models.TextField(_("signature"), blank=True)  # HTML, cleaned when written
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    working_hours = models.JSONField(default=dict, blank=True)  # {"mon": [["09:00", "17:00"]], …} in time_zone
    preferences = models.JSONField(default=dict, blank=True)  # how the screens look and behave for this person
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipManager()  # type: ignore[misc]

    class Meta(FirmModel.Meta):
        constraints = [models.UniqueConstraint(fields=["firm", "person"], name="a_person_is_in_a_firm_once")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def grants(self) -> frozenset[str]:
        return self.role.grants() if self.ended_at is None else frozenset()

    @cached_property
    def team_ids(self) -> frozenset[int]:
        return frozenset(self.teams.values_list("id", flat=True))

    def may(self, permission: str) -> bool:
        """Whether this person's role allows `permission`, a code that some room declared."""
        return permission in self.grants

    @property
    def is_owner(self) -> bool:
        return self.role.is_owner

    @property
    def initials(self) -> str:
        words: list[Any] = [word for word in self.name.split() if word]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
