"""One conversation as one person sees it: its lines, where they left off, and what they had begun to write."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts.models import Membership
from crm import policies as crm
from inbox import policies
from inbox.lines import Line, lines_around, lines_of
from inbox.mentions import Named, named_among
from inbox.models import Attachment, Conversation, Draft, Outgoing, Visitor
from ledger.heads import heads_of


@dataclass
class Thread:
    membership: Membership
    conversation: Conversation
    after: int
    person_after: int
    at: int | None = None

    @classmethod
    def open(cls, membership: Membership, id: UUID, at: int | None = None) -> Self:
        """At its newest lines, or around line `at`. Raises Conversation.DoesNotExist for one this person does not see.

        Heads are read before the lines, so that nothing falls between page and socket.
        """
        stream, person = f"conversation:{id}", f"person:{membership.pk}"
        heads = heads_of([stream, person])
        seen = Conversation.objects.visible_to(membership).for_rows()
        return cls(membership, seen.get(pk=id), heads[stream], heads[person], at)

    @property
    def stream(self) -> str:
        return f"conversation:{self.conversation.pk}"

    @property
    def lines(self) -> list[Line]:
        return self._page[0]

    @property
    def goes_on(self) -> bool:
        """Whether there are newer lines than those of this page."""
        return self._page[1]

    @cached_property
    def _page(self) -> tuple[list[Line], bool]:
        if self.at is None:
            return lines_of(self.conversation), False
        return lines_around(self.conversation, self.at)

    @property
    def older_than(self) -> int | None:
        """The seq before which there are older lines; None when all are here."""
        first = self.lines[0].message.seq if self.lines else 1
        return first if first > 1 else None

    @cached_property
    def read_seq(self) -> int:
        return self.conversation.read_seq(self.membership)

    @property
    def seen_seq(self) -> int:
        """How far their author has come when they write here: what this page shows, or what they had read before."""
        shown = self.lines[-1].message.seq if self.goes_on else self.conversation.seq
        return max(shown, self.read_seq)

    @cached_property
    def draft(self) -> Draft | None:
        return self.conversation.draft_of(self.membership)

    @cached_property
    def draft_mentions(self) -> list[Named]:
        """Whom what they had begun to write mentions, as far as they still can be."""
        return named_among(self.conversation.inbox, self.draft.mentions if self.draft else [])

    @property
    def kind(self) -> str:
        """What they were writing; without a draft, a reply if they may."""
        return self.draft.kind if self.draft else "reply" if self.may["reply"] else "note"

    @cached_property
    def outgoing(self) -> list[Outgoing]:
        """Replies that are not sent yet: they stand at the end of the thread."""
        return [] if self.goes_on else self.conversation.what_waits()

    @cached_property
    def waiting(self) -> list[Attachment]:
        """Files this person has uploaded here and not sent yet."""
        return self.conversation.waiting_files(self.membership)

    @cached_property
    def visitor(self) -> Visitor | None:
        """The browser the client last wrote from."""
        return self.conversation.newest_visitor()

    @cached_property
    def others(self) -> list[Conversation]:
        """What else was said with this client, the newest first."""
        all_theirs = Conversation.objects.visible_to(self.membership).filter(contact=self.conversation.contact)
        return list(all_theirs.exclude(pk=self.conversation.pk).order_by("-active_at")[:5])

    @cached_property
    def followers(self) -> list[Membership]:
        return self.conversation.following

    @property
    def may(self) -> dict[str, Any]:
        """What this person may do here, by the last word of the permission."""
        codes = (
            policies.REPLY,
            policies.NOTE,
            policies.ASSIGN,
            policies.CLOSE,
            policies.SORT,
            policies.MERGE,
            policies.BLOCK,
        )
        return {code.partition(".")[2]: self.membership.may(code) for code in codes} | {
            "edit": self.membership.may(crm.EDIT)
        }

    @property
    def largest_file(self) -> int:
        """Bytes."""
        return int(settings.FILE_MAX_BYTES)

    @property
    def urls(self) -> dict[str, str]:
        names = (
            "messages",
            "draft",
            "attachments",
            "reading",
            "closure",
            "assignment",
            "history",
            "departure",
            "merging",
            "mentionable",
        )
        return {name: reverse(f"inbox:{name}", args=[self.conversation.pk]) for name in names}
