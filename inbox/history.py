"""The audit trail of a conversation, in words: who, when, from what, to what."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import Membership, Team
from inbox.lines import priority_label
from inbox.models import Conversation
from inbox.models.conversation.snoozable import ON_REPLY
from ledger.models import Change

SHOWN = 200
SHORT = 200


@dataclass(frozen=True)
class Step:
    """One change of one thing. `before` and `after` are words; empty where there was nothing."""

    at: datetime
    who: str
    what: str
    before: str
    after: str


def changes_of(conversation: Conversation) -> list[Step]:
    """The newest first."""
    merged = [str(id) for id in conversation.merges.values_list("gone", flat=True)]
    of = {
        "inbox.conversation": [str(conversation.pk), *merged],
        "crm.contact": [str(conversation.contact_id)],
    }
    found: list[Change] = []
    for subject_type, subject_ids in of.items():
        rows = Change.objects.filter(subject_type=subject_type, subject_id__in=subject_ids).order_by("-id")
        found += rows[:SHOWN]
    said = conversation.messages.exclude(kind="event").annotate(key=Cast("id", CharField())).values("key")
    found += Change.objects.filter(subject_type="inbox.message", subject_id__in=said).order_by("-id")[:SHOWN]
    found = sorted(found, key=lambda change: change.id, reverse=True)[:SHOWN]
    return list(Teller(found, conversation).tell())


class Teller:
    """Turns rows of the trail into words; the names are asked for once."""

    def __init__(self, changes: Sequence[Change], conversation: Conversation) -> None:
        self.changes = changes
        self.client = conversation.contact.label
        people = {change.actor for change in changes} | set(self._ids("assignee")) | set(self._ids("follower"))
        self.people = dict(Membership.objects.filter(pk__in=people - {None}).values_list("pk", "name"))
        teams = set(self._ids("team")) - {None}
        self.teams = dict(Team.objects.filter(pk__in=teams).values_list("pk", "name")) if teams else {}

    def tell(self) -> Iterator[Step]:
        for change in self.changes:
            for field, after in (change.after or {}).items():
                before = (change.before or {}).get(field)
                yield Step(change.at, self._who(change), self._what(change, field), *self._values(field, before, after))

    def _ids(self, field: str) -> Iterator[Any]:
        for change in self.changes:
            for values in (change.before, change.after):
                yield (values or {}).get(field)

    def _who(self, change: Change) -> str:
        if change.actor is None:
            return _("By itself") if change.kind in BY_ITSELF else self.client
        return self.people.get(change.actor, _("A former colleague"))

    def _what(self, change: Change, field: str) -> str:
        return {
            "inbox.message_received": _("Message from the client"),
            "inbox.message_sent": _("Reply sent"),
            "inbox.note_added": _("Note added"),
            "inbox.conversation_woken": _("Woken"),
            "inbox.message_edited": _("Message edited"),
            "inbox.message_deleted": _("Message deleted"),
            "inbox.message_reacted": _("Reaction"),
            "inbox.reaction_taken": _("Reaction taken back"),
            "inbox.message_restored": _("Message brought back"),
            "inbox.conversation_closed": _("Closed"),
            "inbox.conversation_reopened": _("Opened again"),
            "inbox.conversation_started": _("Started"),
            "inbox.conversations_merged": _("Merged with another conversation"),
            "inbox.conversation_split": _("Split"),
            "inbox.conversations_separated": _("Separated again"),
            "inbox.reply_held": _("Reply scheduled"),
            "inbox.reply_stopped": _("Reply that waited was not sent"),
            "inbox.reply_taken_back": _("Reply that waited was taken back"),
            "crm.contact_merged": _("Joined with another contact"),
            "inbox.people_mentioned": _("Mentioned"),
            "inbox.transcript_asked": _("Transcript sent to"),
        }.get(change.kind) or FIELDS.get(field, lambda: field)()

    def _values(self, field: str, before: Any, after: Any) -> tuple[str, str]:
        if field in ("message", "closed_at", "deleted_at"):
            return "", ""
        if field in WORDS:
            return WORDS[field](before), WORDS[field](after)
        if field == "body":
            return shortened(before or ""), shortened(after or "")
        names = {"assignee": self.people, "follower": self.people, "team": self.teams}.get(field)
        if isinstance(after, list):
            return ", ".join(map(str, before or [])), ", ".join(map(str, after))
        if names is None:
            return str(before or ""), str(after or "")
        nobody = _("nobody")
        return names.get(before, nobody), names.get(after, nobody)


BY_ITSELF = (
    "inbox.conversation_assigned",
    "inbox.conversation_woken",
    "inbox.client_stays_silent",
    "inbox.reply_held",
    "inbox.reply_stopped",
)


def a_moment(value: str | None) -> str:
    """When a conversation wakes, in the firm's own writing of times."""
    moment = parse_datetime(value) if value else None
    if moment is None:
        return ""
    if moment == ON_REPLY:
        return _("until the client replies")
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") + moment.strftime(" UTC")


WORDS: dict[str, Callable[[Any], str]] = {
    "wakes_at": a_moment,
    "due_at": a_moment,
    "body": lambda _nothing: "",
    "merged": lambda _id: "",
    "split": lambda _id: "",
    "stopped": lambda _code: "",
    "priority": lambda code: priority_label(code or "none"),
}


def shortened(words: str) -> str:
    return words if len(words) <= SHORT else f"{words[:SHORT]}…"


FIELDS = {
    "macro": lambda: _("Macro"),
    "tags": lambda: _("Tags"),
    "unanswered": lambda: _("Days without an answer"),
    "score": lambda: _("Rating of the client"),
    "comment": lambda: _("What the client said of it"),
    "wakes_at": lambda: _("Snoozed"),
    "priority": lambda: _("Priority"),
    "assignee": lambda: _("Assigned"),
    "follower": lambda: _("Follower"),
    "team": lambda: _("Team"),
    "name": lambda: _("Name of the client"),
    "email": lambda: _("Email of the client"),
    "phone": lambda: _("Phone of the client"),
    "verified_as": lambda: _("Signed in on your website as"),
    "client": lambda: _("Client"),
    "spam": lambda: _("Spam"),
    "blocked": lambda: _("Client blocked"),
}
