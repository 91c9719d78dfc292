"""Snippets in conversations: counted when they are really sent, and no unfilled blank reaches a client."""

import pytest

from core.ids import uuid7
from inbox.errors import BlankLeft
from inbox.models import Message
from timeline.models import Snippet, SnippetUse

pytestmark = pytest.mark.covers("I9")


def used(cast) -> list[tuple[str, int]]:
    with cast.scope():
        return sorted(SnippetUse.objects.values_list("membership__name", "count"))


def test_a_snippet_is_counted_once_for_each_message_it_was_sent_in(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        snippet = Snippet.make(by=cast.alice, shortcut="hi", title="Hi", body="Hello", sharing="firm")
    said = {"body": "Hello", "id": str(uuid7()), "snippets": [str(snippet.pk), "nonsense"]}
    for _try in range(2):
        answer = cast.client_for(cast.bob).post(f"/inbox/conversations/{conversation.pk}/messages/", said)
        assert answer.status_code == 201
    note = {"kind": "note", "body": "Hello", "snippets": [str(snippet.pk)]}
    cast.client_for(cast.carol).post(f"/api/v1/conversations/{conversation.pk}/messages/", note, "application/json")
    assert used(cast) == [("Bob Brandt", 1), ("Carol Chen", 1)]


def test_a_blank_that_nothing_filled_is_not_sent_to_the_client(cast) -> None:
    conversation = cast.conversation()
    said = {"body": "Dear [[missing: contact.first_name]],"}
    refused = cast.client_for(cast.bob).post(f"/inbox/conversations/{conversation.pk}/messages/", said)
    assert (refused.status_code, refused["X-Refused"]) == (422, "blank_left")
    assert "[[missing: contact.first_name]]" in refused.content.decode()
    with cast.scope():
        with pytest.raises(BlankLeft):
            conversation.reply(by=cast.bob, body=said["body"])
        sent = conversation.reply(by=cast.bob, body="Dear Vera,")
        with pytest.raises(BlankLeft):
            sent.edit(by=cast.bob, body=said["body"])
        conversation.note(by=cast.bob, body=said["body"])
        replies = Message.objects.filter(conversation=conversation, kind="reply", author=cast.bob)
        assert [reply.body for reply in replies] == ["Dear Vera,"]
