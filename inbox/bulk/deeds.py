"""What can be done to many conversations at once. A deed is one declaration: its verb, and how it is taken back.

`state` is what the deed changes, as JSON: it is kept before and after, so that undo puts each conversation back to its
own former state, and leaves alone what somebody has changed since.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Membership, Team
from core import clock
from inbox.errors import BadBulk
from inbox.models import Conversation
from inbox.models.conversation.prioritised import Priority
from inbox.models.conversation.snoozable import ON_REPLY
from inbox.policies import ASSIGN, CLOSE, READ, SORT

Verb = Callable[[Conversation, Membership, Any], None]


@dataclass(frozen=True)
class Deed:
    """`check` reads what comes along (whom to give it to), and raises BadBulk; `said` is "12 closed"."""

    name: str
    label: Any
    permission: str
    said: Callable[[int], str]
    state: Callable[[Conversation, Membership], Any]
    do: Verb
    put_back: Verb
    check: Callable[[dict[str, Any]], dict[str, Any]] = lambda value: {}


def _close(conversation: Conversation, me: Membership, _value: Any) -> None:
    conversation.close(by=me)


def _reopen(conversation: Conversation, me: Membership, _value: Any) -> None:
    conversation.reopen(by=me)


def _owners(value: dict[str, Any]) -> dict[str, Any]:
    """`assignee` and `team` as they shall be: an id, or None for nobody. One that is not named stays."""
    kinds: dict[str, Any] = {"assignee": Membership, "team": Team}
    chosen = {name: value[name] for name in kinds if name in value}
    if not chosen:
        raise BadBulk(_("Say who shall have them."))
    for name, id in chosen.items():
        is_id = isinstance(id, int) and not isinstance(id, bool) and 0 < id < 2**31
        if id is not None and not (is_id and kinds[name].objects.filter(pk=id).exists()):
            raise BadBulk(_("There is nobody with this id in this firm."))
    return chosen


def _assign(conversation: Conversation, me: Membership, value: dict[str, Any]) -> None:
    person, team = value.get("assignee", conversation.assignee_id), value.get("team", conversation.team_id)
    conversation.assign(
        by=me,
        to=Membership.objects.get(pk=person) if person else None,
        team=Team.objects.get(pk=team) if team else None,
    )


def _owners_of(conversation: Conversation, _me: Membership) -> dict[str, Any]:
    return {"assignee": conversation.assignee_id, "team": conversation.team_id}


def _read(conversation: Conversation, me: Membership, _value: Any) -> None:
    conversation.mark_read(by=me, seq=conversation.seq)


def _unread(conversation: Conversation, me: Membership, _value: Any) -> None:
    conversation.mark_unread(by=me)


def _read_to(conversation: Conversation, me: Membership, seq: int) -> None:
    if conversation.read_seq(me) < seq:
        conversation.mark_read(by=me, seq=seq)
    else:
        conversation.mark_unread(by=me, seq=seq + 1)


def _moment(value: dict[str, Any]) -> dict[str, Any]:
    """`until` as an instant in ISO 8601, or None: until the client replies."""
    until = value.get("until")
    try:
        at = parse_datetime(until) if isinstance(until, str) else None
    except ValueError:
        at = None
    if until is not None and (at is None or at.tzinfo is None):
        raise BadBulk(_("Say until when, as 2026-01-31T09:00:00Z, or null for the client’s reply."))
    return {"until": until}


def _snooze(conversation: Conversation, me: Membership, value: dict[str, Any]) -> None:
    conversation.snooze(by=me, until=parse_datetime(value["until"]) if value["until"] else None)


def _asleep(conversation: Conversation, _me: Membership) -> str | None:
    return conversation.wakes_at.isoformat() if conversation.wakes_at else None


def _sleep_as_before(conversation: Conversation, me: Membership, wakes_at: str | None) -> None:
    at = parse_datetime(wakes_at) if wakes_at else None
    if at is None or at <= clock.now():
        conversation.wake(by=me)
    else:
        conversation.snooze(by=me, until=None if at == ON_REPLY else at)


def _urgency(value: dict[str, Any]) -> dict[str, Any]:
    if value.get("priority") not in [each.code for each in Priority]:
        raise BadBulk(_("Say how urgent: none, low, medium, high or urgent."))
    return {"priority": value["priority"]}


DEEDS = {
    deed.name: deed
    for deed in (
        Deed(
            "close",
            gettext_lazy("Close"),
            CLOSE,
            lambda count: ngettext("%(count)s closed", "%(count)s closed", count) % {"count": count},
            lambda conversation, _me: conversation.is_closed,
            _close,
            _reopen,
        ),
        Deed(
            "reopen",
            gettext_lazy("Open again"),
            CLOSE,
            lambda count: ngettext("%(count)s open again", "%(count)s open again", count) % {"count": count},
            lambda conversation, _me: conversation.is_closed,
            _reopen,
            _close,
        ),
        Deed(
            "assign",
            gettext_lazy("Assign"),
            ASSIGN,
            lambda count: ngettext("%(count)s assigned", "%(count)s assigned", count) % {"count": count},
            _owners_of,
            _assign,
            _assign,
            _owners,
        ),
        Deed(
            "snooze",
            gettext_lazy("Snooze"),
            SORT,
            lambda count: ngettext("%(count)s snoozed", "%(count)s snoozed", count) % {"count": count},
            _asleep,
            _snooze,
            _sleep_as_before,
            _moment,
        ),
        Deed(
            "priority",
            gettext_lazy("Priority"),
            SORT,
            lambda count: ngettext("%(count)s set", "%(count)s set", count) % {"count": count},
            lambda conversation, _me: conversation.priority_code,
            lambda conversation, me, value: conversation.prioritise(by=me, priority=value["priority"]),
            lambda conversation, me, before: conversation.prioritise(by=me, priority=before),
            _urgency,
        ),
        Deed(
            "read",
            gettext_lazy("Mark as read"),
            READ,
            lambda count: ngettext("%(count)s read", "%(count)s read", count) % {"count": count},
            lambda conversation, me: conversation.read_seq(me),
            _read,
            _read_to,
        ),
        Deed(
            "unread",
            gettext_lazy("Mark as unread"),
            READ,
            lambda count: ngettext("%(count)s unread", "%(count)s unread", count) % {"count": count},
            lambda conversation, me: conversation.read_seq(me),
            _unread,
            _read_to,
        ),
    )
}
