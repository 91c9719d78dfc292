"""Whatever Redis and PostgreSQL do, every page has everything once and in order in the end."""

import threading

import psycopg
import pytest
import redis

from ledger.publish import publish
from ledger.wire import channel
from live import tickets
from live.redis import client
from tests.live.page import Page, ticket_for
from tests.live.writing import append, tell
from tests.support import bed
from tests.support.waiting import until

pytestmark = pytest.mark.covers("L2")


@pytest.fixture
def stream(cast) -> str:
    return f"person:{cast.alice.pk}"


@pytest.fixture
def page(each_server, cast, stream):
    with Page(each_server, ticket_for(cast.alice)) as page:
        page.subscribe(stream)
        yield page


@pytest.fixture
def without_redis(redis_server):
    """Redis killed for the length of a test, and there again for the next."""
    redis_server.child.kill()
    yield
    come_back(redis_server)


def come_back(redis_server) -> None:
    bed.started.append(redis_server.start())
    until(_redis_answers, what="Redis to answer again")


def _redis_answers() -> bool:
    try:
        return client().ping()
    except redis.RedisError:
        return False


def operator(statement: str, *values: object) -> None:
    """What only the operator of the database can do."""
    with psycopg.connect(bed.postgres.url("postgres", bed.DATABASE), autocommit=True) as connection:
        connection.execute(statement, values)


def test_a_lost_publish_without_a_successor_is_found_by_the_sweep(page, cast, stream):
    append(cast.acme, stream)
    page.until_seq(stream, 1)


def test_a_hole_is_filled_as_soon_as_the_next_frame_shows_it(page, cast, stream):
    append(cast.acme, stream, 30)
    head = tell(cast.acme, stream)
    page.until_seq(stream, head)
    assert page.seqs(stream) == list(range(1, head + 1))


def test_frames_that_overtake_each_other_and_come_twice_arrive_once_and_in_order(page, cast, stream):
    rows = [append(cast.acme, stream)[0] for _ in range(40)]
    publish(rows[20:])
    publish(reversed(rows))
    publish(rows)
    page.until_seq(stream, 40)
    assert page.seqs(stream) == list(range(1, 41))


def test_without_redis_frames_come_from_the_database(page, cast, stream, without_redis):
    for _ in range(3):
        head = tell(cast.acme, stream, 2)
        page.until_seq(stream, head)
    assert page.seqs(stream) == list(range(1, 7))


def test_without_redis_a_page_can_still_come_and_its_ticket_works_once(each_server, cast, stream, without_redis):
    head = tell(cast.acme, stream, 3)
    ticket = ticket_for(cast.alice)
    assert ticket.startswith(tickets.SIGNED)
    with Page(each_server, ticket) as page, Page(each_server, None) as thief:
        page.subscribe(stream, after=0)
        page.until_seq(stream, head)
        thief.say(op="hello", v=1, ticket=ticket)
        assert thief.until_closed() == 4401


def test_when_redis_is_back_frames_come_fast_again(page, cast, stream, redis_server):
    redis_server.child.kill()
    page.until_seq(stream, tell(cast.acme, stream))
    come_back(redis_server)
    until(lambda: publish(append(cast.acme, stream)), what="a publish to get through")
    until(lambda: client().pubsub_numsub(channel(stream))[0][1], what="the hub to subscribe again")
    for _ in range(10):
        page.until_seq(stream, tell(cast.acme, stream))
    assert page.seqs(stream) == list(range(1, page.cursors[stream] + 1))


def test_a_database_that_drops_its_connections_delays_and_loses_nothing(page, each_server, cast, stream):
    stop = threading.Event()

    def cut_off() -> None:
        while not stop.is_set():
            operator(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE application_name = 'live hub' AND datname = current_database()"
            )

    thread = threading.Thread(target=cut_off)
    thread.start()
    try:
        append(cast.acme, stream, 20)
        tell(cast.acme, stream)
        page.next(1)
    finally:
        stop.set()
        thread.join()
    page.until_seq(stream, 21)
    assert page.seqs(stream) == list(range(1, 22))
    with Page(each_server, ticket_for(cast.alice)) as late:
        late.subscribe(stream, after=0)
        late.until_seq(stream, 21)


def test_a_database_restored_to_an_earlier_hour_makes_pages_reload(page, cast, stream):
    page.until_seq(stream, tell(cast.acme, stream, 9))
    operator("DELETE FROM ledger_frame WHERE stream = %s AND seq > 4", stream)
    operator("UPDATE ledger_streamhead SET seq = 4 WHERE stream = %s", stream)
    assert page.until(lambda frame: frame["op"] == "reset")["seq"] == 4
    tell(cast.acme, stream)
    page.until(lambda frame: frame.get("q") == 5)


def test_frames_past_their_retention_make_the_page_reload(each_server, cast, stream):
    head = tell(cast.acme, stream, 300)
    operator("DELETE FROM ledger_frame WHERE stream = %s AND seq < 200", stream)
    with Page(each_server, ticket_for(cast.alice)) as page:
        page.subscribe(stream, after=10)
        assert page.until(lambda frame: frame["op"] == "reset")["seq"] == head
        page.subscribe(stream, after=220)
        page.until_seq(stream, head)
    assert page.seqs(stream) == list(range(221, head + 1))
