"""The sections of the settings. Rooms above register theirs in their nav.py."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.policies import AUDIT, FIRM, INVITE, PROFILE, SEE

SIGN_IN_PAGES = ("/accounts/password/", "/accounts/email/")
YOU, FIRM_WIDE = _("You"), _("Your firm")


@dataclass(frozen=True)
class Section:
    """One entry. `group` is "you" or "firm"; `permission` the code that shows it; `also` where else it is current."""

    name: str
    label: Any
    icon: str
    url: str
    permission: str
    group: str = "firm"
    order: int = 50
    also: tuple[str, ...] = ()

    @property
    def href(self) -> str:
        return reverse(self.url)

    def is_current(self, path: str) -> bool:
        return path.startswith((self.href, *self.also))


_sections: dict[str, Section] = {}


def register(*sections: Section) -> None:
    for section in sections:
        _sections[section.name] = section


Group = tuple[Any, list[tuple[Section, bool]]]


def menu_for(membership: Membership, path: str) -> list[Group]:
    """(heading, [(entry, is current)]) for what `membership` may open."""
    shown = sorted(
        (section for section in _sections.values() if membership.may(section.permission)),
        key=lambda section: (section.order, section.name),
    )
    groups = [
        (heading, [(one, one.is_current(path)) for one in shown if one.group == name])
        for name, heading in (("you", YOU), ("firm", FIRM_WIDE))
    ]
    return [group for group in groups if group[1]]


register(
    Section("profile", _("Profile and signature"), "user", "accounts:profile", PROFILE, "you", 10),
    Section("preferences", _("Preferences"), "sliders-horizontal", "accounts:preferences", PROFILE, "you", 20),
    Section("security", _("Sign-in and security"), "shield-check", "mfa_index", PROFILE, "you", 30, SIGN_IN_PAGES),
    Section("sessions", _("Where you are signed in"), "laptop", "accounts:sessions", PROFILE, "you", 40),
    Section("tokens", _("API tokens"), "key-round", "accounts:tokens", PROFILE, "you", 50),
    Section("people", _("People"), "users", "accounts:people", SEE, "firm", 10),
    Section("invitations", _("Invitations"), "user-plus", "accounts:invitations", INVITE, "firm", 20),
    Section("teams", _("Teams"), "messages-square", "accounts:teams", SEE, "firm", 30),
    Section("roles", _("Roles and permissions"), "lock", "accounts:roles", SEE, "firm", 40),
    Section("firm", _("Name and colour"), "building-2", "accounts:firm", FIRM, "firm", 60),
    Section("audit", _("Audit trail"), "history", "accounts:audit", AUDIT, "firm", 70),
)
