"""One page that does not read costs nobody else anything, and loses nothing itself."""

import socket
import time

import pytest

from tests.live.page import Page, ticket_for
from tests.live.writing import tell

pytestmark = pytest.mark.covers("L2")

LARGE = {"html": "x" * 16_000}


def deaf_page(server, ticket: str) -> Page:
    """A page whose connection takes little, that does not read on and answers no ping."""
    address = ("127.0.0.1", server.port)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    connection.connect(address)
    page = Page(server, ticket, sock=connection, max_queue=1)
    page.answers = False
    return page


def test_it_is_cut_and_resumes_while_others_are_undisturbed(each_server, cast):
    stream = f"firm:{cast.acme.pk}"
    slow = deaf_page(each_server, ticket_for(cast.alice))
    slow.subscribe(stream)
    with Page(each_server, ticket_for(cast.bob)) as quick:
        quick.subscribe(stream)
        quick.until_seq(stream, tell(cast.acme, stream, 10, LARGE))
        for _ in range(300):  # 4.8 MB
            quick.until_seq(stream, tell(cast.acme, stream, body=LARGE))
    assert slow.until_closed() in (4008, 1006)  # 1006: it was dropped, as its goodbye was not read in time
    seen = slow.cursors[stream]
    assert slow.seqs(stream) == list(range(1, seen + 1))
    with Page(each_server, ticket_for(cast.alice)) as back:
        back.subscribe(stream, after=seen)
        back.until_seq(stream, 310)
    assert slow.seqs(stream) + back.seqs(stream) == list(range(1, 311))


def test_one_that_reads_on_learns_why_it_was_cut(each_server, cast):
    stream = f"person:{cast.alice.pk}"
    slow = deaf_page(each_server, ticket_for(cast.alice))
    slow.subscribe(stream)
    tell(cast.acme, stream, 400, LARGE)
    assert slow.until_closed() == 4008
    assert 0 < slow.cursors[stream] < 400


def test_one_that_never_reads_its_goodbye_is_dropped(each_server, cast):
    stream = f"person:{cast.alice.pk}"
    deaf = deaf_page(each_server, ticket_for(cast.alice))
    deaf.subscribe(stream)
    tell(cast.acme, stream, 400, LARGE)
    with Page(each_server, ticket_for(cast.bob)) as other:
        own = f"person:{cast.bob.pk}"
        other.subscribe(own)
        end = time.monotonic() + 8
        while time.monotonic() < end:
            other.until_seq(own, tell(cast.acme, own), seconds=2)
    assert deaf.until_closed(30) in (4008, 1006)


def test_a_long_catch_up_waits_for_a_page_that_reads_slowly(each_server, cast):
    stream = f"person:{cast.alice.pk}"
    head = tell(cast.acme, stream, 400, LARGE)  # 6.4 MB
    slow = deaf_page(each_server, ticket_for(cast.alice))
    slow.say(op="subscribe", stream=stream, after=0)
    seen = 0
    while seen < head:
        frame = slow.next()
        assert frame is not None, f"closed with {slow.code}"
        seen = frame.get("q", seen)
    assert slow.seqs(stream) == list(range(1, head + 1))
    slow.close()
