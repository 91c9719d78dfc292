"""The kinds of records: how each is listed and entered. One list, one page and one form serve them all."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from crm.forms import CompanyForm, ContactForm, DealForm, NewDealForm
from crm.models import Company, Contact, Deal, Record
from timeline.refs import Ref


@dataclass(frozen=True)
class Words:
    """What a screen says of a kind."""

    one: Any
    many: Any
    new: Any
    add: Any
    made: Any
    """With %(name)s."""
    find: Any
    none_yet: Any
    how_they_come: Any


@dataclass(frozen=True)
class RecordKind:
    name: str
    model: type[Record]
    form: Any
    icon: str
    words: Words
    new_form: Any = None
    """Where a new one is asked for more."""

    @property
    def list_url(self) -> str:
        return f"crm:{self.name}-list"

    @property
    def new_url(self) -> str:
        return f"crm:{self.name}-new"

    @property
    def row(self) -> str:
        return f"crm/{self.name}/_row.html"


CONTACT = RecordKind(
    "contact",
    Contact,
    ContactForm,
    "user-round",
    Words(
        one=_("Contact"),
        many=_("Contacts"),
        new=_("New contact"),
        add=_("Add contact"),
        made=_("%(name)s is a contact now."),
        find=_("Name, email or number"),
        none_yet=_("No contacts yet"),
        how_they_come=_("Whoever writes to you and gives a name appears here by itself."),
    ),
)
COMPANY = RecordKind(
    "company",
    Company,
    CompanyForm,
    "building-2",
    Words(
        one=_("Company"),
        many=_("Companies"),
        new=_("New company"),
        add=_("Add company"),
        made=_("%(name)s is a company now."),
        find=_("Name, website or number"),
        none_yet=_("No companies yet"),
        how_they_come=_("Enter the first, then say who works there: its page shows what happened with all of them."),
    ),
)
DEAL = RecordKind(
    "deal",
    Deal,
    DealForm,
    "handshake",
    Words(
        one=_("Deal"),
        many=_("Deals"),
        new=_("New deal"),
        add=_("Add deal"),
        made=_("%(name)s is a deal now."),
        find=_("Name of the deal"),
        none_yet=_("No deals yet"),
        how_they_come=_("Enter the first: it appears at the top of its stage, for everyone who looks."),
    ),
    NewDealForm,
)
KINDS = {kind.name: kind for kind in (CONTACT, COMPANY, DEAL)}


def kind_of(record: Record) -> RecordKind:
    return KINDS[record.KIND]


def record_of(ref: Ref | None) -> Record | None:
    kind = KINDS.get(ref.kind) if ref is not None else None
    if kind is None or ref is None:
        return None
    found: Record | None = kind.model.objects.filter(pk=ref.id).first()
    return found


def called(model: type[Record]) -> Any:
    """What timelines call records of a kind."""

    def find(ids: Collection[UUID]) -> Mapping[UUID, Record]:
        return dict(model.objects.in_bulk(list(ids)))

    return find


def records_of(refs: Iterable[Ref]) -> dict[Ref, Record]:
    """Those that are there; each kind is asked once."""
    wanted = list(refs)
    found: dict[Ref, Record] = {}
    for kind in KINDS.values():
        ids = [ref.id for ref in wanted if ref.kind == kind.name]
        if ids:
            found |= {record.ref: record for record in kind.model.objects.in_bulk(ids).values()}
    return found
