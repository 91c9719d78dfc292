"""What conversations can be filtered by. A field is one declaration in FIELDS: its name, and what may be said of it.

Each `where` is asked with the value and with who looks (`Viewer`), and gives a Clause. "Me", "my teams" and days are
those of whoever looks, so a shared view shows each person what they may see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from crm.models import Contact
from inbox.filters.values import Choice, Day, Id, Number, Text, Uuid, Words
from inbox.models import Attachment, Follower, Inbox, IndexedLine, Tagging
from inbox.models.conversation.prioritised import Priority
from inbox.models.conversation.writable import NEVER
from inbox.models.tag import key_of
from inbox.search.found import conversations_that_say, lines_that_say

FEW = 500
"""So many clients or found conversations are looked up one by one; of more, each row is asked."""


class Clause(NamedTuple):
    """A condition as a query. `few`: it holds for so few that the database finds them without going through a list."""

    where: Q
    few: bool = False


@dataclass(frozen=True)
class Viewer:
    membership: Membership

    @cached_property
    def inboxes(self) -> list[Any]:
        return list(Inbox.objects.visible_to(self.membership).values_list("pk", flat=True))

    @cached_property
    def now(self) -> datetime:
        return clock.now()


@dataclass(frozen=True)
class Op:
    """One thing that may be said of a field."""

    value: Any
    where: Callable[[Any, Viewer], Clause]

    def read(self, value: Any) -> Any:
        return self.value.read(value)


@dataclass(frozen=True)
class Field:
    name: str
    label: Any
    ops: dict[str, Op]


OPS = {
    "is": _("is"),
    "is_not": _("is not"),
    "contains": _("contains"),
    "contains_not": _("does not contain"),
    "before": _("before"),
    "after": _("on or after"),
    "within": _("in the last"),
    "not_within": _("not in the last"),
    "longer": _("longer than"),
}


def either(value: Any, where: Callable[[Any, Viewer], Q]) -> dict[str, Op]:
    """It is, or it is not."""
    return {
        "is": Op(value, lambda given, viewer: Clause(where(given, viewer))),
        "is_not": Op(value, lambda given, viewer: Clause(~where(given, viewer))),
    }


def yes_or_no(where: Callable[[Viewer], Q]) -> dict[str, Op]:
    return {
        "is": Op(
            Choice({"yes": _("yes"), "no": _("no")}),
            lambda given, viewer: Clause(where(viewer) if given == "yes" else ~where(viewer)),
        )
    }


def moment(column: str) -> dict[str, Op]:
    """When something was, by days."""
    days = Number(_("days"), 3650)

    def since(given: int, viewer: Viewer) -> datetime:
        return viewer.now - timedelta(days=given)

    return {
        "before": Op(Day(), lambda given, viewer: Clause(Q(**{f"{column}__lt": _begin(given)}))),
        "after": Op(Day(), lambda given, viewer: Clause(Q(**{f"{column}__gte": _begin(given)}))),
        "within": Op(days, lambda given, viewer: Clause(Q(**{f"{column}__gte": since(given, viewer)}))),
        "not_within": Op(days, lambda given, viewer: Clause(Q(**{f"{column}__lt": since(given, viewer)}))),
    }


def _begin(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.min))


def _assigned(given: Any, viewer: Viewer) -> Q:
    words = {"nobody": Q(assignee=None), "me": Q(assignee=viewer.membership)}
    return words[given] if given in words else Q(assignee=given)


def _followed(given: Any, viewer: Viewer) -> Clause:
    """Those that somebody follows, or nobody."""
    if given == "nobody":
        return Clause(~Q(Exists(Follower.objects.filter(conversation=OuterRef("pk")))))
    theirs = Follower.objects.filter(membership=viewer.membership if given == "me" else given)
    ids = list(theirs.values_list("conversation", flat=True)[: FEW + 1])
    if len(ids) <= FEW:
        return Clause(Q(pk__in=ids), few=True)
    return Clause(Q(Exists(theirs.filter(conversation=OuterRef("pk")))))


def _of_team(given: Any, viewer: Viewer) -> Q:
    words = {"none": Q(team=None), "mine": Q(team__in=viewer.membership.team_ids)}
    return words[given] if given in words else Q(team=given)


def _client(given: str, viewer: Viewer) -> Clause:
    """Of clients who are called so, or whose address is so."""
    called = Contact.objects.filter(Q(name__icontains=given) | Q(email__icontains=given))
    ids = list(called.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(ids) <= FEW:
        return Clause(Q(contact__in=ids), few=True)
    return Clause(Q(contact__in=called.values("pk")))


def _says(given: str, viewer: Viewer) -> Clause:
    """Where the words are said, as the search finds them: all at once if they are few, else row by row."""
    found = conversations_that_say(given, viewer.inboxes, FEW)
    if found is not None:
        return Clause(Q(pk__in=found), few=True)
    said = lines_that_say(IndexedLine.objects.filter(conversation=OuterRef("pk")), given)
    return Clause(Q(Exists(said)))


def _tagged(given: str, viewer: Viewer) -> Clause:
    """Those that have the tag of this name."""
    theirs = Tagging.objects.filter(tag__key=key_of(given))
    ids = list(theirs.values_list("conversation", flat=True)[: FEW + 1])
    if len(ids) <= FEW:
        return Clause(Q(pk__in=ids), few=True)
    return Clause(Q(Exists(theirs.filter(conversation=OuterRef("pk")))))


def _not(where: Callable[[Any, Viewer], Clause]) -> Callable[[Any, Viewer], Clause]:
    return lambda given, viewer: Clause(~where(given, viewer).where)


def _waits(viewer: Viewer) -> Q:
    return Q(unanswered_since__lt=NEVER)


def _has_file(viewer: Viewer) -> Q:
    return Q(Exists(Attachment.objects.filter(conversation=OuterRef("pk"), message__isnull=False)))


STATES = {
    "open": Q(closed_at=None, wakes_at=None),
    "snoozed": Q(wakes_at__isnull=False),
    "closed": Q(closed_at__isnull=False),
}
SIDES = {"client": "visitor", "team": "agent", "note": "note"}
PERSON = Id("people", {"me": _("me"), "nobody": _("nobody")})
TEAM = Id("teams", {"mine": _("a team of mine"), "none": _("no team")})

FIELDS = {
    field.name: field
    for field in (
        Field(
            "state",
            _("State"),
            either(
                Choice({"open": _("open"), "snoozed": _("snoozed"), "closed": _("closed")}),
                lambda given, _who: STATES[given],
            ),
        ),
        Field("assignee", _("Assigned to"), either(PERSON, _assigned)),
        Field("follower", _("Followed by"), {"is": Op(PERSON, _followed), "is_not": Op(PERSON, _not(_followed))}),
        Field("team", _("Team"), either(TEAM, _of_team)),
        Field("inbox", _("Inbox"), either(Uuid("inboxes"), lambda given, _who: Q(inbox=given))),
        Field("channel", _("Channel"), either(Choice({"chat": _("chat")}), lambda given, _who: Q(inbox__isnull=False))),
        Field("contact", _("Client"), {"contains": Op(Text(), _client), "contains_not": Op(Text(), _not(_client))}),
        Field("text", _("Messages"), {"contains": Op(Words(), _says), "contains_not": Op(Words(), _not(_says))}),
        Field(
            "wrote_last",
            _("Who wrote last"),
            either(
                Choice({"client": _("the client"), "team": _("a colleague"), "note": _("a colleague, a note")}),
                lambda given, _who: Q(preview_from=SIDES[given]),
            ),
        ),
        Field(
            "unanswered",
            _("Waits for our answer"),
            {
                **yes_or_no(_waits),
                "longer": Op(
                    Number(_("hours"), 24 * 365),
                    lambda given, viewer: Clause(Q(unanswered_since__lt=viewer.now - timedelta(hours=given))),
                ),
            },
        ),
        Field("waiting", _("Waits for the client"), yes_or_no(lambda _who: Q(waiting_since__isnull=False))),
        Field(
            "priority",
            _("Priority"),
            either(
                Choice({each.code: each.label for each in Priority}),
                lambda given, _who: Q(priority=Priority[given.upper()]),
            ),
        ),
        Field("tag", _("Tag"), {"is": Op(Text(), _tagged), "is_not": Op(Text(), _not(_tagged))}),
        Field("attachment", _("Has a file"), yes_or_no(_has_file)),
        Field("created", _("Began"), moment("created_at")),
        Field("activity", _("Last activity"), moment("active_at")),
    )
}

KNOWN = {name: field.ops for name, field in FIELDS.items()}
"""As inbox/filters/language.py takes it."""
