"""Rights end where they are: on the open socket, at once, with or without Redis."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Membership
from accounts.sessions import session_hash
from core import clock
from core.ids import uuid7
from tests.live.page import Page, ticket_for
from tests.live.writing import append, tell
from tests.support import bed
from tests.support.waiting import until

pytestmark = pytest.mark.covers("L2")


@pytest.fixture
def room() -> str:
    return f"room:{uuid7()}"


def end_membership(cast, membership) -> None:
    with cast.scope():
        Membership.objects.filter(pk=membership.pk).update(ended_at=clock.now())


def test_a_recheck_takes_away_what_is_no_longer_allowed_and_leaves_the_rest(lounge, cast, room):
    own = f"lobby:{uuid7()}"
    with Page(lounge, ticket_for(cast.bob)) as page:
        page.subscribe(room)
        page.subscribe(own)
        end_membership(cast, cast.bob)
        tell(cast.acme, f"access:{cast.bob.pk}", body={"op": "recheck"})
        assert page.until(lambda frame: frame["op"] == "denied") == {"op": "denied", "stream": room}
        tell(cast.acme, room)
        page.until_seq(own, tell(cast.acme, own))
        assert page.subscribe(room)["op"] == "denied"
    assert page.seqs(room) == []
    assert f"access:{cast.bob.pk}" not in {frame.get("s") for frame in page.frames}


def test_a_recheck_that_redis_lost_is_heard_within_a_second_or_two(lounge, cast, room):
    with Page(lounge, ticket_for(cast.bob)) as page:
        page.subscribe(room)
        end_membership(cast, cast.bob)
        append(cast.acme, f"access:{cast.bob.pk}", body={"op": "recheck"})
        page.until(lambda frame: frame["op"] == "denied", seconds=5)


def test_signing_out_ends_the_sockets_of_that_session_only(lounge, cast):
    at_home = ticket_for(cast.bob, "at home", access=0)
    with Page(lounge, at_home) as home, Page(lounge, ticket_for(cast.bob, "at work")) as work:
        stream = f"person:{cast.bob.pk}"
        work.subscribe(stream)
        tell(cast.acme, f"access:{cast.bob.pk}", body={"op": "end", "session": session_hash("at home")})
        assert home.until_closed() == 4403
        work.until_seq(stream, tell(cast.acme, stream))


def test_the_end_of_a_membership_ends_all_its_sockets(lounge, cast):
    tickets = [ticket_for(cast.bob, session, access=0) for session in ("one", "two")]  # as ours say: from here on
    with Page(lounge, tickets[0]) as one, Page(lounge, tickets[1]) as two:
        tell(cast.acme, f"access:{cast.bob.pk}", body={"op": "end", "session": None})
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(Page.until_closed, (one, two))) == [4403, 4403]


def test_a_sign_out_between_ticket_and_hello_counts(lounge, cast):
    ticket = ticket_for(cast.bob, "at home", access=0)
    append(cast.acme, f"access:{cast.bob.pk}", body={"op": "end", "session": session_hash("at home")})
    with Page(lounge, None) as page:
        page.say(op="hello", v=1, ticket=ticket)
        assert page.until_closed() == 4403


def test_nobody_can_read_the_access_stream(lounge, cast):
    with Page(lounge, ticket_for(cast.bob)) as page:
        assert page.subscribe(f"access:{cast.bob.pk}", after=0)["op"] == "denied"


@pytest.mark.parametrize("fault", ["faulty:python", "faulty:database"])
def test_a_policy_with_a_fault_refuses_and_harms_no_other_answer(lounge, cast, room, fault):
    with Page(lounge, ticket_for(cast.bob)) as page:
        page.say(op="subscribe", stream=fault)
        page.say(op="subscribe", stream=fault + "2")
        page.say(op="subscribe", stream=room)
        answers = [page.until(lambda frame: frame["op"] in ("denied", "subscribed")) for _ in range(3)]
    assert {answer["stream"]: answer["op"] for answer in answers} == {
        fault: "denied",
        fault + "2": "denied",
        room: "subscribed",
    }


def test_a_policy_that_takes_two_seconds_holds_up_no_delivery(lounge, cast):
    stream = f"person:{cast.alice.pk}"
    with Page(lounge, ticket_for(cast.alice)) as page, Page(lounge, ticket_for(cast.bob)) as slow:
        page.subscribe(stream)
        for number in range(3):
            slow.say(op="subscribe", stream=f"slow:{number}")
        for _ in range(20):
            page.until_seq(stream, tell(cast.acme, stream), seconds=1)
        assert not [frame for frame in slow.frames if frame["op"] == "subscribed"]
        slow.until(lambda frame: frame["op"] == "subscribed")


def test_who_signs_out_while_a_ticket_is_made_gets_none(cast, client_for):
    """The ticket would name the end of the session as known, and its socket would outlive it."""
    browser = client_for(cast.bob)

    def ask() -> int:
        try:
            return browser.post(reverse("live:ticket")).status_code
        finally:
            connection.close()

    with psycopg.connect(bed.postgres.url("postgres", bed.DATABASE)) as operator, ThreadPoolExecutor(1) as beside:
        operator.execute("LOCK TABLE ledger_streamhead")
        asking = beside.submit(ask)
        until(the_view_waits, what="the ticket to ask how far the stream has come")
        operator.execute("DELETE FROM django_session WHERE session_key = %s", [browser.session.session_key])
        operator.commit()
        assert asking.result() == 401


def the_view_waits() -> bool:
    """The hubs' sweeps wait as well, in words of their own."""
    waiting = "SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    return '"ledger_streamhead"' in bed.postgres.sql(waiting, bed.DATABASE)
