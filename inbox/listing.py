"""The list pane: one folder of one or all inboxes, as one person sees it."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import Membership
from core.place import Place
from inbox.errors import InboxError
from inbox.filters.fields import Viewer
from inbox.filters.finding import Finding
from inbox.filters.language import Group
from inbox.filters.sorts import Order, orders_of
from inbox.filters.words import Words
from inbox.folders import COUNT_TO, FOLDERS, PAGE, Folder, Sort
from inbox.models import Conversation, Inbox, ReadCursor, View
from inbox.models.conversation.prioritised import Priority
from inbox.policies import may_change_view
from inbox.rows import row_of
from ledger.heads import heads_of


@dataclass
class Listing:
    """What the pane shows. Heads are read before the rows, so that nothing falls between page and socket.

    `refusal` is a sentence where the list cannot be asked for; it has no rows then.
    """

    membership: Membership
    folder: Folder
    inbox_id: UUID | None = None
    before: Place | None = None
    filter: Group | None = None
    order: Order | None = None
    view: View | None = None
    refusal: str = ""
    error: InboxError | None = field(default=None, init=False)
    heads: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """It hears of all inboxes, also where one is chosen: each may be renamed, or taken from this person."""
        self.heads = heads_of([self.person_stream, *(f"inbox:{inbox.pk}" for inbox in self.all_inboxes)])

    @cached_property
    def all_inboxes(self) -> list[Inbox]:
        return list(Inbox.objects.visible_to(self.membership).order_by("name", "id"))

    @cached_property
    def inboxes(self) -> list[Inbox]:
        """Those shown: the chosen one, or all that this person sees."""
        return [inbox for inbox in self.all_inboxes if self.inbox_id in (None, inbox.pk)]

    @property
    def inbox(self) -> Inbox | None:
        return self.inboxes[0] if self.inbox_id and self.inboxes else None

    @property
    def person_stream(self) -> str:
        return f"person:{self.membership.pk}"

    @property
    def person_after(self) -> int:
        return self.heads[self.person_stream]

    @property
    def streams(self) -> list[tuple[str, int]]:
        return [(stream, seq) for stream, seq in self.heads.items() if stream.startswith("inbox:")]

    @property
    def is_plain(self) -> bool:
        """The folder itself in its own order."""
        return self.filter is None and self.sort is self.folder.sort

    @property
    def sort(self) -> Sort:
        return self.order.sort if self.order else self.folder.sort

    @property
    def finding(self) -> Finding:
        return Finding(self.membership, self.inboxes, self.folder, self.filter, self.sort)

    def must_be_found(self) -> None:
        """Raises the InboxError that a screen shows as `refusal`."""
        if self.rows == [] and self.error:
            raise self.error

    @cached_property
    def _page(self) -> tuple[list[Conversation], str]:
        if self.refusal:
            return [], ""
        if self.is_plain:
            found = self.folder.page(self.membership, self.inboxes, self.before)
            return found[:PAGE], str(getattr(found[PAGE - 1], self.sort.key)) if len(found) > PAGE else ""
        try:
            return self.finding.page(self.before)
        except InboxError as error:
            self.error, self.refusal = error, str(error)
            return [], ""

    @property
    def rows(self) -> list[Conversation]:
        return self._page[0]

    @property
    def drawn(self) -> list[SafeString]:
        """The rows as they are shown."""
        return [row_of(row) for row in self.rows]

    @property
    def next_key(self) -> str:
        """Where the next page begins; "" on the last one."""
        return self._page[1]

    @property
    def beside(self) -> dict[str, str]:
        """What an address says of this list, beside a conversation or a search."""
        changed = self.view is None or self.filter is None or self.filter.as_data() != self.view.filter
        said = {
            "in": self.folder.name,
            "view": str(self.view.pk) if self.view else "",
            "inbox": str(self.inbox_id or ""),
            "filter": self.filter.text if self.filter and changed else "",
        }
        return {name: value for name, value in said.items() if value}

    @property
    def url(self) -> str:
        """Its address without what it is filtered by."""
        return (
            reverse("inbox:view", args=[self.view.pk])
            if self.view
            else reverse("inbox:folder", args=[self.folder.name])
        )

    @property
    def here(self) -> str:
        return self.at(self.filter)

    @property
    def unfiltered(self) -> str:
        """Without a filter; of a view, the view as it was saved."""
        return self.at(None)

    @property
    def is_changed(self) -> bool:
        """Whether a view is shown otherwise than it was saved."""
        return self.view is not None and self.filter is not None and self.filter.as_data() != self.view.filter

    @property
    def saving(self) -> str:
        """What a view would be saved from, as a query."""
        return urlencode({"filter": self.filter.text if self.filter else "", "sort": self.ordered.name})

    @property
    def may_change_view(self) -> bool:
        return self.view is not None and may_change_view(self.membership, self.view)

    @cached_property
    def pinned_views(self) -> list[View]:
        return [view for view in View.objects.arranged_for(self.membership) if view.stands_beside(self.membership)]

    def at(self, filter: Group | None) -> str:
        """The address of the same list with another filter."""
        is_views = self.view is not None and filter is not None and filter.as_data() == self.view.filter
        said = {"inbox": self.inbox_id, "filter": filter.text if filter and not is_views else None}
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{self.url}?{query}" if query else self.url

    @property
    def source(self) -> str:
        """Where the browser asks for further pages and single rows: in this very order, whatever is chosen meanwhile."""
        return f"{self.here}{'&' if '?' in self.here else '?'}sort={self.ordered.name}"

    @property
    def priorities(self) -> list[tuple[str, Any]]:
        return [(each.code, each.label) for each in Priority]

    @property
    def query(self) -> str:
        """This list as a query, for what is done to all of it."""
        return urlencode(self.beside)

    @property
    def sorting(self) -> str:
        """Where another order is chosen."""
        query = self.here.partition("?")[2]
        where = (
            reverse("inbox:view-sorting", args=[self.view.pk])
            if self.view
            else reverse("inbox:sorting", args=[self.folder.name])
        )
        return f"{where}?{query}" if query else where

    @property
    def vals(self) -> str:
        return json.dumps(self.beside)

    @property
    def chips(self) -> list[dict[str, Any]]:
        """The filter's parts in words, each with the address of the list without it."""
        if self.filter is None:
            return []
        words = Words(self.filter, Viewer(self.membership))
        return [
            {"text": words.say(part), "off": self.at(self.filter.without(place))}
            for place, part in enumerate(self.filter.parts)
        ]

    @property
    def turned(self) -> str:
        """The address of the list with its conditions joined the other way; "" where there is but one."""
        return self.at(self.filter.turned) if self.filter and len(self.filter.parts) > 1 else ""

    @property
    def orders(self) -> list[Order]:
        return list(orders_of(self.folder).values())

    @property
    def ordered(self) -> Order:
        return next(order for order in self.orders if order.sort is self.sort)

    @cached_property
    def reads(self) -> dict[UUID, int]:
        """How far this person has read each conversation of the page."""
        mine = ReadCursor.objects.filter(membership=self.membership, conversation_id__in=[row.pk for row in self.rows])
        return dict(mine.values_list("conversation_id", "seq"))

    @cached_property
    def counts(self) -> dict[str, str]:
        return counts(self.membership, self.inboxes)

    @property
    def tabs(self) -> list[dict[str, Any]]:
        return [
            {
                "folder": folder,
                "current": folder is self.folder and self.view is None,
                "count": self.counts.get(folder.name),
            }
            for folder in FOLDERS.values()
        ]


def counts(membership: Membership, inboxes: list[Inbox]) -> dict[str, str]:
    """How many stand in each folder that is counted: "0" … "99", "99+"."""
    figures = {folder.name: folder.count(membership, inboxes) for folder in FOLDERS.values() if folder.counted}
    return {name: "99+" if figure >= COUNT_TO else str(figure) for name, figure in figures.items()}
