from django.utils.translation import gettext_lazy as _

from accounts import menu
from core.nav import NavItem, register
from crm.policies import ARRANGE, FIELDS, READ

register(
    NavItem(
        "boards",
        _("Deals"),
        icon="square-kanban",
        url="crm:boards",
        order=15,
        shortcut="g b",
        permission=READ,
        also=("crm:deal-list",),
    ),
    NavItem(
        "contacts",
        _("Contacts"),
        icon="book-user",
        url="crm:contact-list",
        order=20,
        shortcut="g c",
        permission=READ,
        also=("crm:company-list",),
    ),
)
menu.register(menu.Section("pipelines", _("Pipelines"), "square-kanban", "pipelines:list", ARRANGE, order=55))
menu.register(menu.Section("fields", _("Fields"), "text-cursor-input", "fields:list", FIELDS, order=56))
