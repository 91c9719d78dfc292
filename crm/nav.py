from django.utils.translation import gettext_lazy as _

from core.nav import NavItem, register
from crm.policies import READ

register(
    NavItem("contacts", _("Contacts"), icon="book-user", url="crm:contacts", order=20, shortcut="g c", permission=READ)
)
