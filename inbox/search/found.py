"""One search, as one person may make it: conversations by their newest line that has all the words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Prefetch, QuerySet, Value
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Membership
from core.clock import from_us
from core.place import Place
from core.templatetags.ui import icon
from core.words import fold, phone_words
from inbox.drawn import Gaps, drawn_once
from inbox.errors import InboxError, NoSuchInbox, NoSuchTag
from inbox.folders import ACTIVE
from inbox.models import Attachment, Conversation, Inbox, IndexedLine, Message, Tag, Tagging
from inbox.models.tag import key_of
from inbox.rows import facts_of
from inbox.search.marks import Piece, marked, says, snippet
from inbox.search.query import SIDES, Query, begins
from inbox.search.sql import LONGEST as LONGEST_WORD

PAGE = 25
GLANCE = 1_000
"""How many of the firm's newest lines are looked at one by one, before the index is asked."""
MOST = 40_000
"""How many lines that have the words one answer may look through; where there are more, the next page goes on."""
BEGINNING = UUID(int=0)

ASK = """
SELECT conversation, line, said_us FROM inbox_search(
    %s::text[], %s::uuid[], %s::text[], %s, %s::timestamptz, %s::uuid, %s, %s, %s, %s::uuid[]
)
"""


GAPS = Gaps("href", "title", "line")


@dataclass(frozen=True)
class Hit:
    """A conversation, and the line of it that answers. The page says where its link leads beside it."""

    conversation: Conversation
    line: Message
    terms: Sequence[str]
    beside: dict[str, str] = field(default_factory=dict)

    @property
    def drawn(self) -> SafeString:
        """Its row. All but what depends on the question is drawn once."""
        facts = [*facts_of(self.conversation), self.look, self.line.created_at]
        row = drawn_once("inbox/_found_row.html", {"hit": self, "gaps": GAPS.marks}, facts)
        return GAPS.fill(row, href=self.href, title=self.title, line=self._said)

    @property
    def _said(self) -> SafeString:
        reached = format_html('<bdi class="inbox__reached">{}</bdi> ', self.reached) if self.reached else ""
        files = ""
        if self.file_names:
            shape = ' <span class="inbox__found-files">{}<span class="visually-hidden">{} </span>{}</span>'
            files = format_html(shape, icon("paperclip"), _("Files:"), self.files)
        return format_html("{}<bdi>{}</bdi>{}", reached, self.words, files)

    @property
    def href(self) -> str:
        """The conversation at this line, with the search beside it."""
        here = reverse("inbox:conversation", args=[self.conversation.pk])
        return f"{here}?{urlencode({'at': self.line.seq, **self.beside})}"

    @property
    def look(self) -> str:
        """Whose line it is: "note", "team" or "client"."""
        return "note" if self.line.kind == Message.Kind.NOTE else "client" if self.line.contact_id else "team"

    @property
    def title(self) -> SafeString:
        return as_html(marked(self.conversation.contact.label, self.terms))

    @cached_property
    def snippet(self) -> list[Piece]:
        return snippet(self.line.body, self.terms)

    @property
    def words(self) -> SafeString:
        return as_html(self.snippet)

    @cached_property
    def file_names(self) -> list[str]:
        """Of the files that have a word in their names; of a line without words, all of them."""
        names = [attachment.file.name for attachment in self.line.attachments.all()]
        return [name for name in names if not self.line.body or says(name, self.terms)]

    @property
    def files(self) -> SafeString:
        return format_html_join(
            ", ", "<bdi>{}</bdi>", ((as_html(marked(name, self.terms)),) for name in self.file_names)
        )

    @property
    def reached(self) -> SafeString | str:
        """The client's address or number, where it is what was asked for and stands nowhere else in the row."""
        client = self.conversation.contact
        shown = [client.label, self.line.body, *self.file_names]
        unseen = [term for term in self.terms if not any(says(text, [term]) for text in shown)]
        if unseen and says(client.email, unseen):
            return as_html(marked(client.email, unseen))
        if any(begins(word, unseen) for word in phone_words(client.phone)):
            return as_html([Piece(client.phone, marked=True)])
        return ""


