"""The pages and their parts over HTTP: who gets what, what is refused with which words, what hostile input does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.ids import uuid7
from core.text import one_line
from inbox.models import InboxTeam, Message
from tests.files.samples import picture
from tests.inbox import trail
from tests.inbox.test_states import team

HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE inbox_message; --",
    "{{ 7|add:7 }}{% debug %}",
    "\u202egnp.exe\u202c\u0000\u0007",
    "<img src=x onerror=alert(1)>" * 50,
    "𝕏" * 4000,
]


def at(name: str, *args) -> str:
    return reverse(f"inbox:{name}", args=args)


@pytest.fixture
def alice(cast, client_for):
    return client_for(cast.alice)


@pytest.mark.covers("I1")
def test_the_inbox_opens_at_what_is_mine(cast, alice) -> None:
    conversation = cast.conversation("I am waiting")
    with cast.scope():
        conversation.assign(by=cast.bob, to=cast.alice)
    response = alice.get(at("index"), follow=True)
    assert response.redirect_chain[-1][0] == at("folder", "mine")
    assert "I am waiting" in response.content.decode()


@pytest.mark.covers("I1")
@pytest.mark.parametrize(("name", "there"), [("mine", False), ("unassigned", True), ("closed", False), ("all", True)])
def test_each_folder_shows_its_own(cast, alice, name: str, there: bool) -> None:
    conversation = cast.conversation()
    assert (f"row-{conversation.pk}" in alice.get(at("folder", name)).content.decode()) is there


def test_what_is_not_there(cast, alice) -> None:
    foreign = cast.conversation(inbox=cast.their_website)
    addresses = [
        at("folder", "nowhere"),
        at("folder", "mine") + "?before=rubbish",
        at("folder", "mine") + f"?inbox={uuid7()}",
        at("folder", "mine") + f"?inbox={cast.their_website.pk}",
        at("folder", "mine") + "?inbox='",
        at("conversation", foreign.pk),
        at("conversation", uuid7()),
        at("messages", foreign.pk) + "?before=1",
        at("history", foreign.pk),
        at("assignment", foreign.pk),
        at("conversation", cast.conversation().pk) + "?in=nowhere",
    ]
    assert {address: alice.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 404)


def test_a_foreign_conversation_is_changed_by_nothing(cast, alice) -> None:
    foreign = cast.conversation(inbox=cast.their_website)
    tries = [
        alice.post(at("messages", foreign.pk), {"body": "x"}),
        alice.put(at("draft", foreign.pk), "body=x"),
        alice.put(at("reading", foreign.pk), "seq=1"),
        alice.put(at("assignment", foreign.pk), "assignee="),
        alice.post(at("closure", foreign.pk)),
        alice.delete(at("closure", foreign.pk)),
        alice.post(at("attachments", foreign.pk)),
        alice.delete(at("attachment", uuid7())),
    ]
    assert [response.status_code for response in tries] == [404] * len(tries)
    assert cast.fresh(foreign).seq == 1


@pytest.mark.covers("I2")
def test_a_reply_is_posted_with_the_browsers_own_id(cast, alice) -> None:
    conversation, id = cast.conversation(), uuid7()
    for _ in range(2):
        response = alice.post(at("messages", conversation.pk), {"body": "Good morning", "id": id, "seen": 1})
        assert response.status_code == 201
        assert f'id="message-{id}"' in response.content.decode()
    assert cast.fresh(conversation).seq == 2


@pytest.mark.covers("I2")
def test_the_guard_shows_what_came_and_one_more_post_sends(cast, alice) -> None:
    conversation, form = cast.conversation(), {"body": "My answer", "id": uuid7(), "seen": 1}
    with cast.scope():
        conversation.note(by=cast.bob, body="Wait, I <b>have</b> this")
    refused = alice.post(at("messages", conversation.pk), form)
    assert (refused.status_code, refused["X-Refused"]) == (409, "thread_moved")
    assert "Wait, I &lt;b&gt;have&lt;/b&gt; this" in refused.content.decode()
    assert cast.fresh(conversation).seq == 2
    assert alice.post(at("messages", conversation.pk), form | {"seen": 2}).status_code == 201


@pytest.mark.parametrize(
    ("form", "status", "code"),
    [
        ({"body": " "}, 422, "empty"),
        ({"body": "x" * 20_001}, 422, "too_long"),
        ({"body": "x", "attachments": [str(uuid7())]}, 422, "unknown_attachment"),
    ],
)
def test_a_refusal_is_a_sentence_and_leaves_nothing_behind(cast, alice, form: dict, status: int, code: str) -> None:
    conversation = cast.conversation()
    response = alice.post(at("messages", conversation.pk), form)
    assert (response.status_code, response["X-Refused"]) == (status, code)
    assert "data-error" in response.content.decode()
    with cast.scope():
        assert conversation.messages.count() == 1
    assert cast.fresh(conversation).seq == 1


def test_an_inbox_of_a_team_is_not_there_for_others(cast, client_for) -> None:
    """The same by every door, on the pages and over JSON."""
    conversation, carol = cast.conversation(), client_for(cast.carol)
    advisers = team(cast, "Advisers", cast.bob)
    with cast.scope():
        InboxTeam.objects.create(inbox=cast.website, team=advisers)
        file = conversation.attach(SimpleUploadedFile("plan.png", picture()), by=cast.bob)
        conversation.reply(by=cast.bob, body="See attached", attachments=[file.pk])
    pk, api = conversation.pk, {"content_type": "application/json"}
    refused = [
        carol.get(at("conversation", pk)),
        carol.get(at("messages", pk)),
        carol.get(at("history", pk)),
        carol.get(at("reading", pk)),
        carol.get(at("assignment", pk)),
        carol.post(at("messages", pk), {"body": "x"}),
        carol.put(at("draft", pk), "body=x"),
        carol.post(at("closure", pk)),
        carol.put(at("assignment", pk), "assignee="),
        carol.delete(at("attachment", file.pk)),
        carol.get(reverse("files:file", args=[file.file_id])),
        carol.get(reverse("api:conversation", args=[pk])),
        carol.get(reverse("api:conversation-messages", args=[pk])),
        carol.post(reverse("api:conversation-messages", args=[pk]), {"body": "x"}, **api),
        carol.put(reverse("api:conversation-reading", args=[pk]), {"seq": 1}, **api),
        carol.delete(reverse("api:attachment", args=[file.pk])),
    ]
    assert [response.status_code for response in refused] == [404] * len(refused)
    assert f"row-{pk}" not in carol.get(at("folder", "all")).content.decode()
    assert carol.get(reverse("api:conversations")).json()["results"] == []
    bob = client_for(cast.bob)
    assert bob.get(at("conversation", pk)).status_code == 200
    assert bob.get(reverse("files:file", args=[file.file_id])).status_code == 302


def test_rubbish_in_the_fields_of_a_post_is_no_error_of_ours(cast, alice) -> None:
    conversation = cast.conversation()
    form = {"body": "x", "id": "not-an-id", "seen": "-1; DROP", "attachments": ["'", "%00"], "kind": "<b>"}
    assert alice.post(at("messages", conversation.pk), form).status_code == 201
    assert alice.put(at("reading", conversation.pk), "seq=99999999999999999999999").status_code == 204
    assert alice.put(at("reading", conversation.pk), b"\xff\xfe").status_code == 204
    assert alice.put(at("assignment", conversation.pk), "assignee=abc").status_code == 404


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_words(cast, alice, hostile: str) -> None:
    visitor = cast.visitor(one_line(hostile, 200), "x@y.example")
    conversation = cast.conversation(hostile, visitor=visitor)
    assert alice.post(at("messages", conversation.pk), {"body": hostile, "kind": "note"}).status_code == 201
    assert alice.put(at("draft", conversation.pk), {"body": hostile}).status_code == 204
    pages = [at("folder", "all"), at("conversation", conversation.pk), at("history", conversation.pk)]
    for page in [alice.get(page).content.decode() for page in pages]:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page
        assert "\x00" not in page
    told = trail.frames(cast, f"conversation:{conversation.pk}") + trail.frames(cast, f"inbox:{cast.website.pk}")
    assert not [
        frame for frame in told if "<script>alert" in frame.get("html", "") or "<img src=x" in frame.get("html", "")
    ]


def test_the_pages_ask_the_database_a_fixed_number_of_times(cast, alice) -> None:
    visitor = cast.visitor("Vera")
    first = cast.conversation("Hello", visitor=visitor)
    addresses = [at("folder", "all"), at("conversation", first.pk)]
    _queries(alice, addresses[0])  # the first of a session notes that it began
    before = [_queries(alice, address) for address in addresses]
    for number in range(12):
        conversation = cast.conversation(f"Question {number}", visitor=cast.visitor(f"Visitor {number}"))
        with cast.scope():
            conversation.assign(by=cast.alice, to=(cast.alice, cast.bob, cast.carol)[number % 3])
            first.reply(by=cast.bob, body=f"Answer {number}")
            first.assign(by=cast.bob, to=(cast.bob, cast.carol)[number % 2])
            first.receive(visitor=visitor, body=f"More {number}")
    after = [_queries(alice, address) for address in addresses]
    assert after[0] == before[0]
    assert after[1] <= before[1] + 1, "the names that events speak of are one query for all"
    assert max(after) <= 42  # those around every page, transactions and savepoints among them


def _queries(client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_older_lines_come_by_the_page(cast, alice) -> None:
    conversation = cast.conversation("line 1")
    with cast.scope():
        for number in range(2, 121):
            conversation.note(by=cast.bob, body=f"line {number}.")
    page = alice.get(at("conversation", conversation.pk)).content.decode()
    assert "line 120." in page
    assert "line 71." in page
    assert "line 70." not in page
    older = alice.get(at("messages", conversation.pk) + "?before=71").content.decode()
    assert [f"line {number}." in older for number in (20, 21, 70, 71)] == [False, True, True, False]


@pytest.mark.covers("I16")
def test_the_history_says_who_from_what_to_what(cast, alice) -> None:
    conversation = cast.conversation(visitor=cast.visitor("Vera Vance"))
    alice.put(at("assignment", conversation.pk), f"assignee={cast.bob.pk}")
    alice.post(at("closure", conversation.pk))
    alice.delete(at("closure", conversation.pk))
    page = alice.get(at("history", conversation.pk)).content.decode()
    for words in ("Alice Archer", "Bob Brandt", "nobody", "Closed", "Opened again", "Vera Vance"):
        assert words in page


def test_who_may_only_read_is_told_who_can_give_more(cast, client_for) -> None:
    dora, conversation = client_for(cast.dora), cast.conversation()
    page = dora.get(at("conversation", conversation.pk))
    assert page.status_code == 200
    assert "You may read here" in page.content.decode()
    refused = [
        dora.post(at("messages", conversation.pk), {"body": "x"}),
        dora.post(at("messages", conversation.pk), {"body": "x", "kind": "note"}),
        dora.put(at("draft", conversation.pk), "body=x"),
        dora.post(at("closure", conversation.pk)),
        dora.get(at("assignment", conversation.pk)),
        dora.put(at("assignment", conversation.pk), "assignee="),
        dora.post(at("attachments", conversation.pk)),
    ]
    assert [response.status_code for response in refused] == [403] * len(refused)
    assert dora.put(at("reading", conversation.pk), "seq=1").status_code == 204
    with cast.scope():
        assert Message.objects.filter(conversation=conversation).count() == 1
