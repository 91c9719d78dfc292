"""Letting the story happen: every line through the same verbs as a person's, each at its own hour."""

import io
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import Membership, Team
from core import clock
from core.ids import uuid7
from core.text import tidy
from crm.models import Contact
from inbox.models import Conversation, Inbox, Visitor
from project.demo.earlier import EARLIER
from project.demo.story import THREADS, Line, Thread
from timeline.models import Activity
from timeline.refs import Ref


def tell(inbox: Inbox, teams: dict[str, Team], people: dict[str, Membership]) -> None:
    """All threads, the oldest first."""
    for thread in sorted(THREADS + EARLIER, key=lambda thread: -thread.hours_ago):
        Telling(thread, inbox, teams, people).tell()


class Telling:
    def __init__(self, thread: Thread, inbox: Inbox, teams: dict[str, Team], people: dict[str, Membership]) -> None:
        self.thread, self.teams, self.people = thread, teams, people
        self.instant = clock.now() - timedelta(hours=thread.hours_ago)
        with clock.as_of(self.instant):
            contact = Contact.meet(name=thread.name, email=thread.email, phone=thread.phone)
            self.visitor, _token = Visitor.arrive(inbox, page=thread.page)
            self.visitor.contact = contact
            self.visitor.save(update_fields=["contact"])
        self.conversation: Any = None

    def tell(self) -> None:
        for line in self.thread.lines:
            self.instant = self._later(line)
            with clock.as_of(self.instant):
                self._happen(line)

    def _later(self, line: Line) -> datetime:
        """A few minutes on, never beyond now."""
        return min(self.instant + timedelta(minutes=line.minutes), clock.now())

    def _happen(self, line: Line) -> None:
        match line.who:
            case "visitor" | "picture":
                self._visitor_writes(line)
            case "closed":
                self.conversation.close(by=self.people[line.text])
            case "given":
                self._give(line.text)
            case "note":
                author, _, body = line.text.partition(": ")
                self.conversation.note(by=self.people[author], body=body)
            case "logged":
                author, _, body = line.text.partition(": ")
                about = [Ref("contact", self.conversation.contact_id)]
                Activity.log(by=self.people[author], kind="note", body=body, about=about)
            case _:
                self.conversation.reply(by=self.people[line.who], body=line.text)

    def _visitor_writes(self, line: Line) -> None:
        body = tidy(line.text)
        if self.conversation is None:
            message = Conversation.take_from(self.visitor, body=body, id=uuid7())
            self.conversation = message.conversation
        elif line.who == "picture":
            sketch = self.conversation.attach(_sketch(), visitor=self.visitor)
            self.conversation.receive(visitor=self.visitor, body=body, attachments=[sketch.pk])
        else:
            self.conversation.receive(visitor=self.visitor, body=body)

    def _give(self, to: str) -> None:
        alice = self.people["Alice"]
        if to in self.teams:
            self.conversation.assign(by=alice, team=self.teams[to])
        else:
            self.conversation.assign(by=self.people[to], to=self.people[to])


def _sketch() -> SimpleUploadedFile:
    """A picture a client might send: who holds what, drawn by hand."""
    picture = Image.new("RGB", (960, 600), "#fbf9f4")
    pen = ImageDraw.Draw(picture)
    for box, text in (
        ((360, 60, 600, 150), "Holding"),
        ((120, 300, 360, 390), "Joinery 70 %"),
        ((600, 300, 840, 390), "Land 100 %"),
    ):
        pen.rounded_rectangle(box, radius=12, outline="#35424a", width=4)
        pen.text((box[0] + 24, box[1] + 32), text, fill="#35424a", font_size=26)
    pen.line((450, 150, 260, 300), fill="#35424a", width=4)
    pen.line((510, 150, 700, 300), fill="#35424a", width=4)
    content = io.BytesIO()
    picture.save(content, "PNG")
    return SimpleUploadedFile("who-holds-what.png", content.getvalue(), "image/png")
