from django.utils.translation import gettext_lazy as _

from accounts import menu
from accounts.policies import PROFILE
from core.nav import NavItem, register
from timeline.notices import unread_count
from timeline.policies import USE

register(
    NavItem(
        "notifications",
        _("Notifications"),
        icon="bell",
        url="timeline:notifications",
        order=90,
        shortcut="g n",
        unread=unread_count,
    )
)
menu.register(menu.Section("notifications", _("Notifications"), "bell", "timeline:preferences", PROFILE, "you", 22))
menu.register(menu.Section("snippets", _("Snippets"), "hash", "snippets:list", USE, "you", 25))
