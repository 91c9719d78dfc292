"""A browser that came through the widget. Its token is kept as a hash; the contact is who it belongs to."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from core import clock
from core.models import FirmForeignKey, IdModel
from core.text import one_line
from crm.models import Contact
from inbox.errors import NoAddress, NothingAnswered
from inbox.events import TranscriptAsked, VisitorMoved
from inbox.models.identified import Identified
from inbox.models.inbox import Inbox
from inbox.models.steps import MOST_STEPS, as_kept
from ledger.record import record


class Visitor(Identified, IdModel):
    LASTS: ClassVar = timedelta(days=180)
    """A token that was not used for so long is worth nothing."""
    SEEN_EVERY: ClassVar = timedelta(minutes=5)

    inbox = FirmForeignKey(Inbox, on_delete=models.CASCADE, related_name="visitors")
    contact = FirmForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="visitors")
    token_hash = models.CharField(max_length=64, unique=True)
    page = models.CharField(max_length=500, blank=True)  # where they are now: an address, shown to agents
    told = models.JSONField(default=dict)  # name, email and phone as they wrote them: all of the contact they are shown
    trail = models.JSONField(default=list)  # the newest things that the firm's page says they did, oldest first
    address = models.CharField(max_length=64, blank=True)  # a mark of where they last wrote from
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta(IdModel.Meta):
        indexes = [
            models.Index(
                fields=["firm", "inbox", "identified_by"],
                condition=models.Q(ended="forgotten"),
                name="tokens_that_were_left",
            )
        ]

    @staticmethod
    def new_token() -> str:
        """256 bits, for the visitor's browser alone."""
        return secrets.token_urlsafe(32)

    @staticmethod
    def hash(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @classmethod
    def arrive(cls, inbox: Inbox, page: str = "") -> tuple[Self, str]:
        """A browser that opens the chat for the first time, and the token that is told to it once."""
        token = cls.new_token()
        visitor = cls.objects.create(inbox=inbox, token_hash=cls.hash(token), page=one_line(page, 500))
        return visitor, token

    @property
    def is_welcome(self) -> bool:
        """Neither revoked nor forgotten."""
        return self.revoked_at is None and self.seen_at > clock.now() - self.LASTS

    def come_back(self, page: str = "") -> None:
        """Note that this browser is here, and on which page. Written at most every few minutes."""
        page = one_line(page, 500) or self.page
        if page == self.page and self.seen_at > clock.now() - self.SEEN_EVERY:
            return
        self.page, self.seen_at = page, clock.now()
        self.save(update_fields=["page", "seen_at"])
        self._tell_where()

    def walk(self, steps: list[dict[str, Any]]) -> None:
        """The page says what they did: `{"name", "facts", "page", "at"}`, oldest first. The newest few are kept."""
        if not steps:
            return
        visitor = self.locked()
        visitor.trail = [*visitor.trail, *map(as_kept, steps)][-MOST_STEPS:]
        visitor.page = visitor.trail[-1]["page"] or visitor.page
        visitor.save(update_fields=["trail", "page"])
        visitor._tell_where()

    def _tell_where(self) -> None:
        """Colleagues who look at the conversation see the page."""
        from inbox.models.conversation import Conversation

        theirs = Conversation.of_visitor(self)
        if theirs is not None:
            conversation = theirs._locked()
            record(VisitorMoved(conversation.pk, self.pk), subject=conversation)

    def tell(self, **fields: str) -> None:
        """What they say of themselves goes to their contact; what they said before and leave as it was changes nothing there."""
        news = {name: text for name, text in fields.items() if text != self.told.get(name, "")}
        if not news or self.contact is None:
            return
        self.told = {**self.told, **news}
        self.save(update_fields=["told"])
        self.contact.change(by=None, **news)

    def ask_for_transcript(self) -> None:
        """The conversation by mail, to the address they typed here themselves; once somebody has answered."""
        from inbox.models.conversation import Conversation

        found = Conversation.of_visitor(self)
        if not self.told.get("email"):
            raise NoAddress
        if found is None or not found.messages.filter(kind="reply", author__isnull=False).exists():
            raise NothingAnswered
        conversation = found._locked()
        changes = {"transcript": (None, self.told["email"])}
        record(TranscriptAsked(conversation.pk, self.pk), subject=conversation, changes=changes)

    @property
    def steps(self) -> list[dict[str, Any]]:
        """What they did, the newest first, each with its `moment`."""
        return [{**step, "moment": clock.from_us(step["at"] * 1000)} for step in reversed(self.trail)]

    @classmethod
    def at_the_door(cls) -> Any:
        """As they come in: with whom they belong to, and `is_blocked`."""
        from inbox.models.block import Block

        of = Q(contact=OuterRef("contact_id")) | Q(contact=OuterRef("identity__contact_id"))
        rows = cls.objects.select_related("inbox", "contact", "identity__contact")
        return rows.annotate(is_blocked=Exists(Block.objects.filter(of)))

    def note_address(self, mark: str) -> None:
        """From where they write: kept as a mark, so that blocking them can be told to the next browser from there."""
        if mark != self.address:
            self.address = mark
            self.save(update_fields=["address"])

    def catch_up(self) -> Self:
        """With the contact that another device of theirs has got meanwhile."""
        if self.contact is None and self.identity is not None:
            self.contact = self.identity.contact
        return self

    def locked(self) -> Self:
        """This row as it is now, locked until the transaction ends."""
        return type(self).objects.select_related("contact", "inbox").lock(self.pk)
