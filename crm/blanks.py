"""What a text can say of records, and how timelines open them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crm.models import Company, Contact, Deal, Record
from crm.policies import READ
from crm.records import called
from crm.related import also, beyond
from timeline.filling import Blank, first_name, register
from timeline.subjects import Choices, Kind
from timeline.subjects import register as register_kind

OFFERED = 30


def last_name(name: str) -> str:
    words = name.split()
    return words[-1] if len(words) > 1 else ""


def opening(model: type[Record]) -> Any:
    def open_record(me: Membership, id: UUID) -> dict[str, Any] | None:
        found = model.objects.filter(pk=id).first() if me.may(READ) else None
        return {model.KIND: found} if found else None

    return open_record


def some(me: Membership) -> Choices:
    """The newest who have a name."""
    if not me.may(READ):
        return []
    found = Contact.objects.exclude(name="").order_by("-created_at", "-id")[:OFFERED]
    return [(str(contact.pk), contact.label) for contact in found]


register(
    Blank("contact.first_name", _("First name of the client"), "Anna", lambda contact: first_name(contact.name)),
    Blank("contact.last_name", _("Last name of the client"), "Weber", lambda contact: last_name(contact.name)),
    Blank("contact.name", _("Name of the client"), "Anna Weber", lambda contact: contact.name),
    Blank("contact.email", _("Email of the client"), "anna@example.com", lambda contact: contact.email),
    Blank("contact.phone", _("Phone of the client"), "+44 20 7946 0123", lambda contact: contact.phone),
    Blank("company.name", _("Name of the company"), "Weber GmbH", lambda company: company.label),
    Blank("deal.name", _("Name of the deal"), "Audit 2027", lambda deal: deal.name),
    Blank("deal.value", _("Value of the deal"), "€12,500", lambda deal: deal.worth),
)
for model in (Contact, Company, Deal):
    register_kind(
        Kind(
            model.KIND,
            opening(model),
            some if model is Contact else None,
            has_timeline=True,
            beyond=beyond(model.KIND) if model is not Company else None,
            also=also(model.KIND),
            called=called(model),
        )
    )
