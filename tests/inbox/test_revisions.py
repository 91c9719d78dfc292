"""Messages are edited and deleted within what the firm allows; how they read before is kept, and a deletion undone."""

import io
import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse, set_urlconf

from core import clock
from inbox.errors import BadWindow, CannotChange, EmptyMessage, IdTaken, MessageTooLong, NotInTheBin
from inbox.history import changes_of
from inbox.leftovers import sweep_firm
from inbox.lines import line_of
from inbox.models import Attachment, Message, Wording, WritingRules
from inbox.models.revisable import BIN
from inbox.search.found import Search
from tests.inbox import trail
from tests.widget.frame_client import arrived

pytestmark = pytest.mark.covers("I2")


@pytest.fixture
def talk(cast):
    """A conversation, Bob's reply with a file in it, and his note."""
    conversation = cast.conversation("Hello")
    file = io.BytesIO(b"prices")
    file.name = "prices.txt"
    with cast.scope():
        waiting = conversation.attach(file, by=cast.bob)
        reply = conversation.reply(by=cast.bob, body="It costs a hundrd", attachments=[waiting.pk])
        note = conversation.note(by=cast.bob, body="They are slow")
    return conversation, reply, note


def found(cast, words: str) -> int:
    with cast.scope():
        return len(Search.of(cast.alice, words).hits)


def opened(link: str) -> int:
    """Follow a link to a file, as anybody who was given it may."""
    status = Client(HTTP_HOST=urlsplit(settings.CONTENT_URL).netloc).get(link).status_code
    set_urlconf(None)  # what is written next is written on the colleagues' host
    return status


def test_an_author_says_it_in_other_words(cast, talk) -> None:
    conversation, reply, note = talk
    with cast.scope():
        reply.edit(by=cast.bob, body="It costs a hundred ")
        note.edit(by=cast.bob, body="They pay slowly")
    reply, note = cast.fresh(reply), cast.fresh(note)
    assert (reply.body, note.body) == ("It costs a hundred", "They pay slowly")
    assert reply.edited_at is not None
    with cast.scope():
        assert [wording.body for wording in reply.wordings_shown()] == ["It costs a hundrd"]
    assert cast.fresh(conversation).preview == "They pay slowly"
    assert (found(cast, "hundrd"), found(cast, "hundred")) == (0, 1)
    assert ("message_edited", cast.bob.pk, {"body": "It costs a hundrd"}, {"body": "It costs a hundred"}) in (
        trail.changes(cast, reply)
    )
    with cast.scope():
        assert [step.what for step in changes_of(conversation)][:2] == ["Message edited", "Message edited"]


def test_a_post_that_comes_again_after_an_edit_is_still_the_same_message(cast, talk) -> None:
    conversation, _reply, note = talk
    with cast.scope():
        note.edit(by=cast.bob, body="They pay slowly")
        assert conversation.note(by=cast.bob, body="They are slow", id=note.pk).body == "They pay slowly"
    with pytest.raises(IdTaken), cast.scope():
        conversation.note(by=cast.carol, body="They are slow", id=note.pk)


def test_the_same_words_are_no_edit(cast, talk) -> None:
    _conversation, reply, _note = talk
    with cast.scope():
        reply.edit(by=cast.bob, body="It costs a hundrd")
    assert cast.fresh(reply).edited_at is None


@pytest.mark.parametrize(("body", "error"), [("\u202e \x00", EmptyMessage), ("x" * 20_001, MessageTooLong)])
def test_words_that_cannot_be(cast, talk, body, error) -> None:
    _conversation, _reply, note = talk
    with pytest.raises(error), cast.scope():
        note.edit(by=cast.bob, body=body)
    assert cast.fresh(note).body == "They are slow"


def test_a_reply_may_change_for_a_while_and_a_note_always(cast, talk) -> None:
    _conversation, reply, note = talk
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        for verb in (lambda: reply.edit(by=cast.bob, body="x"), lambda: reply.withdraw(by=cast.bob)):
            with pytest.raises(CannotChange), cast.scope():
                verb()
        with cast.scope():
            note.edit(by=cast.bob, body="They pay")
        with cast.scope():
            WritingRules.of_firm().change(by=cast.alice, edit_minutes=60)
        with cast.scope():
            reply.edit(by=cast.bob, body="It costs a hundred")
    with cast.scope():
        WritingRules.of_firm().change(by=cast.alice, edit_minutes=0)
    with pytest.raises(CannotChange), cast.scope():
        reply.edit(by=cast.bob, body="Never again")
    with pytest.raises(BadWindow), cast.scope():
        WritingRules.of_firm().change(by=cast.alice, edit_minutes=10_081)


def test_nobody_changes_what_others_said_but_an_admin_deletes_notes(cast, talk) -> None:
    _conversation, reply, note = talk
    refused = [
        lambda: reply.edit(by=cast.alice, body="Mine"),
        lambda: note.edit(by=cast.alice, body="Mine"),
        lambda: reply.withdraw(by=cast.alice),
        lambda: note.withdraw(by=cast.carol),
        lambda: note.withdraw(by=cast.dora),
    ]
    for verb in refused:
        with pytest.raises(CannotChange), cast.scope():
            verb()
    with cast.scope():
        note.withdraw(by=cast.alice)
    with cast.scope():
        assert line_of(note.pk).deletion == "Alice Archer deleted a note"


