"""Subscribing, catching up, and being told to reload."""

import time

import pytest

from tests.live.page import Page, ticket_for
from tests.live.writing import append, tell

pytestmark = pytest.mark.covers("L1", "L2")


def test_what_is_committed_reaches_the_open_page(each_server, cast):
    stream = f"person:{cast.alice.pk}"
    with Page(each_server, ticket_for(cast.alice)) as page:
        assert page.subscribe(stream)["seq"] == 0
        tell(cast.acme, stream, body={"html": "<p id=x>Grüße</p>"})
        frame = page.until(lambda frame: frame.get("q") == 1)
    assert frame["s"] == stream
    assert frame["html"] == "<p id=x>Grüße</p>"
    assert list(frame) == ["q", "s", "t", "op", "id", "html"]


def test_a_page_that_comes_back_is_told_what_it_missed_once_and_in_order(each_server, cast):
    stream = f"person:{cast.alice.pk}"
    head = tell(cast.acme, stream, 700)
    with Page(each_server, ticket_for(cast.alice)) as page:
        assert page.subscribe(stream, after=20)["seq"] == head
        tell(cast.acme, stream, 3)
        page.until_seq(stream, head + 3)
    assert page.seqs(stream) == list(range(21, head + 4))


def test_a_page_that_comes_back_soon_is_served_from_memory(each_server, cast):
    stream = f"person:{cast.alice.pk}"
    with Page(each_server, ticket_for(cast.alice)) as page, Page(each_server, ticket_for(cast.alice)) as other:
        page.subscribe(stream)
        other.subscribe(stream)
        page.close()
        head = tell(cast.acme, stream, 100)
        other.until_seq(stream, head)
        with Page(each_server, ticket_for(cast.alice)) as back:
            back.subscribe(stream, after=0)
            back.until_seq(stream, head)
    assert back.seqs(stream) == other.seqs(stream) == list(range(1, 101))


def test_a_cursor_too_old_is_told_to_reload_and_goes_on_from_the_head(each_server, cast):
    stream = f"person:{cast.alice.pk}"
    head = tell(cast.acme, stream, 5100)
    with Page(each_server, ticket_for(cast.alice)) as page:
        page.subscribe(stream, after=50)
        assert page.until(lambda frame: frame["op"] == "reset") == {"op": "reset", "stream": stream, "seq": head}
        tell(cast.acme, stream)
        page.until_seq(stream, head + 1)
    assert page.seqs(stream) == [head + 1]


def test_a_cursor_from_elsewhere_that_is_ahead_is_told_to_reload(each_server, cast):
    stream = f"person:{cast.alice.pk}"
    head = tell(cast.acme, stream, 3)
    with Page(each_server, ticket_for(cast.alice)) as page:
        page.subscribe(stream, after=9_000)
        assert page.until(lambda frame: frame["op"] == "reset")["seq"] == head


def test_a_page_that_another_process_had_brought_further_misses_nothing(each_server, cast):
    stream = f"person:{cast.alice.pk}"
    with Page(each_server, ticket_for(cast.alice)) as page:
        page.subscribe(stream)
        append(cast.acme, stream, 5)  # published to others, not to this process
        with Page(each_server, ticket_for(cast.alice)) as moved:
            moved.subscribe(stream, after=3)
            moved.until_seq(stream, 5)
        page.until_seq(stream, 5)
    assert moved.seqs(stream) == [4, 5]
    assert page.seqs(stream) == [1, 2, 3, 4, 5]


def test_many_streams_on_one_socket_and_leaving_one(each_server, cast):
    mine, ours = f"person:{cast.alice.pk}", f"firm:{cast.acme.pk}"
    with Page(each_server, ticket_for(cast.alice)) as page:
        page.subscribe(mine)
        page.subscribe(ours)
        tell(cast.acme, mine)
        tell(cast.acme, ours)
        page.until_seq(mine, 1)
        page.until_seq(ours, 1)
        page.say(op="unsubscribe", stream=mine)
        page.subscribe(ours)
        tell(cast.acme, mine)
        page.until_seq(ours, tell(cast.acme, ours))
    assert page.seqs(mine) == [1]
    assert page.seqs(ours) == [1, 2]


def test_a_socket_that_is_silent_for_longer_than_six_seconds_stays_open(each_server, cast):
    stream = f"person:{cast.alice.pk}"
    with Page(each_server, ticket_for(cast.alice)) as page:
        page.subscribe(stream)
        end = time.monotonic() + 7
        while (left := end - time.monotonic()) > 0:
            frame = page.next(left)
            assert page.code is None
            assert frame is None or frame["op"] == "ping"
        tell(cast.acme, stream)
        page.until_seq(stream, 1)
