"""Who may see and change records, and who arranges pipelines."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, declare

READ, EDIT, ARRANGE, FIELDS = "crm.read", "crm.edit", "crm.pipelines", "crm.fields"
IMPORT, MERGE = "crm.import", "crm.merge"

declare(
    Permission(READ, _("See contacts, companies and deals"), frozenset({"agent", "viewer"})),
    Permission(EDIT, _("Edit contacts, companies and deals, and move deals"), frozenset({"agent"})),
    Permission(ARRANGE, _("Arrange pipelines and their stages")),
    Permission(MERGE, _("Make two records one, and two again"), frozenset({"agent"})),
    Permission(IMPORT, _("Bring records in from files, and take them out into files")),
    Permission(FIELDS, _("Arrange the fields of records")),
)
