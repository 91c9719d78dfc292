"""Who may see and change records, and who arranges pipelines."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, declare

READ, EDIT, ARRANGE, FIELDS = "crm.read", "crm.edit", "crm.pipelines", "crm.fields"
IMPORT = "crm.import"

declare(
    Permission(READ, _("See contacts, companies and deals"), frozenset({"agent", "viewer"})),
    Permission(EDIT, _("Edit contacts, companies and deals, and move deals"), frozenset({"agent"})),
    Permission(ARRANGE, _("Arrange pipelines and their stages")),
    Permission(IMPORT, _("Bring records in from files, and take them out into files")),
    Permission(FIELDS, _("Arrange the fields of records")),
)
