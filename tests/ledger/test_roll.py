"""The days of the ledger: made ahead, dropped when old, and never before every reader has seen them."""

import os
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.ids import uuid7
from ledger.handlers import Place, _unread, run_handlers
from ledger.models import Event
from ledger.tasks import roll
from tests.ledger.test_handlers import BellRang

pytestmark = pytest.mark.covers("L2")

LONG_AGO = datetime.now(UTC).date() - timedelta(days=400)


def as_owner(statement: str) -> None:
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"], autocommit=True) as owner:
        owner.execute(statement)


def partitions(parent: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [parent])
        return [row[0] for row in cursor.fetchall()]


def name_of(parent: str, day) -> str:
    return f"{parent}_{day:%Y%m%d}"


def an_event_of(cast, day) -> int:
    """One that the firm recorded on that day; its number."""
    with cast.scope(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_head SET event_id = event_id + 1 RETURNING event_id")
        number = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO ledger_event (firm_id, id, day, at, kind, subject_type, subject_id, data)"
            " VALUES (%s, %s, %s, %s, %s, '', '', jsonb_build_object('bell', %s::text, 'number', 1))",
            [cast.acme.pk, number, day, day, BellRang.kind, str(uuid7())],
        )
    return number


def has_event(cast, number: int) -> bool:
    with cast.scope():
        return Event.objects.filter(pk=number).exists()


@pytest.mark.parametrize("parent", ["ledger_event", "ledger_frame"])
def test_the_days_ahead_are_there(parent: str) -> None:
    roll()
    today = datetime.now(UTC).date()
    wanted = {name_of(parent, today + timedelta(days=ahead)) for ahead in range(1, 8)}
    assert wanted <= set(partitions(parent))


def test_rolling_twice_is_rolling_once() -> None:
    roll()
    before = partitions("ledger_event"), partitions("ledger_frame")
    roll()
    assert (partitions("ledger_event"), partitions("ledger_frame")) == before


def test_an_old_day_goes_when_all_have_read_it(cast) -> None:
    """A reader that lags keeps the day; nothing it has not seen is dropped."""
    part = name_of("ledger_event", LONG_AGO)
    as_owner(
        f"CREATE TABLE {part} PARTITION OF ledger_event FOR VALUES FROM ('{LONG_AGO}') TO ('{LONG_AGO + timedelta(1)}')"
    )
    an_event_of(cast, LONG_AGO)
    roll()
    assert part in partitions("ledger_event")
    run_handlers(cast.acme.pk)
    roll()
    assert part not in partitions("ledger_event")


def test_old_events_outside_the_days_go_the_same_way(cast) -> None:
    """Those written on a day that nobody had made a partition for."""
    old = an_event_of(cast, LONG_AGO - timedelta(days=1))
    roll()
    assert has_event(cast, old)
    run_handlers(cast.acme.pk)
    roll()
    assert not has_event(cast, old)


def test_a_day_that_cannot_be_made_does_not_hold_up_the_others(cast) -> None:
    """An event of that day lies in the default partition already: it stays there, and the roll goes on."""
    far = datetime.now(UTC).date() + timedelta(days=9)
    lying = an_event_of(cast, far)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_roll(10, 90, 3, '{}')")
        said = [row[0] for row in cursor.fetchall()]
    assert [sentence for sentence in said if name_of("ledger_event", far) in sentence]
    assert name_of("ledger_event", far + timedelta(days=1)) in partitions("ledger_event")
    assert has_event(cast, lying)


def test_nobody_can_roll_away_the_last_days(cast) -> None:
    """The application's role may call it, with any figures: the floor is in the function."""
    young = an_event_of(cast, datetime.now(UTC).date() - timedelta(days=3))
    run_handlers(cast.acme.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_roll(0, 0, 0, '{}')")
    assert has_event(cast, young)


def test_a_reader_looks_into_no_day_before_its_own(cast) -> None:
    """With ninety days kept, reading the newest costs what two days cost."""
    long_ago = LONG_AGO - timedelta(days=7)
    part = name_of("ledger_event", long_ago)
    as_owner(
        f"CREATE TABLE {part} PARTITION OF ledger_event FOR VALUES FROM ('{long_ago}') TO ('{long_ago + timedelta(1)}')"
    )
    with cast.scope(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {unread_query((7, datetime.now(UTC).date()))}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    as_owner(f"DROP TABLE {part}")
    assert part not in plan


def unread_query(after: Place) -> str:
    """What a handler asks, as it is sent."""
    with CaptureQueriesContext(connection) as asked:
        _unread(after, 200)
    return asked[-1]["sql"]
