"""What a macro's steps can be. Each is a small dict, `{"do": "assign", "to": "me"}`, checked when it is saved and done by
the same verb, under the same permission, as on the screen.

    reply, note   body: words with blanks, or snippet: the id of one
    assign        to: "me", "nobody", "person:ID", "team:ID"
    close, reopen
    snooze        until: "reply", or as it is typed there: "tomorrow", "3d", "fri 9"
    priority      priority: "none" … "urgent"
    tag, untag    tag: the id of one
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require
from accounts.models import Membership, Team
from accounts.numbers import a_number
from core.errors import Refusal
from core.ids import parse_uuid
from inbox.models.conversation.prioritised import Priority
from inbox.models.tag import Tag
from inbox.moments import understand
from inbox.own_time import the_moment
from inbox.policies import ASSIGN, CLOSE, NOTE, REPLY, SORT
from timeline.filling import fill
from timeline.models import Snippet
from timeline.models.snippet.kept import clean_body
from timeline.subjects import subjects_of

Step = dict[str, str]


class Wrong(Exception):
    """What is wrong with a step, as a sentence."""


class Gone(Refusal):
    """Something that a step names is not there any more, or not for this person."""

    code = "gone"

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence


@dataclass(frozen=True)
class Kind:
    """`clean` gives the fields that are kept, or raises Wrong; `do` acts; `tell` says what it will do."""

    code: str
    label: Any
    icon: str
    permission: str
    clean: Callable[[Step], Step]
    do: Callable[["Work", Step], None]
    tell: Callable[["Work", Step], str]


@dataclass
class Work:
    """Somebody runs steps on a conversation, or looks at what they would do. `seen` guards the replies."""

    by: Membership
    conversation: Any
    seen: int | None = None

    def perform(self, step: Step) -> None:
        """Raises a Refusal, or NotAllowed where this person may not."""
        kind = KINDS[step["do"]]
        require(self.by, kind.permission)
        self.conversation.refresh_from_db()
        kind.do(self, step)

    def words(self, step: Step) -> tuple[str, Snippet | None]:
        """The text of a reply or note, filled, and the snippet it is of."""
        body, snippet = step.get("body", ""), None
        if "snippet" in step:
            snippet = Snippet.objects.visible_to(self.by).filter(pk=parse_uuid(step["snippet"])).first()
            if snippet is None:
                raise Gone(_("its snippet is not there any more, or not shared with you."))
            body = snippet.body
        subjects = subjects_of(self.by, f"conversation:{self.conversation.pk}") or {}
        return fill(body, subjects), snippet

    def written(self, step: Step) -> dict[str, Any]:
        """The same as the verbs take it, with the files that come along."""
        body, snippet = self.words(step)
        along = self.conversation.bring_along(snippet, by=self.by) if snippet else []
        return {
            "by": self.by,
            "body": body,
            "attachments": [each.pk for each in along],
            "snippets": [snippet.pk] if snippet else [],
        }

    def whom(self, step: Step) -> tuple[Membership | None, Team | None]:
        """(person, team) that it shall be given to: a person leaves the team, a team takes it from whoever has it."""
        name, _colon, key = step["to"].partition(":")
        if name == "me":
            return self.by, self.conversation.team
        if name == "nobody":
            return None, None
        found: Any = (
            (Membership.objects.current() if name == "person" else Team.objects.all()).filter(pk=int(key)).first()
        )
        if found is None:
            raise Gone(_("they are not in the firm any more."))
        return (found, self.conversation.team) if name == "person" else (None, found)


def clean(step: Any) -> Step:
    """The step as it is kept. Raises Wrong."""
    said = {str(name): str(value) for name, value in step.items()} if isinstance(step, dict) else {}
    kind = KINDS.get(said.get("do", ""))
    if kind is None:
        raise Wrong(_("choose what it does."))
    return {"do": kind.code, **kind.clean(said)}


def _clean_words(step: Step) -> Step:
    if step.get("snippet"):
        id = parse_uuid(step["snippet"])
        if id is None or not Snippet.objects.filter(pk=id, deleted_at=None).exists():
            raise Wrong(_("there is no such snippet."))
        return {"snippet": str(id)}
    try:
        return {"body": clean_body(step.get("body", ""))}
    except Refusal as refusal:
        raise Wrong(str(refusal)) from refusal


def _clean_whom(step: Step) -> Step:
    name, _colon, key = step.get("to", "").partition(":")
    if name in ("me", "nobody") and not key:
        return {"to": name}
    number = a_number(key)
    kinds: dict[str, Any] = {"person": Membership, "team": Team}
    if name not in kinds or number is None or not kinds[name].objects.filter(pk=number).exists():
        raise Wrong(_("choose a colleague or a team."))
    return {"to": f"{name}:{number}"}


def _clean_until(step: Step) -> Step:
    until = " ".join(step.get("until", "").lower().split())[:40]
    try:
        known = until == "reply" or understand(until, datetime(2030, 1, 2, tzinfo=UTC), {}) is not None
    except OverflowError:
        known = False
    if not known or (until[:4].isdigit() and "-" in until):
        raise Wrong(_("write until when, such as “tomorrow”, “3d” or “fri 9”."))
    return {"until": until}


def _clean_priority(step: Step) -> Step:
    if step.get("priority") not in {each.code for each in Priority}:
        raise Wrong(_("choose a priority."))
    return {"priority": step["priority"]}


def _clean_tag(step: Step) -> Step:
    id = parse_uuid(step.get("tag"))
    if id is None or not Tag.objects.filter(pk=id).exists():
        raise Wrong(_("choose a tag."))
    return {"tag": str(id)}


def _reply(work: Work, step: Step) -> None:
    work.conversation.reply(**work.written(step), seen=work.seen)


def _note(work: Work, step: Step) -> None:
    work.conversation.note(**work.written(step))


def _assign(work: Work, step: Step) -> None:
    person, team = work.whom(step)
    work.conversation.assign(by=work.by, to=person, team=team)


def _tell_whom(work: Work, step: Step) -> str:
    if step["to"] == "me":
        return _("Give it to you")
    if step["to"] == "nobody":
        return _("Put it back to unassigned")
    person, team = work.whom(step)
    who = person.name if step["to"].startswith("person") and person else team.name if team else ""
    return _("Give it to %(who)s") % {"who": who}


def _tell_until(work: Work, step: Step) -> str:
    if step["until"] == "reply":
        return _("Snooze it until the client replies")
    return _("Snooze it: %(until)s") % {"until": step["until"]}


def _tag_of(step: Step) -> Any:
    found = Tag.objects.filter(pk=step["tag"]).first()
    if found is None:
        raise Gone(_("the tag is not there any more."))
    return found


def _snooze(work: Work, step: Step) -> None:
    work.conversation.snooze(by=work.by, until=the_moment(step["until"], work.by))


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "reply",
            gettext_lazy("Reply"),
            "reply",
            REPLY,
            _clean_words,
            _reply,
            lambda work, step: _("Reply to the client"),
        ),
        Kind("note", gettext_lazy("Note"), "lock", NOTE, _clean_words, _note, lambda work, step: _("Add a note")),
        Kind("assign", gettext_lazy("Assign"), "user-plus", ASSIGN, _clean_whom, _assign, _tell_whom),
        Kind(
            "priority",
            gettext_lazy("Priority"),
            "flag",
            SORT,
            _clean_priority,
            lambda work, step: work.conversation.prioritise(by=work.by, priority=step["priority"]),
            lambda work, step: _("Priority: %(label)s") % {"label": _label(step["priority"])},
        ),
        Kind(
            "tag",
            gettext_lazy("Add a tag"),
            "tag",
            SORT,
            _clean_tag,
            lambda work, step: work.conversation.tag(by=work.by, add=[_tag_of(step)]),
            lambda work, step: _("Tag it: %(tag)s") % {"tag": _tag_of(step).name},
        ),
        Kind(
            "untag",
            gettext_lazy("Take off a tag"),
            "tag",
            SORT,
            _clean_tag,
            lambda work, step: work.conversation.tag(by=work.by, remove=[_tag_of(step)]),
            lambda work, step: _("Take off the tag: %(tag)s") % {"tag": _tag_of(step).name},
        ),
        Kind("snooze", gettext_lazy("Snooze"), "alarm-clock", SORT, _clean_until, _snooze, _tell_until),
        Kind(
            "close",
            gettext_lazy("Close"),
            "check",
            CLOSE,
            lambda step: {},
            lambda work, step: work.conversation.close(by=work.by),
            lambda work, step: _("Close it"),
        ),
        Kind(
            "reopen",
            gettext_lazy("Open again"),
            "rotate-ccw",
            CLOSE,
            lambda step: {},
            lambda work, step: work.conversation.reopen(by=work.by),
            lambda work, step: _("Open it again"),
        ),
    )
}
STAY = frozenset({"reply", "note"})
"""What undoing leaves: it was read perhaps."""


def _label(code: str) -> str:
    return str(next(each.label for each in Priority if each.code == code))
