"""What a poll asks, and the pass that stands for the ticket after the first one.

{"v":1,"ticket":"…","streams":{"visitor:…":12},"say":[{"op":"signal",…}]}
{"v":1,"pass":"…", …}
"""

import json
from dataclasses import dataclass
from typing import Any

from django.core import signing

from live.actors import Actor
from live.protocol import BadFrame, Signal, parse

LARGEST = 16 * 1024
MOST_STREAMS = 8
MOST_SAID = 8
LASTS = 300
"""Seconds a pass is good for after the answer it came with."""
SALT = "live.poll"


@dataclass(frozen=True)
class Wish:
    """`streams` are named with the cursor they are wanted after, None for from now on."""

    ticket: str
    passed: str
    streams: dict[str, int | None]
    signals: tuple[Signal, ...]


def read(body: bytes) -> Wish:
    """Raises BadFrame with a sentence. Streams, cursors and signals are what a socket's would be."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise BadFrame("This is not JSON.") from None
    if not isinstance(said, dict) or said.get("v") != 1:
        raise BadFrame("Reload the page: it speaks another version of the protocol.")
    streams, signals = said.get("streams", {}), said.get("say", [])
    if not isinstance(streams, dict) or len(streams) > MOST_STREAMS:
        raise BadFrame("A poll asks for a few streams.")
    if not isinstance(signals, list) or len(signals) > MOST_SAID:
        raise BadFrame("A poll says a few things.")
    asked = [parse(json.dumps({"op": "subscribe", "stream": name, "after": after})) for name, after in streams.items()]
    told = [parse(json.dumps(signal)) for signal in signals]
    if not all(isinstance(signal, Signal) for signal in told):
        raise BadFrame("A poll says signals only.")
    return Wish(
        ticket=_text(said, "ticket"),
        passed=_text(said, "pass"),
        streams={each.stream: each.after for each in asked},  # type: ignore[union-attr]
        signals=tuple(told),  # type: ignore[arg-type]
    )


def make_pass(actor: Actor) -> str:
    return signing.dumps(actor.as_dict(), salt=SALT)


def open_pass(text: str) -> Actor | None:
    """Whose pass it is; None for one that is forged or too old."""
    try:
        return Actor.from_dict(signing.loads(text, salt=SALT, max_age=LASTS))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name) or ""
    if not isinstance(value, str) or len(value) > 4096:
        raise BadFrame(f"“{name}” is a text.")
    return value
