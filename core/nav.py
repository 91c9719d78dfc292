"""What stands in the navigation. Each room registers its own entries in its nav.py; the frame draws those a person may use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse
from django.utils.functional import Promise

Words = str | Promise


class Visitor(Protocol):
    """Whoever the navigation is drawn for: a membership."""

    def may(self, permission: str) -> bool: ...


@dataclass(frozen=True)
class NavItem:
    """One entry. `url` is a URL name; `shortcut` two keys such as "g i"; `permission` the code that shows it.

    `place` is "rail" (the side, or the bar of a phone) or "account" (the menu behind one's own face).
    Its `also` are URL names of what it is current for as well.
    `unread` counts at page load what its dot and the tab's title show, 100 for more than 99; later a `nav:unread` event does.
    """

    name: str
    label: Words
    icon: str
    url: str
    order: int = 50
    shortcut: str = ""
    permission: str = ""
    place: str = "rail"
    method: str = "get"
    also: tuple[str, ...] = ()
    unread: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class NavLink:
    """An entry as one person sees it."""

    item: NavItem
    href: str
    current: bool
    unread: int


_items: dict[str, NavItem] = {}


def register(*items: NavItem) -> None:
    for item in items:
        _items[item.name] = item


def registered() -> list[NavItem]:
    return list(_items.values())


def links(place: str, visitor: Visitor, path: str) -> list[NavLink]:
    """The entries of a place that `visitor` may use, in order; the current one is the longest that `path` begins with."""
    shown = [
        (item, reverse(item.url))
        for item in sorted(_items.values(), key=lambda item: (item.order, item.name))
        if item.place == place and (not item.permission or visitor.may(item.permission))
    ]
    begun = {item: [href, *map(reverse, item.also)] for item, href in shown}
    here = max((way for ways in begun.values() for way in ways if path.startswith(way)), key=len, default="")
    return [
        NavLink(item=item, href=href, current=here in begun[item], unread=item.unread(visitor) if item.unread else 0)
        for item, href in shown
    ]
