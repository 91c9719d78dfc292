"""A role: what its holders may do. Four are built in; a firm makes more."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.errors import AboveOwnRights, BuiltInRole, NameTaken, RoleInUse
from accounts.events import RoleEdited, RoleMade, RoleRemoved
from accounts.permissions import granted_to, known
from accounts.policies import can_give
from core.models import FirmModel
from core.text import one_line
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models.membership import Membership


class Role(FirmModel):
    class Kind(models.TextChoices):
        OWNER = "owner", _("Owner")
        ADMIN = "admin", _("Admin")
        AGENT = "agent", _("Agent")
        VIEWER = "viewer", _("Viewer")
        CUSTOM = "custom", _("Custom")

    BUILT_IN: ClassVar = [Kind.OWNER, Kind.ADMIN, Kind.AGENT, Kind.VIEWER]

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CUSTOM)
    name = models.CharField(_("name"), max_length=60)
    permissions = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta(FirmModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["firm", "name"], name="a_role_name_is_unique_in_its_firm"),
            models.UniqueConstraint(
                fields=["firm", "kind"], condition=~models.Q(kind="custom"), name="a_firm_has_each_built_in_role_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> str:
        return str(self.Kind(self.kind).label) if self.is_built_in else self.name

    @property
    def is_built_in(self) -> bool:
        return self.kind != self.Kind.CUSTOM

    @property
    def is_owner(self) -> bool:
        return self.kind == self.Kind.OWNER

    def grants(self) -> frozenset[str]:
        """The permission codes of this role."""
        return granted_to(self.kind) if self.is_built_in else known(self.permissions)

    @classmethod
    def make(cls, *, by: "Membership | None", name: str, permissions: Iterable[str]) -> Self:
        """A role of the firm's own. It reaches no further than the rights of `by`."""
        role = cls(name=cls._free_name(name), permissions=sorted(known(permissions)))
        if not can_give(by, role):
            raise AboveOwnRights
        role.save()
        changes = {"name": (None, role.name), "permissions": (None, role.permissions)}
        record(RoleMade(role.pk), by=by, subject=role, changes=changes)
        return role

    def edit(self, *, by: "Membership | None", name: str, permissions: Iterable[str]) -> None:
        """Another name, other permissions. Its holders' open screens follow at once."""
        from accounts.models.invitation import Invitation

        role = self._lock_editable(by)
        before = {"name": role.name, "permissions": role.permissions}
        role.name, role.permissions = role._free_name(name, role.pk), sorted(known(permissions))
        if not can_give(by, role):
            raise AboveOwnRights
        changes = {key: (value, getattr(role, key)) for key, value in before.items() if value != getattr(role, key)}
        if changes:
            role.save(update_fields=list(changes))
            record(RoleEdited(role.pk), by=by, subject=role, changes=changes)
            for holder in role.holders.filter(ended_at=None):
                Invitation.review(holder, by=by)
        self.name, self.permissions = role.name, role.permissions

    def remove(self, *, by: "Membership | None") -> None:
        """Only a role that nobody holds, held or is invited to."""
        from accounts.models.invitation import Invitation

        role = self._lock_editable(by)
        if role.holders.exists() or Invitation.objects.filter(role=role, accepted_at=None, revoked_at=None).exists():
            raise RoleInUse
        record(RoleRemoved(role.pk), by=by, subject=role, changes={"name": (role.name, None)})
        role.delete()

    def _lock_editable(self, by: "Membership | None") -> Self:
        role: Self = type(self).objects.lock(self.pk)
        if role.is_built_in:
            raise BuiltInRole
        if not can_give(by, role):
            raise AboveOwnRights
        return role

    @classmethod
    def _free_name(cls, name: str, own: int | None = None) -> str:
        name = one_line(name, 60)
        if cls.objects.filter(name__iexact=name).exclude(pk=own).exists():
            raise NameTaken
        return name
