"""Who may see and change records, and who arranges pipelines."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, declare

READ, EDIT, ARRANGE = "crm.read", "crm.edit", "crm.pipelines"

declare(
    Permission(READ, _("See contacts, companies and deals"), frozenset({"agent", "viewer"})),
    Permission(EDIT, _("Edit contacts, companies and deals, and move deals"), frozenset({"agent"})),
    Permission(ARRANGE, _("Arrange pipelines and their stages")),
)
