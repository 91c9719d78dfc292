from django.utils.translation import gettext_lazy as _

from accounts import menu
from core.nav import NavItem, register
from inbox.policies import MANAGE, MANAGE_TAGS, READ

register(NavItem("inbox", _("Inbox"), icon="inbox", url="inbox:index", order=10, shortcut="g i", permission=READ))
menu.register(menu.Section("inboxes", _("Inboxes and website chat"), "inbox", "inbox_setup:inboxes", MANAGE, order=50))
menu.register(menu.Section("macros", _("Macros"), "zap", "macros:list", READ, "you", order=26))
menu.register(menu.Section("tags", _("Tags"), "tag", "inbox_tags:tags", MANAGE_TAGS, order=60))
