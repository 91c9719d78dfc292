"""How large the firms are that records are measured with, and how often each thing is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """One big firm among small ones; `contacts`, `companies` and `entries` are the big one's."""

    firms: int
    contacts: int
    companies: int
    entries: int
    busiest: int
    """Entries of one contact of the big firm."""
    small: int
    """Contacts of each small firm."""
    cards: int
    """In each of five stages."""
    moves: int
    workers: int
    times: int


FULL = Plan(
    firms=50,
    contacts=1_000_000,
    companies=250_000,
    entries=10_000_000,
    busiest=50_000,
    small=1_000,
    cards=2_000,
    moves=20_000,
    workers=8,
    times=300,
)
QUICK = Plan(
    firms=4,
    contacts=20_000,
    companies=5_000,
    entries=200_000,
    busiest=5_000,
    small=200,
    cards=100,
    moves=400,
    workers=4,
    times=60,
)
