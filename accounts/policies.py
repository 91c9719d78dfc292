"""Who may do what to people, roles, teams and the firm itself. Views, API and verbs ask here and nowhere else."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, declare

if TYPE_CHECKING:
    from accounts.models import Membership, Role

SEE, INVITE, MANAGE, ROLES, TEAMS, FIRM, AUDIT, PROFILE = (
    "people.see",
    "people.invite",
    "people.manage",
    "roles.manage",
    "teams.manage",
    "firm.manage",
    "audit.read",
    "profile.edit",
)
EVERYBODY = frozenset({"agent", "viewer"})

declare(
    Permission(SEE, _("See colleagues, teams and roles"), EVERYBODY),
    Permission(PROFILE, _("Edit one’s own profile and preferences"), EVERYBODY),
    Permission(INVITE, _("Invite people")),
    Permission(MANAGE, _("Change people’s roles and take people out")),
    Permission(ROLES, _("Make and edit roles")),
    Permission(TEAMS, _("Make and edit teams")),
    Permission(FIRM, _("Change the firm’s name, time zone, language and colour")),
    Permission(AUDIT, _("Read the audit trail")),
)


def can_give(by: "Membership | None", role: "Role") -> bool:
    """Whether `by` may give `role` to people, take it from them, or edit it: it must not reach beyond their own rights.

    An owner's role is an owner's to give. None is the system.
    """
    return by is None or (role.grants() <= by.grants and (by.is_owner or not role.is_owner))


def can_invite(by: "Membership | None", role: "Role") -> bool:
    """Whether `by` may offer `role` to somebody; what they have offered holds only as long as this is so."""
    return by is None or (by.may(INVITE) and can_give(by, role))


def can_manage(by: "Membership", member: "Membership") -> bool:
    """Whether `by` may change the role of `member` or take them out."""
    return by.may(MANAGE) and can_give(by, member.role)


def can_edit(by: "Membership", role: "Role") -> bool:
    return by.may(ROLES) and not role.is_built_in and can_give(by, role)


def can_read_profile(by: "Membership", member: "Membership") -> bool:
    return by == member or by.may(SEE)
