"""A message may answer a certain one: a reply only what the client sees, a note anything that was said here."""

import json

import pytest
from django.urls import reverse

from core.ids import uuid7
from inbox.errors import CannotQuote
from inbox.lines import line_of
from tests.inbox import trail
from tests.widget.frame_client import arrived

pytestmark = pytest.mark.covers("I2")


def test_a_reply_quotes_what_the_client_sees_and_nothing_else(cast) -> None:
    conversation, other = cast.conversation("Hello"), cast.conversation("Elsewhere")
    with cast.scope():
        hello, elsewhere = conversation.messages.get(), other.messages.get()
        note = conversation.note(by=cast.bob, body="They are slow", quotes=hello.pk)
        reply = conversation.reply(by=cast.bob, body="Good morning", quotes=hello.pk)
        told = conversation.note(by=cast.carol, body="True", quotes=note.pk)
    with cast.scope():
        assert [line_of(each.pk).quote.text for each in (note, reply, told)] == ["Hello", "Hello", "They are slow"]
        gone = conversation.note(by=cast.bob, body="x")
        gone.withdraw(by=cast.bob)
    for kind, id in [
        ("reply", note.pk),
        ("reply", elsewhere.pk),
        ("note", elsewhere.pk),
        ("note", gone.pk),
        ("note", uuid7()),
    ]:
        with pytest.raises(CannotQuote), cast.scope():
            getattr(conversation, kind)(by=cast.bob, body="No", quotes=id)


@pytest.mark.covers("W2", "X1")
def test_the_visitor_sees_the_quote_and_what_becomes_of_it(cast, client_for) -> None:
    frame = arrived(cast.website)
    hello = frame.write("Hello " * 100).json()["message"]["id"]
    conversation = frame.conversation()["id"]
    address = reverse("api:conversation-messages", args=[conversation])
    wish = {"body": "Good morning", "quotes": hello}
    sent = client_for(cast.bob).post(address, wish, content_type="application/json").json()
    assert sent["quotes"] == hello
    quote = frame.conversation()["messages"][1]["quote"]
    assert (quote["id"], quote["kind"], quote["name"], len(quote["text"])) == (hello, "visitor", "", 161)
    with cast.scope():
        first = line_of(sent["id"]).message
        first.conversation.reply(by=cast.carol, body="As Bob says", quotes=first.pk)
    stream = f"visitor:{conversation}"
    before = len(trail.frames(cast, stream))
    with cast.scope():
        first.edit(by=cast.bob, body="Good day")
    told = trail.frames(cast, stream)[before:]
    assert [(each["message"]["body"], (each["message"]["quote"] or {})["text"][:8]) for each in told] == [
        ("Good day", "Hello He"),
        ("As Bob says", "Good day"),
    ]
    with cast.scope():
        first.withdraw(by=cast.bob)
    assert frame.conversation()["messages"][2]["quote"] == {
        "id": sent["id"],
        "kind": "agent",
        "name": "Bob Brandt",
        "text": "",
        "removed": True,
    }
    assert "Good d" not in json.dumps(trail.frames(cast, stream))
