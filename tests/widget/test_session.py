"""Tokens: told once, kept as a hash, good for one inbox, and worth nothing when forged, revoked or forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings

from core import clock
from core.ids import uuid7
from inbox.models import Visitor
from tests.widget.frame_client import FrameClient, arrived


def visitor_of(frame, cast):
    with cast.scope():
        return Visitor.objects.get(token_hash=Visitor.hash(frame.token))


@pytest.mark.covers("W2")
def test_a_token_is_told_once_and_kept_as_a_hash(cast):
    frame = FrameClient(cast.website)
    first = frame.session(page="https://acme.example/fees")
    assert len(first["token"]) >= 43
    assert first["conversation"] is None
    assert frame.session()["token"] is None
    visitor = visitor_of(frame, cast)
    assert first["token"] not in str(vars(visitor))
    assert visitor.page == "https://acme.example/fees"
    assert visitor.contact is None


def test_no_cookie_is_set_or_read(cast):
    frame = FrameClient(cast.website)
    answer = frame.call("POST", "api/session", {"key": str(cast.website.key)})
    assert not answer.cookies
    signed_in = cast.client_for(cast.alice)
    stolen = {name: morsel.value for name, morsel in signed_in.cookies.items()}
    frame.browser.cookies.load(stolen)
    assert frame.browser.get("/inbox/").status_code == 404
    assert frame.call("POST", "api/ticket", {}).status_code == 401


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "ü" * 43, "A" * 5000, "' OR 1=1 --"])
def test_a_forged_token_opens_nothing(cast, token):
    frame = FrameClient(cast.website, token.encode("ascii", "ignore").decode())
    for method, path, said in (
        ("POST", "api/ticket", {}),
        ("GET", "api/conversation", None),
        ("POST", "api/messages", {"id": str(uuid7()), "body": "x"}),
        ("PUT", "api/reading", {"seq": 1}),
        ("PUT", "api/contact", {"name": "x"}),
    ):
        answer = frame.call(method, path, said)
        assert (answer.status_code, answer.json()["error"]) == (401, "not_welcome")
    assert frame.upload(b"words", "a.txt").status_code == 401


def test_a_revoked_token_is_over_and_a_new_chat_begins(cast):
    frame = arrived(cast.website)
    frame.write("mine")
    visitor = visitor_of(frame, cast)
    with cast.scope():
        visitor.revoked_at = clock.now()
        visitor.save()
    assert frame.call("POST", "api/ticket", {}).status_code == 401
    old = frame.token
    again = frame.session()
    assert again["token"] not in (None, old)
    assert again["conversation"] is None


def test_a_token_that_was_not_used_for_half_a_year_is_forgotten(cast):
    frame = arrived(cast.website)
    frame.write()
    with time_machine.travel(clock.now() + timedelta(days=181), tick=False):
        assert frame.call("GET", "api/conversation").status_code == 401
        assert frame.session()["token"]


def test_a_token_is_good_for_its_own_inbox_alone(cast):
    """Stolen or brought along: at another inbox, of this firm or another, it is nobody's."""
    frame = arrived(cast.website)
    frame.write("for the website alone")
    for other in (cast.inbox("Careers"), cast.their_website):
        answer = FrameClient(other, frame.token).session()
        assert answer["token"] not in (None, frame.token)
        assert answer["conversation"] is None


def test_an_unknown_key_is_a_sentence(cast):
    for key in (str(uuid7()), "nonsense", None, 5):
        answer = FrameClient(cast.website).call("POST", "api/session", {"key": key})
        assert answer.status_code == 404
        assert "snippet" in answer.json()["message"]


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        None,
        "https://evil.example",
        "http://127.0.0.1:1",
        settings.PUBLIC_URL,
        settings.WIDGET_URL + ".evil.example",
    ],
    ids=[
        "null",
        "none",
        "another-site",
        "another-port",
        "the-agents",
        "one-that-begins-like-ours",
    ],  # the same on each worker
)
def test_only_our_own_frame_may_ask(cast, origin):
    frame = arrived(cast.website)
    for method, path, said in (
        ("POST", "api/session", {"key": str(cast.website.key)}),
        ("POST", "api/ticket", {}),
        ("POST", "api/messages", {"id": str(uuid7()), "body": "x"}),
        ("PUT", "api/reading", {"seq": 1}),
        ("PUT", "api/contact", {"name": "x"}),
    ):
        assert frame.call(method, path, said, origin=origin).json()["error"] == "wrong_origin"
    if origin:
        assert frame.call("GET", "api/conversation", origin=origin).status_code == 403
    assert "Access-Control-Allow-Origin" not in frame.call("GET", "api/conversation", origin=origin)


def test_a_read_from_another_site_is_refused_also_without_an_origin(cast):
    frame = arrived(cast.website)
    assert frame.call("GET", "api/conversation", origin=None, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_closed_inbox_says_so_and_takes_nothing(cast):
    frame = arrived(cast.website)
    frame.write("before")
    with cast.scope():
        cast.website.close(by=cast.alice)
    assert frame.session()["inbox"]["closed"] is True
    for answer in (frame.write("after"), frame.upload(b"words", "a.txt")):
        assert (answer.status_code, answer.json()["message"]) == (
            403,
            "This chat is closed. Please reach us another way.",
        )
    assert [message["body"] for message in frame.conversation()["messages"]] == ["before"]
    new = FrameClient(cast.website).session()
    assert (new["token"], new["inbox"]["closed"]) == (None, True)
