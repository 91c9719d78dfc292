"""What a lock screen may show: whom it is about, a sentence, and where it leads. Never what somebody wrote. Pure."""

import base64
import hashlib
import json
from dataclasses import dataclass

from core.text import one_line

TITLE, SENTENCE, ADDRESS = 100, 200, 500  # characters; together far below the 3,993 bytes that fit one record
LIST = "/notifications/"


def tag_of(subject: str) -> str:
    """The same for all about one subject: 32 characters, as RFC 8030 allows a topic."""
    return base64.urlsafe_b64encode(hashlib.sha256(subject.encode()).digest()[:24]).decode()


@dataclass(frozen=True)
class Message:
    title: str
    sentence: str
    href: str
    tag: str  # what replaces what on a device: one subject, one notification
    urgency: str = "normal"
    always: bool = False  # also where somebody is looking at the product

    def body(self) -> bytes:
        said = {
            "title": one_line(self.title, TITLE),
            "text": one_line(self.sentence, SENTENCE),
            "href": self.href if len(self.href) <= ADDRESS else LIST,
            "tag": self.tag,
            "always": self.always,
        }
        return json.dumps(said, ensure_ascii=False).encode()
