"""What belongs to no room: the set-up guide."""

from django.utils.translation import gettext_lazy as _

from core.nav import NavItem, register

register(NavItem("guide", _("First steps"), "sparkles", "guide", order=5, place="account"))
