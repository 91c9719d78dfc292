"""Who may see and change contacts."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, declare

READ, EDIT = "crm.read", "crm.edit"

declare(
    Permission(READ, _("See contacts"), frozenset({"agent", "viewer"})),
    Permission(EDIT, _("Edit contacts"), frozenset({"agent"})),
)
