"""A visitor writes: once, in one conversation, as a contact; and gets a sentence where it cannot be."""

import threading

import pytest
from django.db import connections

from core.ids import uuid7
from crm.models import Contact
from inbox.models import Conversation, Message, Visitor
from tests.widget.frame_client import FrameClient, arrived


def conversations(cast, firm=None):
    with cast.scope(firm):
        return list(Conversation.objects.select_related("contact"))


@pytest.mark.covers("W2", "W3")
def test_a_visitor_is_a_contact_from_the_first_message_on(cast):
    frame = arrived(cast.website)
    with cast.scope():
        assert Contact.objects.count() == 0
    answer = frame.write("Can you help with a tender?")
    assert answer.status_code == 201
    (conversation,) = conversations(cast)
    assert conversation.contact.label.startswith("Visitor")
    assert answer.json()["conversation"] == {"id": str(conversation.pk), "stream": f"visitor:{conversation.pk}"}
    assert answer.json()["message"]["body"] == "Can you help with a tender?"
    assert conversation.preview == "Can you help with a tender?"


def test_a_post_that_is_sent_twice_is_one_message(cast):
    frame, id = arrived(cast.website), uuid7()
    first, second = frame.write("once", id), frame.write("once", id)
    assert first.json() == second.json()
    with cast.scope():
        assert Message.objects.filter(kind="reply").count() == 1


def test_two_first_posts_at_once_start_one_conversation(cast):
    frame, ids = arrived(cast.website), [uuid7(), uuid7()]
    start = threading.Barrier(4)

    def write(id):
        start.wait()
        FrameClient(cast.website, frame.token).write("at once", id)
        connections.close_all()

    threads = [threading.Thread(target=write, args=[id]) for id in ids * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(conversations(cast)) == 1
    assert [message["id"] for message in frame.conversation()["messages"]] in (
        [str(id) for id in ids],
        [str(id) for id in ids[::-1]],
    )


def test_the_next_message_joins_and_reopens(cast):
    frame = arrived(cast.website)
    frame.write("first")
    (conversation,) = conversations(cast)
    with cast.scope():
        conversation.close(by=cast.bob)
    assert frame.conversation()["closed"] is True
    frame.write("one more thing")
    (conversation,) = conversations(cast)
    assert not conversation.is_closed
    assert frame.conversation()["closed"] is False


def test_an_id_of_somebody_elses_message_is_refused(cast):
    frame, other, theirs = arrived(cast.website), arrived(cast.website), arrived(cast.their_website)
    id, foreign = uuid7(), uuid7()
    other.write("not yours", id)
    theirs.write("not your firm's", foreign)
    for taken in (id, foreign):
        answer = frame.write("mine", taken)
        assert (answer.status_code, answer.json()["error"]) == (409, "id_taken")
    assert frame.conversation() is None or frame.conversation()["messages"] == []


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"id": str(uuid7()), "body": "   \n"}, 422),
        ({"id": str(uuid7()), "body": "x" * 20_001}, 422),
        ({"id": str(uuid7()), "body": "x" * 200_000}, 413),
        ({"id": "nonsense", "body": "x"}, 400),
        ({"id": "6fa459ea-ee8a-4ca4-894e-db77e160355e", "body": "x"}, 400),
        ({"id": str(uuid7()), "body": {"a": 1}}, 400),
        ({"id": str(uuid7()), "body": "x", "files": "all"}, 400),
        ({"id": str(uuid7()), "body": "x", "files": ["forged"]}, 422),
        ({"id": str(uuid7()), "body": "x", "files": ["a"] * 11}, 422),
        ([], 400),
        ("[" * 100_000, 400),
        ("not json", 400),
    ],
)
def test_what_cannot_be_taken_ends_in_a_sentence_and_nothing_is_kept(cast, said, status):
    frame = arrived(cast.website)
    answer = frame.call("POST", "api/messages", said)
    assert answer.status_code == status
    assert answer.json()["message"].endswith(".")
    assert conversations(cast) == []
    with cast.scope():
        assert Contact.objects.count() == 0


HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(1)> {{ 7*7 }} \u202etxt.exe \x00 \ud83d\ude00".replace(
    "\ud83d\ude00", "😀"
)


def test_hostile_words_stay_words(cast):
    frame = arrived(cast.website)
    shown = frame.write(HOSTILE).json()["message"]["body"]
    assert "<script>alert(1)</script>" in shown
    assert "\x00" not in shown
    assert "\u202e" not in shown


def test_reading_moves_forward_and_no_further_than_there_is(cast):
    frame = arrived(cast.website)
    frame.write("one")
    (conversation,) = conversations(cast)
    with cast.scope():
        conversation.note(by=cast.bob, body="between us")
        conversation.reply(by=cast.bob, body="two")
    assert frame.conversation()["seen"] == 1
    for said, seen in ((2, 2), (1, 2), (999, 2)):
        assert frame.call("PUT", "api/reading", {"seq": said}).status_code == 204
        assert frame.conversation()["seen"] == seen
    for nonsense in ("2", -1, 2**40, True, None, 1.5):
        assert frame.call("PUT", "api/reading", {"seq": nonsense}).status_code == 400


def test_history_comes_in_pages_that_join_without_a_gap(cast):
    frame = arrived(cast.website)
    frame.write("1")
    (conversation,) = conversations(cast)
    with cast.scope():
        visitor = Visitor.objects.get(contact=conversation.contact)
        for number in range(2, 46):
            if number % 9 == 0:
                conversation.note(by=cast.bob, body="hidden")
            conversation.receive(visitor=visitor, body=str(number))
    pages, before = [], None
    while True:
        page = frame.conversation(before)
        pages = page["messages"] + pages
        if not page["more"]:
            break
        before = page["messages"][0]["seq"]
    assert [message["body"] for message in pages] == [str(number) for number in range(1, 46)]
    assert [message["seq"] for message in pages] == list(range(1, 46))
    for nonsense in ("x", "-1", "1.5", "٣", "9" * 30):
        assert frame.call("GET", f"api/conversation?before={nonsense}").status_code == 400


@pytest.mark.covers("W3")
def test_a_visitor_leaves_name_email_and_phone(cast):
    frame = arrived(cast.website)
    assert frame.call("PUT", "api/contact", {"name": "Vera"}).json()["error"] == "not_begun"
    frame.write()
    said = {"name": "  Vera   Vogel ", "email": "vera@example.com", "phone": "+44 20 7946 0000"}
    told = frame.call("PUT", "api/contact", said).json()["contact"]
    assert told == {"name": "Vera Vogel", "email": "vera@example.com", "phone": "+442079460000"}
    (conversation,) = conversations(cast)
    assert conversation.contact.label == "Vera Vogel"
    assert frame.session()["contact"] == told
    for wrong, error in (
        ({"email": "vera@"}, "bad_email"),
        ({"phone": "12"}, "bad_phone"),
        ({"phone": "0207946"}, "bad_phone"),
    ):
        answer = frame.call("PUT", "api/contact", wrong)
        assert (answer.status_code, answer.json()["error"]) == (422, error)
    assert frame.session()["contact"] == told


def test_an_address_that_is_only_typed_opens_no_earlier_history(cast):
    with cast.scope():
        known = Contact.objects.create(name="Vera Vogel", email="vera@example.com")
    earlier = cast.visitor(inbox=cast.website)
    with cast.scope():
        earlier.contact = known
        earlier.save()
    cast.conversation("my divorce papers", visitor=earlier)
    frame = arrived(cast.website)
    frame.write("hello")
    frame.call("PUT", "api/contact", {"email": "vera@example.com"})
    assert [message["body"] for message in frame.conversation()["messages"]] == ["hello"]
