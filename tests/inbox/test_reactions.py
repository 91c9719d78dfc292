"""Emoji on messages: one of Unicode's list, few of one person, of colleagues and clients, live."""

import pytest
from django.urls import reverse

from inbox.errors import CannotReact, NotAnEmoji, TooManyReactions
from inbox.lines import line_of
from inbox.reactions import one_emoji
from tests.inbox import trail
from tests.widget.frame_client import arrived

pytestmark = pytest.mark.covers("I2")


@pytest.mark.parametrize("text", ["👍", "👍🏽", "❤️", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣"])
def test_one_emoji(text: str) -> None:
    assert one_emoji(text) == text


@pytest.mark.parametrize(("typed", "kept"), [("❤", "❤️"), ("👍\ufe0f", "👍")], ids=["left out", "added"])
def test_as_the_list_has_it(typed: str, kept: str) -> None:
    assert one_emoji(typed) == kept


HOSTILE = ["", "x", "👍👍", "👍 ", "<b>", "1", "\u202e", "👍" * 5_000, "👍\u202e", "\U0001f1e6", "❤️" * 2]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_emoji_or_more_than_one(cast, text: str) -> None:
    conversation = cast.conversation()
    with pytest.raises(NotAnEmoji), cast.scope():
        conversation.messages.get().react(text, by=cast.bob)


def test_colleagues_react_and_take_it_back(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        note = conversation.note(by=cast.bob, body="Done")
        for person in (cast.alice, cast.carol, cast.alice):
            note.react("🎉", by=person)
        note.react("👍", by=cast.alice)
    with cast.scope():
        piles = line_of(note.pk).reactions
        assert [(pile.emoji, pile.count, pile.said) for pile in piles] == [
            ("🎉", 2, "Alice Archer, Carol Chen"),
            ("👍", 1, "Alice Archer"),
        ]
        note.unreact("🎉", by=cast.alice)
        note.unreact("🎉", by=cast.alice)
    assert trail.kinds(cast, note) == ["message_reacted"] * 3 + ["reaction_taken"]
    assert [frame for frame in trail.frames(cast, f"visitor:{conversation.pk}") if "🎉" in str(frame)] == []
    with cast.scope():
        for emoji in "😀😁😂😃":
            note.react(emoji, by=cast.alice)
    with pytest.raises(TooManyReactions), cast.scope():
        note.react("😄", by=cast.alice)
    with cast.scope():
        note.withdraw(by=cast.bob)
    with pytest.raises(CannotReact), cast.scope():
        note.react("😄", by=cast.bob)


@pytest.mark.covers("W2", "X1")
def test_the_visitor_reacts_to_replies_and_sees_those_of_colleagues(cast, client_for) -> None:
    frame = arrived(cast.website)
    frame.write("Hello")
    conversation = frame.conversation()["id"]
    bob = client_for(cast.bob)
    wish = {"kind": "reply", "body": "Good morning"}
    address = reverse("api:conversation-messages", args=[conversation])
    reply = bob.post(address, wish, content_type="application/json").json()["id"]
    note = bob.post(address, wish | {"kind": "note"}, content_type="application/json").json()["id"]
    path = f"api/messages/{reply}/reactions"
    said = frame.call("POST", path, {"emoji": "👍"}).json()["message"]["reactions"]
    assert said == [{"emoji": "👍", "count": 1, "names": [], "mine": True}]
    reactions = reverse("api:message-reactions", args=[reply])
    shown = bob.post(reactions, {"emoji": "👍"}, content_type="application/json").json()["reactions"]
    assert shown == [{"emoji": "👍", "count": 2, "people": [cast.bob.pk], "client": True}]
    said = frame.conversation()["messages"][1]["reactions"]
    assert said == [{"emoji": "👍", "count": 2, "names": ["Bob Brandt"], "mine": True}]
    assert frame.call("DELETE", path, {"emoji": "👍"}).json()["message"]["reactions"][0]["mine"] is False
    assert bob.delete(reactions + "?emoji=👍").status_code == 204
    assert frame.call("POST", f"api/messages/{note}/reactions", {"emoji": "👍"}).status_code == 404
    refused = frame.call("POST", path, {"emoji": "no"})
    assert (refused.status_code, refused.json()["error"]) == (422, "not_an_emoji")
    assert client_for(cast.dora).post(reactions, {"emoji": "👍"}, content_type="application/json").status_code == 403
