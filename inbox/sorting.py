"""The order a person chose for a list: kept among their preferences, one for each folder or view."""

from accounts.models import Membership
from inbox.errors import NoSuchSort
from inbox.filters.sorts import Order, orders_of
from inbox.folders import Folder

KEY = "sorts"
MOST = 200
"""Lists that a choice is kept for; the one that was chosen longest ago goes first."""


def order_of(membership: Membership, place: str, folder: Folder, asked: str = "") -> Order:
    """`asked`, where it names one; else what they chose for this list; else the folder's own."""
    orders, kept = orders_of(folder), membership.remembered(KEY) or {}
    return orders.get(asked) or orders.get(kept.get(place, "")) or next(iter(orders.values()))


def choose_order(membership: Membership, place: str, folder: Folder, name: str) -> None:
    """Raises NoSuchSort."""
    if name not in orders_of(folder):
        raise NoSuchSort
    kept = {each: chosen for each, chosen in (membership.remembered(KEY) or {}).items() if each != place}
    membership.remember(KEY, dict(list({**kept, place: name}.items())[-MOST:]))
