"""The words of the socket: what a browser may say, what the server says, why it closes.

Described for people in docs/protocol.md.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from live import frames, limits

STREAM = re.compile(r"[a-z]{1,32}:[A-Za-z0-9-]{1,64}")
KIND = re.compile(r"[a-z_]{1,32}")


class Close:
    """Close codes, and what each means to the browser."""

    RESTART = 1012  # come back at once
    SLOW = 4008  # come back and resume
    BAD_FRAME = 4400
    BAD_TICKET = 4401  # get a new ticket
    ENDED = 4403  # stop
    SILENT = 4408
    TOO_LARGE = 4413
    TOO_MANY = 4429


FLOOD = "Too many messages in too short a time."
LARGE = "This message is larger than 64 KB."


class BadFrame(Exception):
    """A frame that is not of this protocol; the words are sent to the browser."""


@dataclass(frozen=True, slots=True)
class Hello:
    op: ClassVar = "hello"
    v: int
    ticket: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    op: ClassVar = "subscribe"
    stream: str
    after: int | None


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    op: ClassVar = "unsubscribe"
    stream: str


@dataclass(frozen=True, slots=True)
class Signal:
    op: ClassVar = "signal"
    stream: str
    kind: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pong:
    op: ClassVar = "pong"


Message = Hello | Subscribe | Unsubscribe | Signal | Pong


def parse(text: str | None) -> Message:
    """Read what a browser sent; raises BadFrame with a sentence."""
    if text is None:
        raise BadFrame("Send text, not binary data.")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrame("This is not JSON.") from None
    if not isinstance(said, dict):
        raise BadFrame("Send a JSON object with an “op”.")
    match said.get("op"):
        case "pong":
            return Pong()
        case "subscribe":
            return Subscribe(_stream(said), _cursor(said))
        case "signal":
            return Signal(_stream(said), _kind(said), _data(said))
        case "unsubscribe":
            return Unsubscribe(_stream(said))
        case "hello":
            return _hello(said)
    raise BadFrame("This “op” is not known.")


def message(op: str, **members: Any) -> bytes:
    """A frame of the server's own words."""
    said = {"op": op, **members}
    return frames.text(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def welcome(connection: str, now_ms: int) -> bytes:
    timings = {
        "ping": limits.PING_EVERY,
        "pong": limits.PONG_WITHIN,
        "typing_every": limits.TYPING_EVERY,
        "typing_expires": limits.TYPING_EXPIRES,
    }
    return message("welcome", v=limits.PROTOCOL, connection=connection, timings=timings, now=now_ms)


def _hello(said: dict[str, Any]) -> Hello:
    version, ticket = said.get("v"), said.get("ticket")
    if version != limits.PROTOCOL:
        raise BadFrame("Reload the page: it speaks another version of the protocol.")
    if not isinstance(ticket, str) or len(ticket) > 4096:
        raise BadFrame("A hello needs a ticket.")
    return Hello(version, ticket)


def _stream(said: dict[str, Any]) -> str:
    stream = said.get("stream")
    if not isinstance(stream, str) or not STREAM.fullmatch(stream):
        raise BadFrame("This is not the name of a stream.")
    return stream


def _cursor(said: dict[str, Any]) -> int | None:
    after = said.get("after")
    if after is None or (type(after) is int and 0 <= after < 2**63):
        return after
    raise BadFrame("“after” is a sequence number or null.")


def _kind(said: dict[str, Any]) -> str:
    kind = said.get("kind")
    if not isinstance(kind, str) or not KIND.fullmatch(kind):
        raise BadFrame("A signal needs a kind.")
    return kind


WORD = re.compile(r"[A-Za-z0-9_.:-]{0,64}")
OURS = frozenset({"by", "data", "expires", "kind", "op", "q", "s", "t"})
"""The protocol's own members. No data has them, so none can be taken for what the server says."""


def _data(said: dict[str, Any]) -> dict[str, Any]:
    """Flags, figures and ids; never words, so that no signal can carry what someone is typing."""
    data = said.get("data") or {}
    if not isinstance(data, dict) or len(data) > 8:
        raise BadFrame("A signal’s data is a small object.")
    for key, value in data.items():
        if key in OURS or not KIND.fullmatch(key) or not _is_small(value):
            raise BadFrame("A signal’s data holds flags, numbers and ids only.")
    return data


def _is_small(value: Any) -> bool:
    if isinstance(value, str):
        return WORD.fullmatch(value) is not None
    return value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**53)
