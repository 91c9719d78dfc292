"""What a text can say of a contact."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from crm.models import Contact
from crm.policies import READ
from timeline.filling import Blank, first_name, register
from timeline.subjects import Choices, Kind
from timeline.subjects import register as register_kind

OFFERED = 30


def last_name(name: str) -> str:
    words = name.split()
    return words[-1] if len(words) > 1 else ""


def open_contact(me: Membership, id: UUID) -> dict[str, Any] | None:
    contact = Contact.objects.filter(pk=id).first() if me.may(READ) else None
    return {"contact": contact} if contact else None


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
)
register_kind(Kind("contact", open_contact, some, has_timeline=True))
