"""What Acme Advisory wants to know beyond names and numbers: fields of its own, filled in for the demo's clients."""

from typing import Any

from accounts.models import Membership
from crm.models import Company, Deal, Field

INDUSTRIES = ("Food and hospitality", "Health", "Logistics", "Manufacturing", "Services")
ABOUT = {
    "Tischlerei Novak": ("Manufacturing", 14),
    "Aas Shipping": ("Logistics", 85),
    "Rahimi Apotheke": ("Health", 9),
    "Vance Catering": ("Food and hospitality", 22),
    "Ricci Marmi": ("Manufacturing", 31),
    "Zielinska Logistik": ("Logistics", 140),
    "Demir Metallbau": ("Manufacturing", 47),
}
"""(industry, staff) of a company."""
A_DAY = 1_200
"""Euro that a day of an adviser is reckoned at, for the days of a mandate."""


def define(people: dict[str, Membership]) -> None:
    def field(of: str, kind: str, name: str, **said: Any) -> None:
        Field.make(by=people["Alice"], of=of, kind=kind, name=name, **said)

    field("company", "choice", "Industry", group="Business", options=[{"label": label} for label in INDUSTRIES])
    field("company", "number", "Staff", group="Business", rules={"least": "0"})
    field("company", "text", "VAT number", group="Billing", unique=True, rules={"shape": "code"})
    field("deal", "number", "Days of work", group="Effort", rules={"least": "0"})
    field(
        "deal", "formula", "Fee per day", group="Effort", rules={"formula": "round(amount / days_of_work, 0)"},
        help="The value by the days of work.",
    )  # fmt: skip
    field("contact", "date", "Birthday", sensitive=True)
    field("contact", "choices", "Interested in", options=[{"label": label} for label in ("Audit", "Payroll", "Tax")])


def fill(companies: dict[str, Company], deals: dict[str, Deal], people: dict[str, Membership]) -> None:
    for name, (industry, staff) in ABOUT.items():
        companies[name].change(by=people["Bob"], custom={"industry": industry, "staff": staff})
    for deal in deals.values():
        if deal.amount:
            deal.change(by=people["Carol"], custom={"days_of_work": max(1, round(deal.amount / A_DAY))})
