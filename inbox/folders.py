"""The folders of the inbox: which conversations each holds, as a query and as a rule the browser can check itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core.place import Place
from inbox.models import Conversation, Inbox, Mention

PAGE = 30
COUNT_TO = 100
"""Beyond 99 a count says "99+", so it never costs more than this many index rows."""


@dataclass(frozen=True)
class Sort:
    """By which moment a list is sorted; `key` is the property of a row that says its place, `by` its attribute in the browser."""

    field: str
    key: str
    by: str
    newest_first: bool = False

    @property
    def order(self) -> tuple[str, str]:
        return (f"-{self.field}", "-id") if self.newest_first else (self.field, "id")

    def sorted(self, rows: Iterable[Conversation]) -> list[Conversation]:
        return sorted(rows, key=lambda row: (getattr(row, self.field), row.id), reverse=self.newest_first)


ACTIVE = Sort("active_at", "key", "data-key", newest_first=True)
WAKING = Sort("wakes_at", "wakes_key", "data-wakes")
WAITING = Sort("waiting_since", "waiting_key", "data-waiting")


@dataclass(frozen=True)
class Folder:
    """`state`, `assignee`, `waiting` and `mentioned` are the rule: what a row's data-… of these names must say to stand here.

    `unread`: which of its conversations are counted, where not all of them are.
    """

    name: str
    label: Any
    icon: str
    empty: Any
    where: Callable[[Membership], Q]
    state: str = ""
    assignee: str = ""
    waiting: bool = False
    mentioned: str = ""
    counted: bool = False
    unread: Callable[[Membership], Q] | None = None
    sort: Sort = ACTIVE

    def page(self, membership: Membership, inboxes: list[Inbox], before: Place | None = None) -> list[Conversation]:
        """The next rows and one more, which says whether a further page exists."""
        here = self.where(membership) & (
            before.after(self.sort.field, newest_first=self.sort.newest_first) if before else Q()
        )
        ids = self._ids(here, inboxes, PAGE + 1)
        rows = Conversation.objects.filter(pk__in=ids).for_rows()
        return self.sort.sorted(rows)

    def count(self, membership: Membership, inboxes: list[Inbox]) -> int:
        """How many there are, up to COUNT_TO."""
        counted = (self.unread or self.where)(membership)
        return len(self._ids(counted, inboxes, COUNT_TO))

    def holds(self, conversation: Conversation, membership: Membership) -> bool:
        """The rule, as the browser checks it."""
        owner = {"me": membership.pk, "none": None}.get(self.assignee, conversation.assignee_id)
        if self.waiting and not conversation.waiting_since:
            return False
        if self.mentioned and membership.pk not in conversation.mentioned:
            return False
        if not self.state and conversation.is_spam:
            return False
        return self.state in ("", conversation.state) and conversation.assignee_id == owner

    def _ids(self, here: Q, inboxes: list[Inbox], limit: int) -> list[UUID]:
        """Each inbox gives its first rows by index; the best of them are the page, however large the inboxes are.

        What is mine has an index of its own, whatever the inbox. Where I am mentioned is found by my mentions and then
        put in order: in the order of an inbox, one would walk through all of it for the few.
        """
        if self.mentioned:
            in_order = Conversation.objects.alias(at=ExpressionWrapper(F("active_at") + timedelta(0), DateTimeField()))
            return list(
                in_order.filter(here, inbox__in=inboxes).order_by("-at", "-id").values_list("id", flat=True)[:limit]
            )
        doors = [Q(inbox__in=inboxes)] if self.assignee == "me" else [Q(inbox=inbox) for inbox in inboxes]
        found = [self._first(door & here, limit) for door in doors]
        if not found:
            return []
        if len(found) > 1:
            found = [found[0].union(*found[1:], all=True).order_by(*self.sort.order)[:limit]]
        return [row[0] for row in found[0]]

    def _first(self, where: Q, limit: int) -> Any:
        rows = Conversation.objects.filter(where).order_by(*self.sort.order)
        return rows.values_list("id", self.sort.field)[:limit]


def _mine(membership: Membership) -> Q:
    return Q(assignee=membership, closed_at=None, wakes_at=None)


def _naming(membership: Membership) -> Q:
    return Q(pk__in=Mention.objects.filter(membership=membership).values("conversation"), spam_at=None)


def _naming_unread(membership: Membership) -> Q:
    unread = Mention.objects.filter(membership=membership, read_at=None)
    return Q(pk__in=unread.values("conversation"), spam_at=None)


FOLDERS = {
    folder.name: folder
    for folder in (
        Folder(
            "mine",
            _("Mine"),
            "user",
            _("Nothing is waiting for you"),
            _mine,
            state="open",
            assignee="me",
            counted=True,
        ),
        Folder(
            "unassigned",
            _("Unassigned"),
            "inbox",
            _("Every conversation has someone"),
            lambda _membership: Q(assignee=None, closed_at=None, wakes_at=None),
            state="open",
            assignee="none",
            counted=True,
        ),
        Folder(
            "waiting",
            _("Waiting"),
            "clock",
            _("No client owes you an answer"),
            lambda _membership: Q(closed_at=None, wakes_at=None, waiting_since__isnull=False),
            state="open",
            waiting=True,
            sort=WAITING,
        ),
        Folder(
            "snoozed",
            _("Snoozed"),
            "alarm-clock",
            _("Nothing is snoozed"),
            lambda _membership: Q(wakes_at__isnull=False),
            state="snoozed",
            counted=True,
            sort=WAKING,
        ),
        Folder(
            "mentions",
            _("Mentions"),
            "at-sign",
            _("Nobody has mentioned you yet"),
            _naming,
            mentioned="me",
            counted=True,
            unread=_naming_unread,
        ),
        Folder(
            "closed",
            _("Closed"),
            "archive",
            _("Nothing has been closed yet"),
            lambda _membership: Q(closed_at__isnull=False, spam_at=None),
            state="closed",
        ),
        Folder("all", _("All"), "list", _("No conversations yet"), lambda _membership: Q(spam_at=None)),
        Folder(
            "spam",
            _("Spam"),
            "megaphone",
            _("No spam"),
            lambda _membership: Q(spam_at__isnull=False),
            state="spam",
        ),
    )
}


def home_of(conversation: Conversation, membership: Membership) -> Folder:
    """The folder that a link to a conversation opens beside it."""
    return next(folder for folder in FOLDERS.values() if folder.holds(conversation, membership))
