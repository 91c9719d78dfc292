"""With what the chat begins by itself: who may write it, what a page is told, and what becomes of an answer."""

import pytest

from core.ids import uuid7
from inbox.models import Conversation, Message, ProactiveMessage
from ledger.models import Change
from tests.inbox.trail import frames, settle
from tests.widget.frame_client import FrameClient, arrived
from tests.widget.test_opening import NINE_TO_FIVE
from timeline.models import Notification

ANY = {"on": "on", "after_seconds": 5, "audience": "everyone", "repeat": "visitor", "pages": ""}


def made(cast, text="Shall we go through the prices?", **fields):
    with cast.scope():
        return ProactiveMessage.make(cast.website, by=cast.alice, text=text, **fields)


def told(cast, inbox=None):
    """As the loader is told, on a page of a site."""
    answer = FrameClient(inbox or cast.website).call(
        "GET", f"config/{(inbox or cast.website).key}", origin="https://acme.example"
    )
    return answer.json()["messages"]


def lines(cast):
    with cast.scope():
        rows = Message.objects.filter(kind="reply").order_by("conversation", "seq").select_related("contact")
        return [("client" if row.contact_id else "firm", row.body) for row in rows]


@pytest.mark.covers("W5")
def test_they_are_written_in_the_settings_and_told_to_pages(cast):
    alice, here = cast.client_for(cast.alice), f"/settings/inboxes/{cast.website.pk}/messages/"
    assert "says nothing by itself yet" in alice.get(here).content.decode()
    pages = "/prices*\nhttps://acme.example/fees?from=mail#top\n"
    answer = alice.post(here, ANY | {"text": "Shall we talk?", "pages": pages, "open_only": "on"})
    assert answer.status_code == 302
    (one,) = told(cast)
    assert one["text"] == "Shall we talk?"
    assert one["pages"] == ["/prices*", "acme.example/fees"]
    assert (one["after"], one["audience"], one["repeat"]) == (5, "everyone", "visitor")
    assert "Shall we talk?" in alice.get(here).content.decode()
    changed = alice.post(f"{here}{one['id']}/", ANY | {"text": "Shall we talk?", "on": ""})
    assert changed.status_code == 302
    assert told(cast) == []
    assert "Not shown" in alice.get(here).content.decode()
    alice.post(f"{here}{one['id']}/removal/")
    with cast.scope():
        assert not ProactiveMessage.objects.exists()
        trail = list(
            Change.objects.filter(after__has_key="proactive_on").order_by("pk").values_list("after", flat=True)
        )
    assert [each["proactive_on"] for each in trail] == [True, False]


