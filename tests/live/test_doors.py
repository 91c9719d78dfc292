"""Who gets in: origin, host, path, ticket."""

import pytest
from websockets.exceptions import InvalidStatus

from live import tickets
from live.redis import client
from live.tickets import _key
from tests.live.page import Page, ticket_for, visitor_ticket
from tests.live.writing import tell

pytestmark = pytest.mark.covers("L1")


@pytest.mark.parametrize(
    "options",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": None},
        {"additional_headers": [("Origin", "http://evil.example")]},
        {"door": "/widget/live"},
        {"door": "/live/more"},
        {"additional_headers": [("Host", "evil.example")]},
    ],
    ids=["foreign origin", "null origin", "no origin", "two origins", "the other door", "no door", "foreign host"],
)
def test_what_does_not_match_exactly_is_refused_before_the_handshake(each_server, options):
    if options.get("door") == "/widget/live":
        options = {**options, "origin": each_server.url}
    with pytest.raises(InvalidStatus) as refused:
        Page(each_server, None, **options)
    assert refused.value.response.status_code in (400, 403)


def test_a_visitor_comes_in_by_the_widget_door(each_server, cast):
    with Page(each_server, visitor_ticket(cast.acme, "v-1"), door="/widget/live") as page:
        assert page.subscribe(f"firm:{cast.acme.pk}")["op"] == "denied"
        assert page.subscribe(f"person:{cast.alice.pk}")["op"] == "denied"


@pytest.mark.parametrize("door", ["/live", "/widget/live"])
def test_a_ticket_opens_its_own_door_only(each_server, cast, door):
    ticket = ticket_for(cast.alice) if door == "/widget/live" else visitor_ticket(cast.acme, "v-2")
    with Page(each_server, None, door=door) as page:
        page.say(op="hello", v=1, ticket=ticket)
        assert page.until_closed() == 4401


def test_a_ticket_works_once(each_server, cast):
    ticket = ticket_for(cast.alice)
    with Page(each_server, ticket), Page(each_server, None) as again:
        again.say(op="hello", v=1, ticket=ticket)
        assert again.until_closed() == 4401


@pytest.mark.parametrize("ticket", ["", "made up", "signed.made:up:entirely", "signed."])
def test_a_forged_ticket_is_refused(each_server, ticket):
    with Page(each_server, None) as page:
        page.say(op="hello", v=1, ticket=ticket)
        assert page.until_closed() == 4401


def test_a_ticket_expires(each_server, cast):
    ticket = ticket_for(cast.alice)
    assert 0 < client().ttl(_key(ticket)) <= tickets.LIFE
    client().pexpire(_key(ticket), 1)
    with Page(each_server, None) as page:
        while client().exists(_key(ticket)):
            pass
        page.say(op="hello", v=1, ticket=ticket)
        assert page.until_closed() == 4401


def test_a_ticket_is_kept_by_its_hash(cast):
    ticket = ticket_for(cast.alice)
    assert not [key for key in client().scan_iter("*") if ticket.encode() in key]


def test_a_page_gets_its_ticket_from_the_session(each_server, cast, client_for):
    browser = client_for(cast.alice)
    answer = browser.post("/live/ticket/")
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("max-age=0")
    with Page(each_server, answer.json()["ticket"]) as page:
        assert page.subscribe(f"person:{cast.alice.pk}")["op"] == "subscribed"


def test_nobody_gets_a_ticket_without_a_session_or_by_get(cast, client_for):
    assert client_for().post("/live/ticket/").status_code == 401
    assert client_for(cast.alice).get("/live/ticket/").status_code == 405
    assert client_for(cast.alice, enforce_csrf_checks=True).post("/live/ticket/").status_code == 403


def test_another_firms_streams_are_denied_and_stay_silent(each_server, cast):
    theirs = [f"firm:{cast.acme.pk}", f"person:{cast.alice.pk}", "conversation:nonsense", f"access:{cast.boris.pk}"]
    with Page(each_server, ticket_for(cast.boris)) as page:
        for stream in [*theirs, "unknown:1"]:
            assert page.subscribe(stream, after=0) == {"op": "denied", "stream": stream}
        for stream in theirs[:2]:
            tell(cast.acme, stream)
        own = f"firm:{cast.borealis.pk}"
        page.subscribe(own)
        page.until_seq(own, tell(cast.borealis, own))
    assert {frame["s"] for frame in page.frames if "q" in frame} == {own}


def test_one_person_may_have_so_many_pages_and_no_more(each_server, cast):
    pages = [Page(each_server, visitor_ticket(cast.acme, "v-many"), door="/widget/live") for _ in range(10)]
    with Page(each_server, None, door="/widget/live") as one_more:
        one_more.say(op="hello", v=1, ticket=visitor_ticket(cast.acme, "v-many"))
        assert one_more.until_closed() == 4429
    for page in pages:
        page.close()
