"""In which order a list stands, beside the order that its folder has by itself."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThanOrEqual, TupleLessThanOrEqual
from django.utils.translation import gettext_lazy as _

from core.place import Place
from inbox.folders import ACTIVE, WAITING, WAKING, Folder, Sort

OLDEST = Sort("active_at", "key", "data-key")
UNANSWERED = Sort("unanswered_since", "unanswered_key", "data-unanswered")


@dataclass(frozen=True)
class Order:
    name: str
    label: Any
    sort: Sort


ORDERS = {
    order.name: order
    for order in (
        Order("waking", _("Next to wake first"), WAKING),
        Order("waiting", _("Longest without the client’s answer first"), WAITING),
        Order("newest", _("Newest first"), ACTIVE),
        Order("oldest", _("Oldest first"), OLDEST),
        Order("unanswered", _("Longest waiting for us first"), UNANSWERED),
    )
}


def orders_of(folder: Folder) -> dict[str, Order]:
    """The orders a folder can stand in; its own comes first."""
    own = next(order for order in ORDERS.values() if order.sort is folder.sort)
    everywhere = (ORDERS[name] for name in ("newest", "oldest", "unanswered"))
    return {order.name: order for order in (own, *everywhere)}


def until(sort: Sort, place: Place) -> Q:
    """What stands above a place, and what stands there: where an index can end."""
    above = TupleGreaterThanOrEqual if sort.newest_first else TupleLessThanOrEqual
    return Q(above(Tuple(sort.field, "id"), (place.at, place.id)))
