"""The rows of a list that is filtered or sorted otherwise: page by page, counted, and asked of one row.

A page never costs more than LOOK rows of an index, however rare what is looked for: where those hold fewer than a page,
it ends early, and `next_key` goes on from there. What few rows can fulfil (a client's name, a rare word) is asked for
at once, without going through the list.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.db.models import Q

from accounts.models import Membership
from core.place import Place
from inbox.errors import FilterTooSlow
from inbox.filters.fields import FIELDS, Clause, Viewer
from inbox.filters.language import Condition, Group
from inbox.filters.sorts import until
from inbox.folders import COUNT_TO, PAGE, Folder, Sort
from inbox.models import Conversation, Inbox

LOOK = 10_000
"""Rows that one page may look through, over all inboxes."""
GLANCE = 3_000
"""Rows that one count may look through."""
PATIENCE_MS = 2_000

QUERY_CANCELED = "57014"


@dataclass
class Finding:
    membership: Membership
    inboxes: list[Inbox]
    folder: Folder
    filter: Group | None
    sort: Sort

    def page(self, before: Place | None) -> tuple[list[Conversation], str]:
        """The next rows, and where the page after them begins; "" on the last one. Raises FilterTooSlow."""
        ids, cut = self._ids(before, PAGE + 1, LOOK)
        rows = Conversation.objects.filter(pk__in=ids[:PAGE]).for_rows()
        found = self.sort.sorted(rows)
        if len(ids) > PAGE:
            return found, str(getattr(found[-1], self.sort.key))
        return found, cut.key if cut else ""

    def count(self) -> tuple[int, bool]:
        """How many there are, up to COUNT_TO; and whether there may be more than were looked at."""
        ids, cut = self._ids(None, COUNT_TO, GLANCE)
        return len(ids), cut is not None and len(ids) < COUNT_TO

    def holds(self, id: UUID) -> bool:
        """Whether one conversation stands in this list."""
        return self.everything.filter(pk=id).exists()

    @property
    def everything(self) -> Any:
        """All of them as a query, for work that goes through them."""
        here = Q(inbox__in=self.inboxes) & self._clause.where & self.folder.where(self.membership)
        return Conversation.objects.filter(here)

    @cached_property
    def _clause(self) -> Clause:
        return clause_of(self.filter, Viewer(self.membership)) if self.filter else Clause(Q())

    def _ids(self, before: Place | None, limit: int, look: int) -> tuple[list[UUID], Place | None]:
        if not self.inboxes:
            return [], None
        with patience():
            return self._looked(before, limit, look)

    def _looked(self, before: Place | None, limit: int, look: int) -> tuple[list[UUID], Place | None]:
        start = before.after(self.sort.field, newest_first=self.sort.newest_first) if before else Q()
        if self._clause.few:
            here = Q(inbox__in=self.inboxes) & self.folder.where(self.membership)
            return self._first([here & start & self._clause.where], limit), None
        walks = [walk & start for walk in self._walks()]
        with in_order():
            cut = self._cut(walks, max(look // len(walks), limit))
            rest = self._clause.where & self.folder.where(self.membership) & (until(self.sort, cut) if cut else Q())
            return self._first([walk & rest for walk in walks], limit), cut

    def _first(self, walks: list[Q], limit: int) -> list[UUID]:
        return [row[0] for row in self._union([self._along(walk)[:limit] for walk in walks], limit)]

    def _cut(self, walks: list[Q], look: int) -> Place | None:
        """How far all inboxes can be looked at: where the first of them ends. None: to their ends."""
        ends = self._union([self._along(walk)[look : look + 1] for walk in walks], 1)
        return next((Place(at, id) for id, at in ends), None)

    def _along(self, where: Q) -> Any:
        return Conversation.objects.filter(where).order_by(*self.sort.order).values_list("id", self.sort.field)

    def _union(self, found: list[Any], limit: int) -> Any:
        if len(found) == 1:
            return found[0]
        return found[0].union(*found[1:], all=True).order_by(*self.sort.order)[:limit]

    def _walks(self) -> list[Q]:
        """Ranges of an index in the order of the list, one or one an inbox; what else is asked is asked of their rows."""
        if self.sort.field == "active_at":
            walk = self.folder.where(self.membership) & self._driving
            if self.folder.assignee == "me" or self._is_somebodys:
                return [Q(inbox__in=self.inboxes) & walk]
        else:
            walk = self.folder.where(self.membership) if self.sort is self.folder.sort else Q()
        return [Q(inbox=inbox) & walk for inbox in self.inboxes]

    @cached_property
    def _said(self) -> dict[str, Any]:
        """What must be so in any case: field -> value, of conditions that stand alone and say "is"."""
        group = self.filter
        if group is None or (group.join == "or" and len(group.parts) > 1):
            return {}
        plain = [part for part in group.parts if isinstance(part, Condition) and part.op == "is"]
        return {part.field: part.value for part in plain}

    @property
    def _is_somebodys(self) -> bool:
        return not self.folder.assignee and self._said.get("assignee", "nobody") != "nobody"

    @cached_property
    def _driving(self) -> Q:
        """Those of them that an index of conversations holds to the letter (models/conversation)."""
        is_open = "open" in (self._said.get("state"), self.folder.state)
        names = [] if self.folder.state else ["state"]
        if self._is_somebodys or (is_open and not self.folder.assignee):
            names.append("assignee")
        where = Q()
        for name in names:
            if name in self._said:
                where &= FIELDS[name].ops["is"].where(self._said[name], Viewer(self.membership)).where
        return where


def clause_of(part: Group | Condition, viewer: Viewer) -> Clause:
    if isinstance(part, Condition):
        return FIELDS[part.field].ops[part.op].where(part.value, viewer)
    clauses = [clause_of(each, viewer) for each in part.parts]
    where = Q()
    for clause in clauses:
        where = where & clause.where if part.join == "and" else where | clause.where
    few = any(clause.few for clause in clauses) if part.join == "and" else all(clause.few for clause in clauses)
    return Clause(where, few)


@contextmanager
def patience() -> Iterator[None]:
    """What takes the database too long is given up, with a sentence."""
    try:
        with transaction.atomic():
            _set("statement_timeout", str(PATIENCE_MS))
            yield
            _set("statement_timeout", "0")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == QUERY_CANCELED:
            raise FilterTooSlow from error
        raise


@contextmanager
def in_order() -> Iterator[None]:
    """Rows are read by the index that has them in order, whatever the statistics say a sort of them all would cost."""
    _set("enable_sort", "off")
    yield
    _set("enable_sort", "on")


def _set(name: str, value: str) -> None:
    """For the rest of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
