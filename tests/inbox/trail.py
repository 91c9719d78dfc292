"""What the ledger says about a conversation, for tests that ask what was recorded and told."""

import json
from typing import Any

from django.db import connection

from ledger.models import Change, Event, StreamFrame
from tests.cast import Cast
from tests.support.waiting import until


def kinds(cast: Cast, subject: Any) -> list[str]:
    """The kinds of what happened to `subject`, in order, without the room's name."""
    with cast.scope(cast.acme):
        events = Event.objects.filter(subject_id=str(subject.pk)).order_by("id")
        return [event.kind.partition(".")[2] for event in events]


def facts(cast: Cast, subject: Any, kind: type) -> list[Any]:
    with cast.scope(cast.acme):
        return [each.fact() for each in Event.objects.filter(subject_id=str(subject.pk), kind=kind.kind).order_by("id")]


def changes(cast: Cast, subject: Any) -> list[tuple[str, Any, Any, Any]]:
    """(kind, actor, before, after) of the audit trail, in order."""
    with cast.scope(cast.acme):
        found = Change.objects.filter(subject_id=str(subject.pk)).order_by("id")
        return [(each.kind.partition(".")[2], each.actor, each.before, each.after) for each in found]


def frames(cast: Cast, stream: str, after: int = 0) -> list[dict[str, Any]]:
    """What was told on a stream, oldest first, as `StreamFrame` rows hold it."""
    with cast.scope(cast.acme):
        found = StreamFrame.objects.filter(stream=stream, seq__gt=after).order_by("seq")
        return [json.loads(body) for body in found.values_list("body", flat=True)]


def head(cast: Cast, stream: str) -> int:
    return len(frames(cast, stream))


def settle(cast: Cast) -> None:
    """Bring the handlers up to date, as the worker does; what a worker is reading just now is waited for."""
    from ledger.handlers import names_behind, run_handlers

    def is_settled() -> bool:
        run_handlers(cast.acme.pk)
        return not names_behind(cast.acme.pk)

    connection.close_if_unusable_or_obsolete()
    until(is_settled, what="the handlers to have read every event")
