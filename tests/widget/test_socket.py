"""The visitors' socket: one's own conversation and no other, whatever one asks for, whosever cursor or token one has."""

import pytest
from websockets.exceptions import InvalidStatus

from core import clock
from core.ids import uuid7
from inbox.models import Conversation, Visitor
from tests.live.page import Page
from tests.widget.frame_client import FrameClient, arrived

DOOR = "/widget/live"


def ticket(frame: FrameClient) -> str:
    return frame.call("POST", "api/ticket", {}).json()["ticket"]


def the_stream(frame: FrameClient) -> str:
    return frame.conversation()["stream"]


@pytest.mark.covers("W2", "L1")
def test_a_visitor_hears_their_own_conversation_from_the_beginning(each_server, cast):
    frame = arrived(cast.website)
    stream = frame.write("Hello").json()["conversation"]["stream"]
    with Page(each_server, ticket(frame), door=DOOR) as page:
        assert page.subscribe(stream, after=0)["op"] == "subscribed"
        heard = page.until(lambda said: said.get("q") == 1)
        assert heard["message"]["body"] == "Hello"
        with cast.scope():
            conversation = Conversation.objects.get()
            conversation.note(by=cast.carol, body="between us")
        with cast.scope():
            conversation.reply(by=cast.bob, body="Good day")
        answer = page.until(lambda said: said.get("op") == "upsert")
        assert answer["message"]["body"] == "Good day"
        assert "between us" not in str(page.frames)


def test_nobody_elses_conversation_and_no_colleagues_stream(server, cast):
    frame, other, foreign = arrived(cast.website), arrived(cast.website), arrived(cast.their_website)
    mine = frame.write("mine").json()["conversation"]
    theirs = [each.write("theirs").json()["conversation"]["stream"] for each in (other, foreign)]
    with Page(server, ticket(frame), door=DOOR) as page:
        refused = [
            *theirs,
            f"conversation:{mine['id']}",
            f"inbox:{cast.website.pk}",
            f"firm:{cast.acme.pk}",
            f"person:{cast.bob.pk}",
            f"access:{cast.bob.pk}",
            f"visitor:{uuid7()}",
            "visitor:nonsense",
        ]
        for stream in refused:
            for cursor in (None, 0, 1):  # a stolen cursor opens nothing
                assert page.subscribe(stream, after=cursor)["op"] == "denied", stream
        assert page.subscribe(mine["stream"])["op"] == "subscribed"


def test_before_the_first_message_there_is_nothing_to_hear(server, cast):
    frame = arrived(cast.website)
    cast.conversation()
    with cast.scope():
        other = Conversation.objects.get()
    with Page(server, ticket(frame), door=DOOR) as page:
        assert page.subscribe(f"visitor:{other.pk}")["op"] == "denied"


def test_a_revoked_visitor_hears_no_more_conversations(server, cast):
    frame = arrived(cast.website)
    stream = frame.write("mine").json()["conversation"]["stream"]
    kept = ticket(frame)
    with cast.scope():
        Visitor.objects.filter(token_hash=Visitor.hash(frame.token)).update(revoked_at=clock.now())
    with Page(server, kept, door=DOOR) as page:
        assert page.subscribe(stream)["op"] == "denied"


@pytest.mark.parametrize("origin", ["null", "https://acme.example", None])
def test_the_socket_takes_exactly_the_widgets_own_origin(server, cast, origin):
    """Also where the site is allowed to carry the widget: it is the frame that speaks, never the page."""
    with cast.scope():
        cast.website.change(by=cast.alice, allowed_origins=["https://acme.example"])
    with pytest.raises(InvalidStatus):
        Page(server, None, door=DOOR, origin=origin)


def test_a_visitor_signals_that_they_write_and_nothing_else(server, cast):
    frame = arrived(cast.website)
    stream = frame.write("mine").json()["conversation"]["stream"]
    with Page(server, ticket(frame), door=DOOR) as page:
        page.subscribe(stream)
        page.say(op="signal", stream=stream, kind="replying", data={})
        assert page.until(lambda said: said["op"] == "error")
        page.say(op="signal", stream=stream, kind="typing", data={})
        heard = page.until(lambda said: said["op"] == "signal")
        assert heard["by"]["kind"] == "visitor"
        assert "id" not in heard["by"]
