"""The lines of a conversation as they are shown: with their authors, their files and the names an event speaks of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, Team
from core.linkify import linkify
from core.rich import Node, as_html, plain_of, tree_of
from inbox.drawn import drawn_once
from inbox.mentions import marked
from inbox.models import Attachment, Conversation, Inbox, Merge, Message, Priority, Reaction, Tag
from inbox.reactions import Pile, piles

PAGE = 50
QUOTED = 160
"""Characters of what is quoted."""
ICONS = {
    "assigned": "user-check",
    "closed": "check",
    "snoozed": "alarm-clock",
    "woken": "alarm-clock",
    "prioritised": "flag",
    "merged": "merge",
    "separated": "split",
    "split_off": "split",
    "split_from": "split",
    "tagged": "tag",
    "unanswered": "clock",
    "rated": "star",
}
"""What stands before the sentence of an event; for any other, an arrow back."""


@dataclass(frozen=True)
class Quote:
    """The line that another one answers. `text` is its beginning; empty where it was deleted."""

    message: Message

    @property
    def author(self) -> str:
        return Line(self.message).author

    @property
    def text(self) -> str:
        return shortened(self.message)


def said_plainly(message: Message) -> str:
    """Its words on one line, without marks of formatting."""
    return " ".join((plain_of(message.body) if message.is_formatted else message.body).split())


def shortened(message: Message) -> str:
    words = said_plainly(message)
    return words if len(words) <= QUOTED else f"{words[:QUOTED]}…"


@dataclass(frozen=True)
class Line:
    """A message, and for an event the sentence it is shown as."""

    message: Message
    sentence: str = ""
    undo: str = ""
    called: Mapping[str, str] = field(default_factory=dict)  # "person-12": what those it mentions are called now

    @property
    def drawn(self) -> SafeString:
        """As it stands in a thread, the same for every colleague."""
        return drawn_once("inbox/_line.html", {"line": self}, self._facts)

    @property
    def _facts(self) -> list[Any]:
        """Everything that it can say: all columns, what everybody in it is called, its files, reactions and quote."""
        message, quote = self.message, self.quote
        files = [each.file for each in message.attachments.all()]
        facts = [*_columns(message), self.author, self.photo, self.deletion, self.sentence, self.undo]
        facts += [self.called.get(code) for code in self.mention_codes]
        facts += [*_columns(quote.message), quote.author] if quote else []
        facts += [(each.pk, each.name, each.size, each.media_type, each.shown_size) for each in files]
        return facts + [(pile.emoji, pile.people, pile.said) for pile in self.reactions]

    @property
    def until(self) -> datetime | None:
        """The moment that the sentence ends with: the browser says it in the time of whoever reads."""
        text = self.message.data.get("until") if self.message.event == "snoozed" else None
        return datetime.fromisoformat(text) if text else None

    @property
    def other(self) -> str:
        """The conversation across that this line speaks of; "" for none."""
        return str(self.message.data.get("other") or "") if self.message.kind == Message.Kind.EVENT else ""

    @property
    def icon(self) -> str:
        return ICONS.get(self.message.event, "rotate-ccw")

    @property
    def key(self) -> str:
        """Its place in the thread, as text that sorts like its seq."""
        return f"{self.message.seq:012d}"

    @property
    def look(self) -> str:
        """Which of the three looks of a message: the client's, ours, or a note's."""
        if self.message.kind == Message.Kind.NOTE:
            return "note"
        return "theirs" if self.message.contact_id else "ours"

    @property
    def author(self) -> str:
        if self.message.contact:
            return self.message.contact.label
        if self.message.data.get("proactive"):
            return _("Message of the website chat")
        return self.message.author.name if self.message.author else _("A former colleague")

    @property
    def author_id(self) -> Any:
        return self.message.contact_id or self.message.author_id

    @property
    def photo(self) -> str:
        return self.message.author.photo_url if self.message.author else ""

    @property
    def quote(self) -> Quote | None:
        return Quote(self.message.quoted) if self.message.quoted else None

    @property
    def reactions(self) -> list[Pile]:
        return [] if self.message.is_deleted else piles(self.message.reactions.all())

    @property
    def deletion(self) -> str:
        """What stands in the place of a deleted message."""
        deleted_by = self.message.deleted_by
        who = deleted_by.name if deleted_by else _("A former colleague")
        words = (
            _("%(who)s deleted a note") if self.message.kind == Message.Kind.NOTE else _("%(who)s deleted a message")
        )
        return words % {"who": who}

    @property
    def body(self) -> SafeString:
        if self._tree is None:
            return self._marked(self.message.body, linkify)
        return as_html(self._tree, lambda text: self._marked(text, escape))

    def _marked(self, text: str, rest: Any) -> SafeString:
        """With the mentions in it as chips."""
        return marked(text, self.message.data.get("mentions", []), self.called, rest)

    @property
    def is_rich(self) -> bool:
        """Whether its author formatted it: what colleagues write is (core/rich.py), what clients write is plain."""
        return self._tree is not None

    @cached_property
    def _tree(self) -> list[Node | str] | None:
        return tree_of(self.message.body) if self.message.is_formatted else None

    @property
    def mention_codes(self) -> list[str]:
        return [f"{kind}-{id}" for kind, id, _words in self.message.data.get("mentions", [])]


COLUMNS = [field.attname for field in Message._meta.concrete_fields]


def _columns(message: Message) -> list[Any]:
    return [getattr(message, name) for name in COLUMNS]


def lines_of(conversation: Conversation, before: int | None = None, limit: int = PAGE) -> list[Line]:
    """The newest lines, or those before line `before`, oldest first."""
    found = _complete(conversation.messages.all()).order_by("-seq")
    if before is not None:
        found = found.filter(seq__lt=before)
    return as_lines(list(found[:limit])[::-1])


def lines_after(conversation: Conversation, after: int, limit: int = PAGE) -> tuple[list[Line], bool]:
    """The lines that follow line `after`, oldest first, and whether there are newer ones still."""
    found = list(_complete(conversation.messages.filter(seq__gt=after)).order_by("seq")[: limit + 1])
    return as_lines(found[:limit]), len(found) > limit


def lines_around(conversation: Conversation, at: int) -> tuple[list[Line], bool]:
    """A page with line `at` in its middle, and whether there are newer lines; near the end it is the newest page."""
    following, goes_on = lines_after(conversation, at - 1, PAGE // 2)
    if not goes_on:
        return lines_of(conversation), False
    return lines_of(conversation, at, PAGE - len(following)) + following, True


def line_of(message_id: UUID) -> Line:
    return as_lines([_complete(Message.objects.all()).get(pk=message_id)])[0]


def as_lines(messages: Sequence[Message]) -> list[Line]:
    """Lines of these messages; the names that events and mentions need are asked for once."""
    names = Names(message.data for message in messages if message.data)
    return [Line(message, names.sentence(message), names.undo(message), names.called) for message in messages]


def _complete(messages: QuerySet[Message]) -> QuerySet[Message]:
    files = Attachment.objects.filter(message__deleted_at=None).select_related("file").order_by("position")
    beside = ("author", "contact", "deleted_by", "quoted__author", "quoted__contact")
    return messages.select_related(*beside).prefetch_related(Prefetch("attachments", queryset=files), reacted())


def reacted() -> Any:
    """For `prefetch_related`: reactions as they were made, with who made them."""
    found = Reaction.objects.select_related("author", "contact").order_by("created_at", "id")
    return Prefetch("reactions", queryset=found)


def priority_label(code: str) -> str:
    """What people call a priority."""
    return str(next((each.label for each in Priority if each.code == code), code))


def rated(data: dict[str, Any]) -> str:
    words = {"score": data.get("score", 0), "comment": data.get("comment", "")}
    if words["comment"]:
        return _("The client rated this %(score)s of 5: “%(comment)s”") % words
    return _("The client rated this %(score)s of 5") % words


WOKEN: dict[str, Any] = {
    "hand": lambda: _("%(who)s woke this up"),
    "reply": lambda: _("Woke up, as the client wrote"),
    "time": lambda: _("Woke up"),
}


class Names:
    """Names of the people and teams that events and mentions speak of. The words are made here, never stored."""

    def __init__(self, data: Iterable[dict[str, Any]]) -> None:
        wanted = list(data)
        people = {entry.get(place) for entry in wanted for place in ("assignee", "from")} - {None}
        teams = {entry.get("team") for entry in wanted} - {None}
        tags = {id for entry in wanted for place in ("added", "removed") for id in entry.get(place) or ()}
        self.tags = dict(Tag.objects.filter(pk__in=tags).values_list("pk", "name")) if tags else {}
        named = [one for entry in wanted for one in entry.get("mentions", [])]
        people |= {id for kind, id, _words in named if kind == "person"}
        teams |= {id for kind, id, _words in named if kind == "team"}
        self.people = dict(Membership.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
        self.teams = dict(Team.objects.filter(pk__in=teams).values_list("pk", "name")) if teams else {}

        merges = {entry.get("merge") for entry in wanted} - {None}
        self.merges = (
            {str(id) for id in Merge.objects.filter(pk__in=merges).values_list("pk", flat=True)} if merges else set()
        )

    def undo(self, message: Message) -> str:
        """Where what this line says can be undone; "" where it cannot, or was."""
        merge = message.data.get("merge") if message.kind == Message.Kind.EVENT else None
        return reverse("inbox:merge", args=[merge]) if merge in self.merges else ""

    @property
    def called(self) -> dict[str, str]:
        people = {f"person-{id}": name for id, name in self.people.items()}
        return people | {f"team-{id}": name for id, name in self.teams.items()}

    def sentence(self, message: Message) -> str:
        who = message.author.name if message.author else ""
        match message.event:
            case "assigned":
                return self._assigned(who, message)
            case "closed" if not who:
                return _("The client ended the chat")
            case "rated":
                return rated(message.data)
            case "closed":
                return _("%(who)s closed this") % {"who": who}
            case "reopened" if who:
                return _("%(who)s opened this again") % {"who": who}
            case "reopened":
                return _("Opened again by the client’s message")
            case "spam":
                return _("%(who)s marked this as spam") % {"who": who}
            case "not_spam":
                return _("%(who)s says this is no spam") % {"who": who}
            case "verified":
                return _("The client signed in on your website")
            case "snoozed" if message.data.get("until"):
                return _("%(who)s snoozed this") % {"who": who}
            case "snoozed":
                return _("%(who)s snoozed this until the client replies") % {"who": who}
            case "woken":
                return WOKEN[message.data.get("why", "time")]() % {"who": who}
            case "merged":
                return _("%(who)s merged another conversation into this one") % {"who": who}
            case "split_off":
                count = message.data.get("count", 1)
                return ngettext(
                    "%(who)s made a new conversation of a message",
                    "%(who)s made a new conversation of %(count)s messages",
                    count,
                ) % {"who": who, "count": count}
            case "split_from":
                return _("%(who)s made this of messages from another conversation") % {"who": who}
            case "separated":
                return _("%(who)s separated the conversations again") % {"who": who}
            case "unanswered":
                days = message.data.get("days", 0)
                return ngettext("No answer for %(days)s day", "No answer for %(days)s days", days) % {"days": days}
            case "tagged":
                return self._tagged(who, message)
            case "prioritised":
                return _("%(who)s set the priority: %(priority)s") % {
                    "who": who,
                    "priority": priority_label(message.data.get("priority", "none")),
                }
        return ""

    def _tagged(self, who: str, message: Message) -> str:
        added, removed = self._named(message.data["added"]), self._named(message.data["removed"])
        words = {"who": who, "added": added, "removed": removed}
        if added and removed:
            return _("%(who)s added %(added)s and took off %(removed)s") % words
        if added:
            return _("%(who)s added %(added)s") % words
        return (_("%(who)s took off %(removed)s") if removed else _("%(who)s tagged this and took it back")) % words

    def _named(self, ids: list[str]) -> str:
        return ", ".join(sorted(self.tags.get(UUID(id), _("a former tag")) for id in ids))

    def _assigned(self, who: str, message: Message) -> str:
        person, team = message.data.get("assignee"), message.data.get("team")
        words = {"who": who, "person": self.people.get(person, ""), "team": self.teams.get(team, "")}
        if message.data.get("routed") == Inbox.Routing.TURN:
            return _("Given to %(person)s, whose turn it was") % words
        if message.data.get("routed"):
            return _("Given to %(person)s, who had the fewest open conversations") % words
        if message.author is None:
            left = self.people.get(message.data.get("from"), "")
            return _("Put back to unassigned, as %(person)s left the firm") % {"person": left}
        if person and person == message.author_id:
            return _("%(who)s took this") % words
        if person and team:
            return _("%(who)s gave this to %(person)s and the team %(team)s") % words
        if person:
            return _("%(who)s gave this to %(person)s") % words
        if team:
            return _("%(who)s gave this to the team %(team)s") % words
        return _("%(who)s put this back to unassigned") % words
