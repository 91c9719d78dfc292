"""What this room puts into the navigation."""

from django.utils.translation import gettext_lazy as _

from accounts.policies import PROFILE, SEE
from core.nav import NavItem, register

register(
    NavItem("people", _("People"), "users", "accounts:people", order=80, shortcut="g p", permission=SEE),
    NavItem("settings", _("Settings"), "settings", "accounts:settings", order=90, shortcut="g s"),
    NavItem("profile", _("Profile and signature"), "user", "accounts:profile", 10, permission=PROFILE, place="account"),
    NavItem(
        "preferences",
        _("Preferences"),
        "sliders-horizontal",
        "accounts:preferences",
        20,
        permission=PROFILE,
        place="account",
    ),
    NavItem("firms", _("Your firms"), "building-2", "accounts:firms", 30, place="account"),
    NavItem("sign-out", _("Sign out"), "log-out", "account_logout", 90, place="account", method="post"),
)
