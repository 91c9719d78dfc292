"""The role a person holds, and who may change it."""

from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.errors import AboveOwnRights, LastOwner
from accounts.events import RoleChanged
from accounts.policies import can_give
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models.membership import Membership
    from accounts.models.role import Role


class Roled(models.Model):
    class Meta:
        abstract = True

    def change_role(self, *, by: "Membership | None", role: "Role") -> None:
        """Give `role`. Neither the old nor the new role may reach beyond the rights of `by`; an owner stays.

        What they offered to others and may not offer in the new role is taken back.
        """
        from accounts.models.invitation import Invitation

        member = self._lock()
        if member.role_id == role.pk:
            return
        if not (can_give(by, member.role) and can_give(by, role)):
            raise AboveOwnRights
        if member.role.is_owner:
            member._keep_an_owner()
        before, member.role = member.role, role
        member.save(update_fields=["role"])
        self.role = role
        self.__dict__.pop("grants", None)
        record(RoleChanged(member.pk, role.pk), by=by, subject=member, changes={"role": (before.name, role.name)})
        Invitation.review(member, by=by)

    def _lock(self) -> Any:
        return type(self).objects.select_related("role", "person").lock(self.pk)  # type: ignore[attr-defined]

    def _keep_an_owner(self) -> None:
        """Raise LastOwner where nobody else owns the firm. Locks the role, so that two owners cannot go at once."""
        from accounts.models.role import Role

        owner = Role.objects.select_for_update(no_key=True).get(kind="owner")
        if not type(self).objects.filter(role=owner, ended_at=None).exclude(pk=self.pk).exists():  # type: ignore[attr-defined]
            raise LastOwner
