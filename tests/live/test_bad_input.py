"""What no well-behaved page sends ends in a sentence or a close code, and harms nobody else."""

import pytest
from websockets.exceptions import ConnectionClosed

from tests.live.page import Page, ticket_for
from tests.live.writing import tell


@pytest.fixture
def page(each_server, cast):
    with Page(each_server, ticket_for(cast.alice)) as page:
        yield page


@pytest.fixture
def bystander(each_server, cast):
    """Another page of the same process, which must not notice anything."""
    stream = f"person:{cast.bob.pk}"
    with Page(each_server, ticket_for(cast.bob)) as bystander:
        bystander.subscribe(stream)
        yield bystander
        bystander.until_seq(stream, tell(cast.acme, stream))


def test_ten_megabytes_are_refused_by_their_header(page, bystander):
    with pytest.raises(ConnectionClosed):
        for _ in range(100):  # the close frame arrives while the browser is still sending
            page.socket.send("x" * 10_000_000)
    assert page.until_closed() == 4413


def test_many_small_pieces_of_a_large_message_are_refused_too(page, bystander):
    with pytest.raises(ConnectionClosed):
        page.socket.send("x" * 50_000 for _ in range(1000))
    assert page.until_closed() == 4413


def test_sixty_four_kilobytes_are_read(page):
    page.socket.send('{"op":"subscribe","stream":"' + "x" * 65_000 + '"}')
    assert page.until(lambda frame: frame["op"] == "error")["reason"] == "This is not the name of a stream."


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("{", "This is not JSON."),
        ("[" * 60_000, "This is not JSON."),
        ('"hello"', "Send a JSON object with an “op”."),
        ("{}", "This “op” is not known."),
        ('{"op":"drop tables"}', "This “op” is not known."),
        ('{"op":{"a":1}}', "This “op” is not known."),
        ('{"op":"subscribe"}', "This is not the name of a stream."),
        ('{"op":"subscribe","stream":"person:1 "}', "This is not the name of a stream."),
        ('{"op":"subscribe","stream":"person:1","after":-1}', "“after” is a sequence number or null."),
        ('{"op":"subscribe","stream":"person:1","after":true}', "“after” is a sequence number or null."),
        ('{"op":"subscribe","stream":"person:1","after":1e400}', "“after” is a sequence number or null."),
        (
            '{"op":"subscribe","stream":"person:1","after":99999999999999999999}',
            "“after” is a sequence number or null.",
        ),
        ('{"op":"hello","v":1,"ticket":"x"}', "You have said hello already."),
        ('{"op":"signal","stream":"firm:1","kind":"Typing!"}', "A signal needs a kind."),
        ('{"op":"signal","stream":"firm:1","kind":"typing","data":[1]}', "A signal’s data is a small object."),
        (
            '{"op":"signal","stream":"firm:1","kind":"typing","data":{"text":"what I am typing"}}',
            "A signal’s data holds flags, numbers and ids only.",
        ),
        (
            '{"op":"signal","stream":"firm:1","kind":"typing","data":{"kind":"present"}}',
            "A signal’s data holds flags, numbers and ids only.",
        ),
        (b"\x00\xff", "Send text, not binary data."),
    ],
)
def test_the_first_mistake_is_explained_and_the_second_ends_it(page, bystander, said, reason):
    page.socket.send(said)
    assert page.until(lambda frame: frame["op"] == "error") == {"op": "error", "reason": reason}
    page.socket.send(said)
    assert page.until_closed() == 4400


def test_text_that_is_not_text_ends_the_socket_only(page, bystander):
    page.socket.send(b"\xff\xfe", text=True)
    assert page.until_closed() in (1006, 1007)


def test_one_must_say_hello_first(each_server):
    with Page(each_server, None) as page:
        page.say(op="subscribe", stream="firm:1")
        assert page.until(lambda frame: frame["op"] == "error")["reason"] == "Say hello first."


def test_another_version_is_told_to_reload(each_server):
    with Page(each_server, None) as page:
        page.say(op="hello", v=2, ticket="x")
        assert "Reload" in page.until(lambda frame: frame["op"] == "error")["reason"]


def test_who_says_nothing_is_not_kept(each_server):
    with Page(each_server, None) as page:
        assert page.until_closed(15) == 4408


def test_too_many_messages_end_it(page, bystander):
    with pytest.raises(ConnectionClosed):
        for _ in range(100_000):
            page.say(op="pong")
    assert page.until_closed() == 4429


def test_a_page_holds_two_hundred_streams_and_no_more(page, cast):
    for number in range(205):
        page.say(op="subscribe", stream=f"unknown:{number}")
    denied = {page.until(lambda frame: frame["op"] == "denied")["stream"] for _ in range(205)}
    assert len(denied) == 205
    assert page.subscribe(f"person:{cast.alice.pk}")["op"] == "subscribed"


def test_a_signal_to_a_stream_one_does_not_listen_to_goes_nowhere(page, cast):
    page.say(op="signal", stream=f"firm:{cast.acme.pk}", kind="status", data={"status": "away"})
    assert page.until(lambda frame: frame["op"] == "error")["reason"].startswith("This signal")
