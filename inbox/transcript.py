"""A conversation as a file to keep: what both sides said, and nothing else. Made of what a visitor is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Firm
from inbox.models import Conversation
from inbox.visitor_view import message_views, replies

MOST = 2000
"""The newest lines; a longer conversation says that it begins earlier."""


@dataclass(frozen=True)
class Said:
    who: str
    at: str
    body: str
    files: list[str]


class Transcript:
    """`whole`: all that the client sees as one thread; else this conversation alone, as colleagues may not see the rest."""

    def __init__(self, conversation: Conversation, firm: Firm, *, whole: bool = False) -> None:
        self.firm = firm
        said = replies(conversation) if whole else replies(conversation).filter(conversation=conversation)
        newest = list(said.order_by("-created_at", "-seq", "-pk")[: MOST + 1])
        self.begins_earlier = len(newest) > MOST
        self.messages = message_views(newest[:MOST][::-1], first=1)

    def text(self) -> str:
        return self._drawn("inbox/transcript/transcript.txt")

    def html(self) -> str:
        return self._drawn("inbox/transcript/transcript.html")

    @property
    def name(self) -> str:
        """Of the file."""
        return (
            "".join(char if char.isascii() and char.isalnum() else "-" for char in self.firm.name).strip("-")[:60]
            or "chat"
        )

    def _drawn(self, template: str) -> str:
        with translation.override(self.firm.language):
            return render_to_string(
                template,
                {
                    "firm": self.firm.name,
                    "said": list(self._said()),
                    "begins_earlier": self.begins_earlier,
                    "zone": self.firm.time_zone,
                },
            )

    def _said(self) -> Iterator[Said]:
        for message in self.messages:
            body = _("(removed)") if message.get("removed") else message["body"]
            yield Said(
                self._who(message), self._at(message["at"]), body, [file["name"] for file in message["attachments"]]
            )

    def _who(self, message: dict[str, Any]) -> str:
        author = message["author"]
        return _("You") if author["kind"] == "visitor" else author["name"] or self.firm.name

    def _at(self, ms: int) -> str:
        at = datetime.fromtimestamp(ms / 1000, ZoneInfo(self.firm.time_zone))
        return date_format(at, "DATETIME_FORMAT")
