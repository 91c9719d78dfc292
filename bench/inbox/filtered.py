"""Saved views of three conditions each, in every order: one that many rows fulfil, one for few, one that asks for either."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from bench.inbox import lists
from bench.inbox.caller import Caller
from bench.inbox.seeded import SeededFirm
from inbox.models import View

VIEWS = {
    "open, a colleague's, this year's": {
        "and": [
            {"field": "state", "is": "open"},
            {"field": "assignee", "is_not": "me"},
            {"field": "created", "within": 365},
        ]
    },
    "seldom so": {
        "and": [
            {"field": "tag", "is": "tag 7"},
            {"field": "priority", "is": "urgent"},
            {"field": "wrote_last", "is": "note"},
        ]
    },
    "one of three": {
        "or": [
            {"field": "tag", "is": "tag 7"},
            {"field": "priority", "is": "urgent"},
            {"field": "unanswered", "longer": 48},
        ]
    },
}
ORDERS = ("newest", "oldest", "unanswered")


def measure(firm: SeededFirm, callers: Sequence[Caller], times: int) -> None:
    """The owner's views, shared with everybody; each caller sees what they may of them."""
    views = {name: _view(firm, name) for name in VIEWS}
    for caller in callers:
        for name, view in views.items():
            for order in ORDERS:
                lists.walk(caller, f"{name}, {order}", f"/inbox/views/{view.pk}/", times, sort=order)


def _view(firm: SeededFirm, name: str) -> View:
    """Made once: the database is kept."""
    owner, id = firm.people[0], uuid5(NAMESPACE_URL, f"{firm.firm.pk} {name}")
    with firm.scope():
        view = View.save_as(by=owner, name=name, filter=VIEWS[name], id=id)
        view.share(by=owner, shared=View.Shared.FIRM)
        return view
