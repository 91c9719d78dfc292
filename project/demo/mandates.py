"""Whom Acme Advisory works for, and what may become work: companies and deals over eight weeks. All made up."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Membership
from core import clock
from crm.models import Association, Company, Contact, Deal, Pipeline
from project.demo import details
from timeline.models import Activity


@dataclass(frozen=True)
class Client:
    name: str
    domain: str
    owner: str
    lifecycle: str
    people: tuple[tuple[str, str], ...]
    """(address of a contact, as what they belong to it)."""
    below: str = ""


@dataclass(frozen=True)
class Mandate:
    name: str
    client: str
    owner: str
    amount: int | None
    steps: tuple[tuple[float, str], ...]
    """(days ago, stage), the first is where it began."""
    expected_in: int = 0
    lost: str = ""
    notes: tuple[tuple[float, str, str, str], ...] = field(default=())
    """(days ago, who, kind, words)."""


CLIENTS = (
    Client(
        "Tischlerei Novak",
        "novak-tischlerei.example",
        "Alice",
        "client",
        (("mila.novak@novak-tischlerei.example", "Decision maker"),),
    ),
    Client("Aas Shipping", "aas-shipping.example", "Bob", "client", (("ingrid@aas-shipping.example", "Finance"),)),
    Client(
        "Rahimi Apotheke", "rahimi-apotheke.example", "Bob", "client", (("farid@rahimi-apotheke.example", "Owner"),)
    ),
    Client(
        "Vance Catering",
        "vance-catering.example",
        "Carol",
        "prospect",
        (("charlotte@vance-catering.example", "Decision maker"),),
    ),
    Client(
        "Ricci Marmi", "ricci-marmi.example", "Carol", "prospect", (("matteo@ricci-marmi.example", "Decision maker"),)
    ),
    Client(
        "Zielinska Logistik",
        "zielinska-logistik.example",
        "Alice",
        "lead",
        (("ewa@zielinska-logistik.example", "Managing director"),),
    ),
    Client(
        "Demir Metallbau", "demir-metallbau.example", "Bob", "prospect", (("yusuf@demir-metallbau.example", "Owner"),)
    ),
    Client(
        "Price Instruments",
        "price-instruments.example",
        "Carol",
        "client",
        (("eleanor@price-instruments.example", "Board"),),
    ),
    Client(
        "Lindgren Snickeri",
        "lindgren-snickeri.example",
        "Alice",
        "former",
        (("sofia@lindgren-snickeri.example", "Owner"),),
    ),
    Client("Aas Crewing", "crew.aas-shipping.example", "Bob", "client", (), below="Aas Shipping"),
)
STAGES: list[dict[str, Any]] = [
    {"name": "Enquiry", "probability": 10, "rot_days": 7},
    {"name": "First meeting", "probability": 25, "rot_days": 14},
    {"name": "Offer", "probability": 50, "rot_days": 14},
    {"name": "Terms", "probability": 75, "rot_days": 21, "wip_limit": 4},
    {"name": "Mandate", "kind": "won"},
    {"name": "Declined", "kind": "lost"},
]
MANDATES = (
    Mandate(
        "Handing over the joinery",
        "Tischlerei Novak",
        "Alice",
        18_500,
        ((21, "Enquiry"), (18, "First meeting"), (6, "Offer")),
        20,
        notes=(
            (18, "Alice", "meeting", "All three at one table. **Luka** wants to lead, Mila wants the books."),
            (6, "Alice", "email", "Offer sent, in two steps: first the land, then the firm."),
        ),
    ),
    Mandate(
        "Tonnage tax election",
        "Aas Shipping",
        "Bob",
        9_800,
        ((30, "Enquiry"), (26, "Offer"), (12, "Terms")),
        9,
        notes=((12, "Bob", "call", "Ingrid agrees to the fee and asks for monthly invoices."),),
    ),
    Mandate("Year-end accounts", "Aas Crewing", "Bob", 6_400, ((9, "Enquiry"), (4, "First meeting")), 30),
    Mandate("VAT on prescriptions", "Rahimi Apotheke", "Bob", 2_900, ((40, "Enquiry"), (33, "Offer"), (28, "Mandate"))),
    Mandate(
        "Sale to the management",
        "Vance Catering",
        "Carol",
        42_000,
        ((35, "Enquiry"), (29, "First meeting"), (15, "Offer"), (2, "Terms")),
        14,
        notes=((2, "Carol", "call", "They want the earn-out capped at two years."),),
    ),
    Mandate("Quarry valuation", "Ricci Marmi", "Carol", 12_000, ((16, "Enquiry"), (5, "First meeting")), 40),
    Mandate("A second warehouse", "Zielinska Logistik", "Alice", None, ((11, "Enquiry"),), 60),
    Mandate(
        "Payroll for forty", "Demir Metallbau", "Bob", 7_200, ((24, "Enquiry"), (20, "First meeting"), (17, "Offer")), 5
    ),
    Mandate(
        "Due diligence, optics maker",
        "Price Instruments",
        "Carol",
        65_000,
        ((50, "Enquiry"), (44, "First meeting"), (31, "Offer"), (19, "Terms"), (8, "Mandate")),
        notes=((8, "Carol", "meeting", "Signed. The data room opens on Monday."),),
    ),
    Mandate(
        "Bookkeeping",
        "Lindgren Snickeri",
        "Alice",
        3_600,
        ((28, "Enquiry"), (22, "Offer"), (10, "Declined")),
        lost="Chose a firm nearby",
    ),
    Mandate("Transfer prices", "Price Instruments", "Carol", 15_000, ((3, "Enquiry"),), 45),
    Mandate(
        "Tax audit",
        "Demir Metallbau",
        "Bob",
        5_500,
        ((46, "Enquiry"), (39, "First meeting"), (30, "Declined")),
        lost="Too dear",
    ),
)


def tell(people: dict[str, Membership]) -> None:
    """Clients first, then everything that happened, the oldest first."""
    details.define(people)
    companies = {client.name: _enter(client, people) for client in CLIENTS}
    for client in CLIENTS:
        if client.below:
            companies[client.name].change(by=people[client.owner], parent=companies[client.below])
    with clock.as_of(_days_ago(56)):
        pipeline = Pipeline.make(by=people["Alice"], name="New mandates", stages=STAGES)
    stages = {stage.name: stage for stage in pipeline.stages.standing()}
    deals: dict[str, Deal] = {}
    for _days, happen in sorted(_happenings(people, companies, stages, deals), key=lambda pair: -pair[0]):
        with clock.as_of(_days_ago(_days)):
            happen()
    details.fill(companies, deals, people)


def _enter(client: Client, people: dict[str, Membership]) -> Company:
    owner = people[client.owner]
    with clock.as_of(_days_ago(55)):
        company = Company.make(
            by=owner, name=client.name, domain=client.domain, lifecycle=client.lifecycle, owner=owner
        )
    for email, label in client.people:
        contact = Contact.objects.filter(email=email).first()
        if contact is not None:
            contact.change(by=owner, owner=owner, lifecycle=client.lifecycle)
            Association.make(company.ref, contact.ref, by=owner, label=label)
    return company


def _happenings(people: Any, companies: Any, stages: Any, deals: dict[str, Deal]) -> Any:
    """(days ago, what happens then)."""
    for mandate in MANDATES:
        (began, first), *moves = mandate.steps
        yield began, lambda m=mandate, f=first: deals.update({m.name: _begin(m, people, companies, stages[f])})
        for days, stage in moves:
            yield days, lambda m=mandate, s=stage: _move(deals[m.name], stages[s], people[m.owner], m.lost)
        for days, who, kind, words in mandate.notes:
            # a little later than the move of that day
            yield days - 0.01, lambda m=mandate, w=who, k=kind, t=words: _log(deals[m.name], people[w], k, t)


def _begin(mandate: Mandate, people: Any, companies: Any, stage: Any) -> Deal:
    owner, company = people[mandate.owner], companies[mandate.client]
    amount = Decimal(mandate.amount) if mandate.amount is not None else None
    expected = _today() + timedelta(days=mandate.expected_in) if mandate.expected_in else None
    deal = Deal.make(by=owner, name=mandate.name, stage=stage, amount=amount, owner=owner, expected_on=expected)
    Association.make(deal.ref, company.ref, by=owner, label="Client")
    for association in Association.objects.of(company.ref).filter(one_type="contact"):
        Association.make(deal.ref, association.one, by=owner)
    return deal


def _move(deal: Deal, stage: Any, by: Membership, lost: str) -> None:
    Deal.move({deal.pk: None}, to=stage, by=by, lost_reason=lost)


def _log(deal: Deal, by: Membership, kind: str, words: str) -> None:
    Activity.log(by=by, kind=kind, body=words, about=[deal.ref])


def _days_ago(days: float) -> Any:
    return clock.now() - timedelta(days=days)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - of the machine, where the demo is shown
