"""Recording facts: the event, its audit and its frames are written at the end of the transaction they belong to.

The heads are locked last and in one order, the streams by their names and then the firm (one SQL call), so a sequence
has no gaps, runs in commit order, and two transactions cannot wait for each other.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from core import clock
from core.tenancy import current_firm_id, firm_scope
from core.transaction import after_commit, before_commit
from ledger.facts import Fact
from ledger.frames import Frame, Happening, frames_for
from ledger.publish import publish
from ledger.wake import wake_handlers


@dataclass(frozen=True)
class Entry:
    firm_id: int
    happening: Happening
    changes: dict[str, tuple[Any, Any]]

    def frames(self) -> Iterator[Frame]:
        return frames_for(self.happening)

    def row(self) -> dict[str, Any]:
        happening = self.happening
        subject = happening.subject
        return {
            "kind": happening.fact.kind,
            "at": happening.at.isoformat(),
            "actor": getattr(happening.by, "pk", None),
            "subject_type": subject._meta.label_lower if subject is not None else "",
            "subject_id": str(subject.pk) if subject is not None else "",
            "data": happening.fact.data(),
            "before": {name: pair[0] for name, pair in self.changes.items()} or None,
            "after": {name: pair[1] for name, pair in self.changes.items()} or None,
        }


@dataclass(frozen=True)
class Forgetting:
    """A stream that is to forget what it said (ledger/erasure.py)."""

    firm_id: int
    stream: str


def record(
    fact: Fact, *, by: Any = None, subject: Any = None, changes: dict[str, tuple[Any, Any]] | None = None
) -> None:
    """Record that `fact` happened, done `by` a membership (None: by a client or the system).

    `subject` is the row it happened to; `changes` maps a field to (before, after) and goes to the audit trail.
    """
    happening = Happening(fact=fact, by=by, at=clock.now(), subject=subject)
    before_commit(write, Entry(current_firm_id(), happening, changes or {}))


def write(entries: list[Entry | Forgetting]) -> None:
    """Write what the transaction recorded, in one call; tell the screens and the handlers after the commit."""
    firm_id = entries[0].firm_id
    if any(entry.firm_id != firm_id for entry in entries):
        raise RuntimeError("One transaction recorded facts of two firms; commit them apart.")
    facts = [entry for entry in entries if isinstance(entry, Entry)]
    with firm_scope(firm_id), connection.cursor() as cursor:
        events = [entry.row() for entry in facts]
        frames = _latest([(index, frame) for index, entry in enumerate(facts) for frame in entry.frames()])
        said: list[dict[str, Any]] = [{"stream": name, "body": None} for name in _forgotten(entries)]
        said += [{"event": index, "stream": frame.stream, "body": frame.body()} for index, frame in frames]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a check at COMMIT would wait for rows with the heads in hand
        cursor.execute("SELECT stream, seq, at_ms, body FROM ledger_append(%s, %s)", [_json(events), _json(said)])
        written = cursor.fetchall()
    after_commit(lambda: publish(written))
    after_commit(lambda: wake_handlers(firm_id))


def _forgotten(entries: list[Entry | Forgetting]) -> list[str]:
    return sorted({entry.stream for entry in entries if isinstance(entry, Forgetting)})


def _latest(frames: list[tuple[int, Frame]]) -> list[tuple[int, Frame]]:
    """Of frames that overwrite each other in one transaction only the last is kept, in its place."""
    last = {(frame.stream, frame.key): position for position, (_, frame) in enumerate(frames) if frame.key}
    return [
        pair for position, pair in enumerate(frames) if last.get((pair[1].stream, pair[1].key), position) == position
    ]


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
