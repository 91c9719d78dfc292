"""Typing and the like: told to those concerned, at a bearable rate, without a word of what is typed."""

import pytest

from core.ids import uuid7
from ledger.wire import channel
from live.redis import client
from tests.live.page import Page, ticket_for, visitor_ticket
from tests.live.writing import tell

pytestmark = pytest.mark.covers("L3")


@pytest.fixture
def key() -> str:
    return str(uuid7())


def typing(page: Page) -> dict:
    return page.until(lambda frame: frame.get("kind") == "typing")


@pytest.fixture
def alice(lounge, cast, key):
    with Page(lounge, ticket_for(cast.alice)) as page:
        page.subscribe(f"room:{key}")
        yield page


@pytest.fixture
def bob(lounge, cast, key):
    with Page(lounge, ticket_for(cast.bob)) as page:
        page.subscribe(f"room:{key}")
        yield page


@pytest.fixture
def vera(lounge, cast, key):
    with Page(lounge, visitor_ticket(cast.acme, f"v-{key}"), door="/widget/live") as page:
        page.subscribe(f"street:{key}")
        yield page


def test_typing_reaches_the_others_with_its_author(alice, bob, cast, key):
    alice.say(op="signal", stream=f"room:{key}", kind="typing", data={"note": True})
    assert typing(bob) == {
        "s": f"room:{key}",
        "op": "signal",
        "kind": "typing",
        "by": {"kind": "agent", "name": "Alice Archer", "id": cast.alice.pk},
        "data": {"note": True},
        "expires": 6,
    }


def test_public_typing_reaches_the_visitor_who_learns_a_name_and_no_more(alice, vera, cast, key):
    alice.say(op="signal", stream=f"room:{key}", kind="typing", data={})
    alice.say(op="signal", stream=f"room:{key}", kind="typing", data={"public": True})
    said = typing(vera)
    assert said["s"] == f"street:{key}"
    assert said["by"] == {"kind": "agent", "name": "Alice Archer"}
    assert said["data"] == {"public": True}


def test_a_visitors_typing_reaches_the_agents(vera, bob, key):
    vera.say(op="signal", stream=f"street:{key}", kind="typing")
    assert typing(bob)["by"]["kind"] == "visitor"


def test_typing_is_told_once_in_three_seconds_however_often_it_is_said(alice, bob, cast, key):
    for _ in range(20):
        alice.say(op="signal", stream=f"room:{key}", kind="typing")
    typing(bob)
    stream = f"room:{key}"
    bob.until_seq(stream, tell(cast.acme, stream))
    assert len([frame for frame in bob.frames if frame.get("kind") == "typing"]) == 1


@pytest.mark.parametrize("kind", ["present", "singing"])
def test_what_a_stream_does_not_know_is_refused(alice, key, kind):
    alice.say(op="signal", stream=f"room:{key}", kind=kind, data={})
    assert alice.until(lambda frame: frame["op"] == "error")


@pytest.mark.parametrize("words", ['"kind":"typing","data":{"kind":"present"}', '"kind":"present","data":{}'])
def test_what_only_looks_like_presence_costs_nobody_the_subscription(alice, key, words):
    room = f"room:{key}"
    with client().pipeline(transaction=False) as together:
        together.publish(channel(room), f'{{"s":"{room}","op":"signal",{words}}}')
        together.publish(channel(room), f'{{"s":"{room}","op":"signal","kind":"typing","data":{{"public":true}}}}')
        together.execute()
    alice.until(lambda frame: frame.get("data") == {"public": True})


def test_no_data_has_the_names_of_the_protocol(vera, key):
    vera.say(op="signal", stream=f"street:{key}", kind="typing", data={"kind": "present"})
    assert vera.until(lambda frame: frame["op"] == "error")
