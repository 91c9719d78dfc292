"""Readers of the ledger. Each handler keeps its own cursor per firm and moves it in the transaction of its work,
so what it did and how far it has read are one fact: nothing is skipped, nothing is done twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connection, transaction

from core.tenancy import firm_scope
from ledger.facts import Fact
from ledger.models import Event

BATCH = 200
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Handler:
    name: str
    kinds: frozenset[str]
    call: Callable[[Event], Any]


_handlers: dict[str, Handler] = {}


def handles(*facts: type[Fact], name: str) -> Callable[[Callable[[Event], Any]], Callable[[Event], Any]]:
    """Register a handler of these facts. The name is its cursor: keep it when the function moves."""

    def register(call: Callable[[Event], Any]) -> Callable[[Event], Any]:
        if name in _handlers:
            raise TypeError(f"Two handlers are called {name}.")
        _handlers[name] = Handler(name, frozenset(fact.kind for fact in facts), call)
        return call

    return register


def handler_names() -> list[str]:
    return sorted(_handlers)


def run_handlers(firm_id: int) -> int:
    """Bring every handler up to date for one firm. Returns how many events were read.

    A handler that another worker is reading for is left to it: that worker looks again when it has let go.
    """
    _open_cursors(firm_id)
    read, sizes = 0, dict.fromkeys(_handlers, BATCH)
    while behind := [name for name in names_behind(firm_id) if name in sizes]:
        for name in behind:
            try:
                moved = _batch(_handlers[name], firm_id, sizes[name])
            except Exception:
                log.exception("ledger.handler_failed", handler=name)
                moved, sizes[name] = (0, 1) if sizes[name] > 1 else (None, 1)
            read += moved or 0
            if moved is None:
                del sizes[name]
    return read


def _batch(handler: Handler, firm_id: int, size: int) -> int | None:
    """Handle the next `size` events. None: this worker can do no more for the handler now."""
    with firm_scope(firm_id), transaction.atomic():
        cursor = _lock_cursor(handler.name)
        if cursor is None:
            return None
        head = _head()
        events = _unread(cursor, size)
        if not events:
            _move_cursor(handler.name, head)  # what it had not read is past its retention
            return 0
        done = 0
        for event in events:
            if event.kind in handler.kinds and not _handled(handler, event):
                break
            done += 1
        if done:
            _move_cursor(handler.name, (events[done - 1].pk, events[done - 1].day))
        return done if done == len(events) else None


def _handled(handler: Handler, event: Event) -> bool:
    """Handle one event in its savepoint. A failure stops the handler here; the sweep tries again."""
    try:
        with transaction.atomic():
            handler.call(event)
    except Exception:
        log.exception("ledger.handler_failed", handler=handler.name, event_id=event.pk, kind=event.kind)
        return False
    return True


Place = tuple[int, Any]
"""How far a handler has read: an event's number and its day, which says in which partitions to look on."""


def _open_cursors(firm_id: int) -> None:
    """Cursors of handlers that are new here, committed before anyone locks them."""
    with firm_scope(firm_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_cursor (firm_id, handler) SELECT %s, name FROM unnest(%s::text[]) AS reader(name)"
            " WHERE NOT EXISTS (SELECT FROM ledger_cursor WHERE handler = name) ON CONFLICT DO NOTHING",
            [firm_id, handler_names()],
        )


def _lock_cursor(name: str) -> Place | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id, day FROM ledger_cursor WHERE handler = %s FOR UPDATE SKIP LOCKED", [name])
        return cursor.fetchone()


def _head() -> Place:
    """Read before the events: up to here they are all there, or gone for good."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id, (now() AT TIME ZONE 'UTC')::date FROM ledger_head")
        return cursor.fetchone()


def _unread(after: Place, size: int) -> list[Event]:
    """The next events. Their numbers are in the order of the commits, and none appears behind another."""
    events = Event.objects.filter(id__gt=after[0]).extra(where=["day >= %s::date - 1"], params=[after[1]])
    return list(events.order_by("id")[:size])


def _move_cursor(name: str, to: Place) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_cursor SET event_id = %s, day = %s WHERE handler = %s", [*to, name])


def names_behind(firm_id: int) -> list[str]:
    """The handlers that have not read all of one firm's events."""
    with firm_scope(firm_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT reader.name FROM unnest(%s::text[]) AS reader(name) CROSS JOIN ledger_head"
            " LEFT JOIN ledger_cursor ON handler = reader.name"
            " WHERE ledger_head.event_id > coalesce(ledger_cursor.event_id, 0) ORDER BY 1",
            [handler_names()],
        )
        return [row[0] for row in cursor.fetchall()]


def firms_behind() -> list[int]:
    """Firms with events that some handler has not read. Asks over all firms; answers with ids."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT firm_id FROM ledger_firms_behind(%s)", [handler_names()])
        return [row[0] for row in cursor.fetchall()]
