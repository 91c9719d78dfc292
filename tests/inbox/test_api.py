"""The same verbs and policies over JSON."""

import pytest
from django.urls import reverse

from core.ids import uuid7
from files.models import File
from inbox.events import ConversationClosed, MessageSent
from inbox.folders import PAGE
from tests.files.samples import picture
from tests.inbox import trail
from timeline.models import Notification


def at(name: str, *args) -> str:
    return reverse(f"api:{name}", args=args)


@pytest.fixture
def alice(cast, client_for):
    return client_for(cast.alice)


def sent(client, method: str, address: str, body: dict | None = None, status: int = 200) -> dict:
    response = getattr(client, method)(address, body or {}, content_type="application/json")
    assert response.status_code == status, response.content
    return response.json() if response.content else {}


@pytest.mark.covers("I1")
def test_folders_by_pages(cast, alice) -> None:
    for number in range(55):
        cast.conversation(f"Question {number}", visitor=cast.visitor(f"Visitor {number}"))
    first = sent(alice, "get", at("conversations") + "?folder=unassigned")
    assert (len(first["results"]), first["results"][0]["preview"]) == (PAGE, "Question 54")
    second = sent(alice, "get", first["next"])
    assert (len(second["results"]), second["next"]) == (25, None)
    keys = [row["key"] for row in first["results"] + second["results"]]
    assert keys == sorted(set(keys), reverse=True)
    assert sent(alice, "get", at("conversation-counts")) == {
        "mine": "0",
        "unassigned": "55",
        "snoozed": "0",
        "mentions": "0",
    }
    refused = sent(alice, "get", at("conversations") + "?folder=x", status=400)
    assert "folder" in refused["fields"]
    assert sent(alice, "get", at("conversations") + "?before=x", status=400)["error"] == "invalid"


@pytest.mark.covers("I2")
def test_a_reply_is_sent_once_and_guarded(cast, alice) -> None:
    conversation, id = cast.conversation(), str(uuid7())
    wish = {"body": "Good morning", "id": id, "seen": 1}
    for _ in range(2):
        assert sent(alice, "post", at("conversation-messages", conversation.pk), wish, 201)["id"] == id
    with cast.scope():
        conversation.note(by=cast.bob, body="Wait")
    wish = {"body": "And more", "seen": 2}
    moved = sent(alice, "post", at("conversation-messages", conversation.pk), wish, 409)
    assert (moved["error"], moved["seen"], len(moved["newer"])) == ("thread_moved", 3, 1)
    sent(alice, "post", at("conversation-messages", conversation.pk), wish | {"seen": moved["seen"]}, 201)
    assert len(trail.facts(cast, conversation, MessageSent)) == 2
    lines = sent(alice, "get", at("conversation-messages", conversation.pk))["results"]
    assert [(line["seq"], line["kind"]) for line in lines] == [(1, "reply"), (2, "reply"), (3, "note"), (4, "reply")]


@pytest.mark.covers("I3", "I4", "I16")
def test_state_by_its_resources(cast, alice) -> None:
    conversation = cast.conversation()
    given = sent(alice, "put", at("conversation-assignment", conversation.pk), {"assignee": cast.bob.pk})
    assert given["assignee"] == cast.bob.pk
    assert sent(alice, "put", at("conversation-assignment", conversation.pk), {"assignee": None})["assignee"] is None
    sent(alice, "put", at("conversation-assignment", conversation.pk), {"assignee": cast.boris.pk}, 400)
    assert (
        sent(alice, "put", at("conversation-assignment", conversation.pk), {"assignee": cast.dora.pk}, 422)["error"]
        == "cannot_take"
    )
    assert sent(alice, "post", at("conversation-closure", conversation.pk), {}, 201)["state"] == "closed"
    assert alice.delete(at("conversation-closure", conversation.pk)).status_code == 204
    assert len(trail.facts(cast, conversation, ConversationClosed)) == 1
    what = [step["what"] for step in sent(alice, "get", at("conversation-history", conversation.pk))["results"]]
    assert what[:4] == ["Opened again", "Closed", "Assigned", "Assigned"]


@pytest.mark.covers("I2")
def test_a_file_waits_and_goes_along(cast, alice) -> None:
    conversation = cast.conversation()
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = alice.post(
        at("conversation-attachments", conversation.pk), {"file": SimpleUploadedFile("plan.png", picture())}
    )
    assert upload.status_code == 201
    id = upload.json()["id"]
    line = sent(alice, "post", at("conversation-messages", conversation.pk), {"attachments": [id]}, 201)
    assert line["attachments"][0]["file"]["name"] == "plan.png"
    assert alice.delete(at("attachment", id)).status_code == 204
    with cast.scope():
        assert File.objects.filter(name="plan.png").exists(), "what was sent stays"
        assert conversation.messages.get(pk=line["id"]).attachments.count() == 1


@pytest.mark.covers("I2")
def test_drafts_and_reading(cast, alice) -> None:
    conversation = cast.conversation()
    sent(alice, "get", at("conversation-draft", conversation.pk), status=404)
    kept = sent(alice, "put", at("conversation-draft", conversation.pk), {"body": "Dear Vera,\n", "kind": "note"})
    assert (kept["body"], kept["kind"]) == ("Dear Vera,\n", "note")
    assert sent(alice, "get", at("conversation-draft", conversation.pk))["body"] == "Dear Vera,\n"
    assert alice.delete(at("conversation-draft", conversation.pk)).status_code == 204
    assert sent(alice, "put", at("conversation-reading", conversation.pk), {"seq": 99}) == {"seq": 1}


@pytest.mark.covers("L4")
def test_notifications(cast, client_for) -> None:
    bob = client_for(cast.bob)
    cast.conversation(visitor=cast.visitor("Vera"))
    trail.settle(cast)
    told = sent(bob, "get", at("notifications"))["results"]
    assert [(each["title"], each["read_at"]) for each in told] == [("Vera", None)]
    sent(bob, "post", at("notification-reading", told[0]["id"]), {}, 204)
    with cast.scope():
        assert not Notification.objects.of(cast.bob).unread().exists()
    assert sent(bob, "put", at("notification-preferences"), {"kinds": ["inbox.message"]})["kinds"] == ["inbox.message"]


def test_a_contact_is_changed_by_the_screens_own_rules(cast, alice) -> None:
    contact = cast.visitor("Vera").contact
    wish = {"phone": "0044 20 (7946) 0123", "email": "vera@client.example"}
    assert sent(alice, "patch", at("contact", contact.pk), wish)["phone"] == "+442079460123"
    refused = sent(alice, "patch", at("contact", contact.pk), {"phone": "12", "email": "x"}, 400)
    assert set(refused["fields"]) >= {"email"}
    assert sent(alice, "get", at("contact", contact.pk))["name"] == "Vera"