def test_what_is_deleted_is_shown_to_nobody_and_comes_back(cast, talk) -> None:
    conversation, reply, note = talk
    with cast.scope():
        note.withdraw(by=cast.bob)
        reply.withdraw(by=cast.bob)
        reply.withdraw(by=cast.bob)
    assert (cast.fresh(reply).body, cast.fresh(conversation).preview) == ("", "Hello")
    assert (found(cast, "hundrd"), found(cast, "prices"), found(cast, "slow")) == (0, 0, 0)
    with pytest.raises(CannotChange), cast.scope():
        reply.restore(by=cast.carol)
    with cast.scope():
        reply.restore(by=cast.bob)
    assert cast.fresh(reply).body == "It costs a hundrd"
    assert (cast.fresh(conversation).preview, found(cast, "prices")) == ("It costs a hundrd", 1)
    assert trail.kinds(cast, reply) == ["message_deleted", "message_restored"]


def test_the_bin_is_emptied(cast, talk) -> None:
    _conversation, reply, note = talk
    with cast.scope():
        reply.edit(by=cast.bob, body="It costs a hundred")
        reply.withdraw(by=cast.bob)
    with time_machine.travel(clock.now() + BIN + timedelta(hours=1)):
        with pytest.raises(CannotChange), cast.scope():
            reply.restore(by=cast.bob)
        sweep_firm(cast.acme.pk)
    with cast.scope():
        assert not Wording.objects.filter(message=reply).exists()
        assert not Attachment.objects.filter(message=reply).exists()
    assert {(before, after) for _kind, _by, before, after in trail.changes(cast, reply)} == {(None, None)}
    with pytest.raises(NotInTheBin), cast.scope():
        reply.restore(by=cast.bob)
    assert cast.fresh(note).body == "They are slow"


@pytest.mark.covers("W2")
def test_the_visitor_follows_and_the_files_are_out_of_reach(cast) -> None:
    frame = arrived(cast.website)
    frame.write("Hello")
    with cast.scope():
        conversation = Message.objects.get().conversation
        file = io.BytesIO(b"prices")
        file.name = "prices.txt"
        waiting = conversation.attach(file, by=cast.bob)
        reply = conversation.reply(by=cast.bob, body="It costs a hundrd", attachments=[waiting.pk])
        note = conversation.note(by=cast.bob, body="between us")
    shown = frame.conversation()["messages"][1]
    assert (shown["edited"], shown["removed"]) == (False, False)
    link, stream = shown["attachments"][0]["url"].removeprefix(settings.CONTENT_URL), f"visitor:{conversation.pk}"
    before = len(trail.frames(cast, stream))
    with cast.scope():
        reply.edit(by=cast.bob, body="It costs a hundred")
        note.edit(by=cast.bob, body="between us both")
    told = trail.frames(cast, stream)[before:]
    assert [(frame["message"]["body"], frame["message"]["edited"]) for frame in told] == [("It costs a hundred", True)]
    assert opened(link) == 200
    with cast.scope():
        reply.withdraw(by=cast.bob)
    kept = json.dumps(trail.frames(cast, stream))
    assert "hundr" not in kept, "what the stream keeps for browsers that come back has no word of it"
    shown = frame.conversation()["messages"][1]
    assert (shown["body"], shown["removed"], shown["edited"], shown["attachments"]) == ("", True, False, [])
    assert opened(link) == 404
    assert frame.call("GET", f"api/attachments/{waiting.pk}", origin=None).status_code == 404
    with cast.scope():
        reply.restore(by=cast.bob)
    assert opened(link) == 200


@pytest.mark.covers("X1")
def test_over_json(cast, talk, client_for) -> None:
    _conversation, reply, note = talk
    bob, carol = client_for(cast.bob), client_for(cast.carol)

    def ask(client, method: str, name: str, body=None, *args):
        return getattr(client, method)(reverse(f"api:{name}", args=args), body, content_type="application/json")

    edited = ask(bob, "patch", "message", {"body": "It costs a hundred"}, reply.pk)
    assert (edited.status_code, edited.json()["body"]) == (200, "It costs a hundred")
    refused = ask(carol, "patch", "message", {"body": "x"}, note.pk)
    assert (refused.status_code, refused.json()["error"]) == (403, "cannot_change")
    versions = ask(carol, "get", "message-versions", None, reply.pk).json()["results"]
    assert [version["body"] for version in versions] == ["It costs a hundrd"]
    deleted = ask(bob, "post", "message-deletion", {}, reply.pk).json()
    assert (deleted["body"], deleted["attachments"], deleted["deleted_by"]) == ("", [], cast.bob.pk)
    assert ask(carol, "get", "message-versions", None, reply.pk).status_code == 403
    assert ask(bob, "delete", "message-deletion", None, reply.pk).status_code == 204
    assert ask(bob, "get", "writing-rules").json() == {"edit_minutes": 15}
    assert ask(bob, "put", "writing-rules", {"edit_minutes": 5}).status_code == 403
    assert ask(client_for(cast.alice), "put", "writing-rules", {"edit_minutes": 5}).json() == {"edit_minutes": 5}