@pytest.mark.covers("W5", "X1")
def test_the_api_does_the_same_and_orders_them(cast):
    client = cast.client_for(cast.alice)
    here = f"/api/v1/inboxes/{cast.website.pk}/messages/"
    ids = [
        client.post(here, {"text": text}, content_type="application/json").json()["id"]
        for text in ("one", "two", "three")
    ]
    assert [each["text"] for each in told(cast)] == ["one", "two", "three"]
    moved = client.patch(f"{here}{ids[2]}/", {"place": 0, "text": "now first"}, content_type="application/json")
    assert (moved.json()["text"], moved.json()["place"]) == ("now first", 0)
    assert [each["text"] for each in told(cast)] == ["now first", "one", "two"]
    client.patch(f"{here}{ids[2]}/", {"place": 20}, content_type="application/json")
    assert [each["text"] for each in told(cast)] == ["one", "two", "now first"]
    assert client.delete(f"{here}{ids[0]}/").status_code == 204
    assert [each["text"] for each in client.get(here).json()["results"]] == ["two", "now first"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"text": "  "}, "This field is required"),
        ({"text": "x" * 301}, "at most 300 characters"),
        ({"pages": "prices"}, "names no page"),
        ({"pages": "/a b"}, "names no page"),
        ({"pages": "\n".join(f"/page-{number}" for number in range(1_000))}, "names no page"),
        ({"pages": "https://[half/"}, "names no page"),
        ({"after_seconds": "-1"}, "greater than or equal to 0"),
        ({"after_seconds": "99999"}, "less than or equal to 3600"),
        ({"audience": "<b>"}, "Select a valid choice"),
    ],
)
@pytest.mark.covers("W5")
def test_what_cannot_be_is_said_and_nothing_is_kept(cast, said, sentence):
    answer = cast.client_for(cast.alice).post(
        f"/settings/inboxes/{cast.website.pk}/messages/", ANY | {"text": "Shall we talk?"} | said
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    with cast.scope():
        assert not ProactiveMessage.objects.exists()


@pytest.mark.covers("W5")
def test_there_are_at_most_twenty_and_words_are_kept_as_words(cast):
    made(cast, "<b>bold</b> \u202e and *stars*")
    assert told(cast)[0]["text"] == "<b>bold</b>  and *stars*"
    for number in range(19):
        made(cast, f"message {number}")
    answer = cast.client_for(cast.alice).post(
        f"/settings/inboxes/{cast.website.pk}/messages/", ANY | {"text": "one more"}
    )
    assert "at most 20" in answer.content.decode()
    assert len(told(cast)) == 20


@pytest.mark.covers("W5", "W2")
def test_outside_business_hours_and_behind_a_closed_door_nothing_is_begun(cast, time_machine):
    made(cast, "always", open_only=False)
    made(cast, "within hours")
    made(cast, "to who is signed in", audience="known", open_only=False)
    with cast.scope():
        cast.website.change(by=cast.alice, hours={"on": True, "week": NINE_TO_FIVE})
    time_machine.move_to("2026-11-25T12:00:00+00:00")
    assert [each["text"] for each in told(cast)] == ["always", "within hours", "to who is signed in"]
    time_machine.move_to("2026-11-28T12:00:00+00:00")
    assert [each["text"] for each in told(cast)] == ["always", "to who is signed in"]
    with cast.scope():
        cast.website.change(by=cast.alice, identity_required=True)
    assert [each["text"] for each in told(cast)] == ["to who is signed in"]
    with cast.scope():
        cast.website.close(by=cast.alice)
    assert told(cast) == []


@pytest.mark.covers("W5", "W3")
def test_an_answer_begins_the_conversation_with_the_message(cast):
    one, vera, id = made(cast, "Shall we *talk*?"), arrived(cast.website), uuid7()
    said = {"id": str(id), "body": "Yes, please", "files": [], "answers": str(one.pk)}
    first, again = (vera.call("POST", "api/messages", said) for _ in range(2))
    assert first.status_code == 201
    assert first.json() == again.json()
    assert (first.json()["opening"]["seq"], first.json()["message"]["seq"]) == (1, 2)
    assert first.json()["opening"]["author"]["kind"] == "agent"
    assert first.json()["opening"]["rich"] is None
    assert lines(cast) == [("firm", "Shall we *talk*?"), ("client", "Yes, please")]
    with cast.scope():
        conversation = Conversation.objects.get()
    assert conversation.preview == "Yes, please"
    assert conversation.client_waits_since is not None
    shown = [frame["message"]["body"] for frame in frames(cast, f"visitor:{conversation.pk}") if "message" in frame]
    assert shown == ["Shall we *talk*?", "Yes, please"]
    page = cast.client_for(cast.bob).get(f"/inbox/conversations/{conversation.pk}/").content.decode()
    assert "Message of the website chat" in page
    # In a conversation nothing is begun, also where a page says so.
    vera.call("POST", "api/messages", said | {"id": str(uuid7()), "body": "Are you there?"})
    assert lines(cast)[2:] == [("client", "Are you there?")]
    # One that was closed begins again.
    with cast.scope():
        conversation.close(by=cast.bob)
    vera.call("POST", "api/messages", said | {"id": str(uuid7()), "body": "Once more"})
    assert lines(cast)[3:] == [("firm", "Shall we *talk*?"), ("client", "Once more")]


@pytest.mark.covers("W5")
@pytest.mark.parametrize("which", ["off", "gone", "another inbox's", "another firm's", "none at all", "a list"])
def test_a_message_that_is_not_there_is_passed_over(cast, which):
    one = made(cast)
    with cast.scope():
        if which == "off":
            one.change(by=cast.alice, on=False)
        if which == "gone":
            one.discard(by=cast.alice)
        if which == "another inbox's":
            one = ProactiveMessage.make(cast.inbox("Another"), by=cast.alice, text="Of another")
    if which == "another firm's":
        with cast.scope(cast.borealis):
            theirs = cast.inbox("Theirs", firm=cast.borealis)
            one = ProactiveMessage.make(theirs, by=cast.boris, text="Of Borealis")
    answers = {"none at all": "nonsense", "a list": [str(one.pk)]}.get(which, str(one.pk))
    said = {"id": str(uuid7()), "body": "Hello", "files": [], "answers": answers}
    answer = arrived(cast.website).call("POST", "api/messages", said)
    assert answer.status_code == 201
    assert answer.json()["opening"] is None
    assert lines(cast) == [("client", "Hello")]


@pytest.mark.covers("W5", "L3")
def test_who_follows_is_told_of_the_answer_and_not_of_what_it_answers(cast, no_worker):
    one, vera = made(cast), arrived(cast.website)
    vera.write("Hello")
    settle(cast)
    with cast.scope():
        conversation = Conversation.objects.get()
        conversation.follow(by=cast.bob, who=cast.bob)
        conversation.close(by=cast.alice)
    vera.call("POST", "api/messages", {"id": str(uuid7()), "body": "Yes", "files": [], "answers": str(one.pk)})
    assert lines(cast)[1:] == [("firm", one.text), ("client", "Yes")]
    settle(cast)
    with cast.scope():
        assert Notification.objects.of(cast.bob).filter(kind="inbox.followed").count() == 1
