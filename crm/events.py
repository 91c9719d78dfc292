"""What happens to the people a firm knows. Ids and field names only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from ledger.facts import Fact


@dataclass(frozen=True)
class ContactMade(Fact):
    """A contact of whom something is known: a colleague entered it, or they came by themselves and said it."""

    kind: ClassVar[str] = "crm.contact_made"
    contact_id: UUID


@dataclass(frozen=True)
class ContactMerged(Fact):
    """Two rows were one person: what was known of `merged_id` is `contact_id`'s now."""

    kind: ClassVar[str] = "crm.contact_merged"
    contact_id: UUID
    merged_id: UUID


@dataclass(frozen=True)
class ContactChanged(Fact):
    """The name, address or number of a contact was set anew."""

    kind: ClassVar[str] = "crm.contact_changed"
    contact_id: UUID
    fields: list[str]
