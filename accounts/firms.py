"""The firms a person works in, for choosing among them."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import Membership, Person
from core.tenancy import firm_scope


@dataclass(frozen=True)
class Place:
    firm_id: int
    firm: str
    accent: str
    role: str


def places_of(person: Person) -> list[Place]:
    """Each firm with the person's role there. Every firm is asked for itself, inside its own wall."""
    return [_place(firm_id, membership_id) for firm_id, membership_id in person.firms()]


def _place(firm_id: int, membership_id: int) -> Place:
    with firm_scope(firm_id), transaction.atomic():
        member = Membership.objects.select_related("firm", "role").get(pk=membership_id)
        return Place(firm_id, member.firm.name, member.firm.accent, member.role.label)