@dataclass
class Search:
    """The question itself is confined to the inboxes that this person sees. `beside` goes along in links."""

    membership: Membership
    query: Query
    before: Place | None = None
    beside: dict[str, str] = field(default_factory=dict)
    page: int = PAGE
    glance: int = GLANCE
    most: int = MOST

    @classmethod
    def of(cls, membership: Membership, text: str, *, before: Place | None = None, **beside: str) -> "Search":
        said = {name: value for name, value in beside.items() if value}
        return cls(membership, Query.parse(text), before, said | {"q": text})

    @cached_property
    def inboxes(self) -> list[Inbox]:
        return list(Inbox.objects.visible_to(self.membership))

    @cached_property
    def refusal(self) -> InboxError | None:
        """Why it cannot be answered, as a sentence."""
        try:
            self.query.check()
            self._doors()
            self._tags()
        except InboxError as error:
            return error
        return None

    @property
    def hits(self) -> list[Hit]:
        return self._answer[0]

    @property
    def next_key(self) -> str:
        """Where the next page begins; "" on the last one. A page may hold less than it could, and still not be the last."""
        return self._answer[1]

    @property
    def url(self) -> str:
        return f"{reverse('inbox:search')}?{urlencode(self.beside)}"

    @property
    def is_blank(self) -> bool:
        return not self.query.text.strip()

    @cached_property
    def _answer(self) -> tuple[list[Hit], str]:
        if self.refusal:
            return [], ""
        if not self.query.words:
            return self._tagged()
        found = self._ask(self._doors())
        next_key = ""
        if found and found[-1][0] is None:
            next_key = Place(from_us(found.pop()[2]), BEGINNING).key
        elif len(found) > self.page:
            _conversation, line, said_us = found[self.page - 1]
            next_key = Place(from_us(said_us), line).key
        return self._read([(conversation, line) for conversation, line, _said_us in found[: self.page]]), next_key

    def _doors(self) -> list[Inbox]:
        """The inboxes that are asked for, among those the person sees; raises NoSuchInbox for a name of none."""
        chosen = []
        for name in self.query.inboxes:
            begun = [inbox for inbox in self.inboxes if fold(inbox.name).startswith(fold(name))]
            if not begun:
                raise NoSuchInbox(name)
            chosen += begun
        return chosen or self.inboxes

    def _tags(self) -> list[UUID]:
        """Those that are asked for, by their names or how these begin; raises NoSuchTag for a name of none."""
        chosen = []
        for name in self.query.tags:
            begun = Tag.called(name) or Tag.objects.filter(key__startswith=key_of(name)).order_by("key").first()
            if begun is None:
                raise NoSuchTag(name)
            chosen.append(begun.pk)
        return list(dict.fromkeys(chosen))

    def _tagged(self) -> tuple[list[Hit], str]:
        """Without words: all that has the tags, by its newest activity, each by its newest reply."""
        seen = Conversation.objects.filter(inbox__in=self._doors()).order_by(*ACTIVE.order)
        for tag in self._tags():
            seen = seen.filter(Exists(Tagging.objects.filter(tag=tag, conversation=OuterRef("pk"))))
        if self.query.state:
            seen = seen.filter(closed_at__isnull=self.query.state == "open")
        if self.before:
            seen = seen.filter(self.before.after(ACTIVE.field, newest_first=ACTIVE.newest_first))
        rows = list(seen.values_list("pk", "active_at")[: self.page + 1])
        here = [row[0] for row in rows[: self.page]]
        said = Message.objects.filter(conversation__in=here, seq=F("conversation__reply_seq"))
        lines = dict(said.values_list("conversation", "pk"))
        next_key = Place(rows[self.page - 1][1], rows[self.page - 1][0]).key if len(rows) > self.page else ""
        return self._read([(pk, lines[pk]) for pk in here if pk in lines]), next_key

    def _ask(self, doors: list[Inbox]) -> list[Any]:
        query, place = self.query, self.before
        before = (place.at, place.id) if place else ("infinity", UUID(int=2**128 - 1))
        asked: list[Any] = [list(query.words), [door.pk for door in doors], list(query.sides), query.state]
        with connection.cursor() as cursor:
            cursor.execute(ASK, [*asked, *before, self.page + 1, self.glance, self.most, self._tags()])
            return cursor.fetchall()

    def _read(self, found: list[tuple[UUID, UUID]]) -> list[Hit]:
        """The rows themselves, through the person once more."""
        seen = Conversation.objects.visible_to(self.membership).filter(pk__in=[pair[0] for pair in found])
        conversations = {each.pk: each for each in seen.for_rows()}
        files = Prefetch("attachments", queryset=Attachment.objects.select_related("file").order_by("position"))
        said = Message.objects.filter(pk__in=[pair[1] for pair in found]).select_related("author")
        lines = {line.pk: line for line in said.prefetch_related(files)}
        return [
            Hit(conversations[conversation], lines[line], self.query.words, self.beside)
            for conversation, line in found
            if conversation in conversations and line in lines
        ]


def conversations_that_say(text: str, inboxes: Sequence[UUID], most: int) -> list[UUID] | None:
    """All conversations of these inboxes in which a line has these words; None where they are more than `most`."""
    asked: list[Any] = [list(Query.parse(text).words), list(inboxes), list(SIDES), "", "infinity", UUID(int=2**128 - 1)]
    with connection.cursor() as cursor:
        cursor.execute(ASK, [*asked, most + 1, GLANCE, MOST, []])
        found = [row[0] for row in cursor.fetchall()]
    return None if len(found) > most or None in found else found


def lines_that_say(lines: QuerySet[IndexedLine], text: str) -> QuerySet[IndexedLine]:
    """Those of `lines` that have these words."""
    quoted = (word.replace("\\", "\\\\").replace("'", "''") for word in Query.parse(text).words)
    whole = Value(" & ".join(f"'{word[:LONGEST_WORD]}':*" for word in quoted))
    says_it = Func(F("words"), whole, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())
    return lines.filter(says_it)


def as_html(pieces: Sequence[Piece]) -> SafeString:
    """Marked words in `<mark>`, everything escaped."""
    marks = (
        format_html("<mark>{}</mark>", piece.text) if piece.marked else conditional_escape(piece.text)
        for piece in pieces
    )
    return format_html_join("", "{}", ((mark,) for mark in marks))
