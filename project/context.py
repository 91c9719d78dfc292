"""What every page's frame needs: who is here, in which firm, and what the navigation offers them."""

from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from accounts.models import Membership
from core import nav
from core.nav import NavLink
from ledger.heads import heads_of


class Frame:
    """The frame around a page. Computed when a template asks, so a swap of <main> alone pays for none of it."""

    def __init__(self, me: Membership | None, path: str) -> None:
        self.me, self._path = me, path

    @property
    def direction(self) -> str:
        return "rtl" if get_language_bidi() else "ltr"

    @property
    def theme(self) -> str:
        """ "light", "dark", or nothing for the system's."""
        theme = self.me.preference("theme") if self.me else "system"
        return "" if theme == "system" else str(theme)

    @property
    def density(self) -> str:
        density = self.me.preference("density") if self.me else "cosy"
        return "" if density == "cosy" else str(density)

    @property
    def accent(self) -> str:
        return self.me.firm.accent if self.me else ""

    @cached_property
    def person_after(self) -> int | None:
        """How far this person's stream had come when the frame was drawn."""
        if self.me is None:
            return None
        stream = f"person:{self.me.pk}"
        with transaction.atomic(savepoint=False):  # an error page is drawn after the view's transaction is over
            return heads_of([stream])[stream]

    @cached_property
    def nav(self) -> list[NavLink]:
        """The head is read before the dots, so that nothing falls between page and socket."""
        return self._links("rail") if self.person_after is not None else []

    @cached_property
    def account(self) -> list[NavLink]:
        return self._links("account")

    def _links(self, place: str) -> list[NavLink]:
        if self.me is None:
            return []
        with transaction.atomic(savepoint=False):
            return nav.links(place, self.me, self._path)


def frame(request: HttpRequest) -> dict[str, Any]:
    """`me` (the membership), `firm`, `frame`, and `base`: what a page extends."""
    me: Membership | None = getattr(request, "membership", None)
    return {"me": me, "firm": me.firm if me else None, "frame": Frame(me, request.path), "base": base_for(request, me)}


def base_for(request: HttpRequest, me: Membership | None) -> str:
    """<main> alone where a link or form inside the frame asks; the whole page else; no frame for who is in no firm."""
    if me is None:
        return "frame/plain.html"
    htmx = getattr(request, "htmx", None)
    swaps_main = htmx and (htmx.boosted or htmx.target == "main")
    return "frame/main.html" if swaps_main else "frame/page.html"
