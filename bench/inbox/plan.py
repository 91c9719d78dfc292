"""How large the firms are that the inbox is measured with, and how often each thing is done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """One big firm among small ones; `conversations` and `messages` are sums over all of them."""

    firms: int
    conversations: int
    messages: int
    small: int
    """Conversations of each small firm; the big one has the rest."""
    longest: int
    """Lines of one conversation of the big firm."""
    agents: int
    inboxes: int
    times: int
    """How often a page is asked for, for each of its kinds."""
    watching: int
    """Agents with the list on their screens while messages arrive."""
    visits: int
    """To a page with the chat, and as many to the page without."""


FULL = Plan(
    firms=50,
    conversations=200_000,
    messages=1_000_000,
    small=400,
    longest=5_000,
    agents=40,
    inboxes=10,
    times=40,
    watching=200,
    visits=9,
)
QUICK = Plan(
    firms=4,
    conversations=4_000,
    messages=20_000,
    small=100,
    longest=600,
    agents=6,
    inboxes=4,
    times=8,
    watching=20,
    visits=3,
)
