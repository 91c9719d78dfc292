"""What leaves for a visitor, byte for byte: over HTTP, and on their stream. Never a note, never a colleague's private data."""

import io
import json

import pytest

from files.models import File
from inbox.models import Conversation
from ledger.models import StreamFrame
from tests.files.samples import picture
from tests.widget.frame_client import arrived

SECRETS = [
    "between us",
    "hers alone",
    "bob-private",
    "@acme",
    "Carol",
    "membership",
    "signature",
    "assignee",
    "mention",
    "note",
    "event",
]


@pytest.fixture
def story(cast):
    """Vera writes; colleagues talk among themselves, assign, read, close; Bob answers with a file."""
    with cast.scope():
        face = File.take_in(io.BytesIO(picture()), name="bob.png", by=cast.bob)
        cast.bob.photo, cast.bob.job_title = face.pk, "Senior consultant"
        cast.bob.signature, cast.bob.preferences = "<p>bob-private</p>", {"theme": "bob-private"}
        cast.bob.save()
    frame = arrived(cast.website)
    frame.write("Hello")
    with cast.scope():
        conversation = Conversation.objects.get()
        conversation.note(by=cast.carol, body="between us: @Bob Brandt can you?", mentions=[f"person-{cast.bob.pk}"])
        conversation.assign(by=cast.alice, to=cast.bob)
        conversation.keep_draft(by=cast.bob, body="hers alone")
        conversation.mark_read(by=cast.bob, seq=2)
    with cast.scope():
        waiting = conversation.attach(named(b"numbers", "plan.txt"), by=cast.bob)
        conversation.reply(by=cast.bob, body="Gladly", attachments=[waiting.pk])
    with cast.scope():
        conversation.note(by=cast.bob, body="between us: done")
        conversation.mark_read(by=cast.carol, seq=6)
        conversation.close(by=cast.bob)
    return frame, conversation


def named(content: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def frames_of(cast, conversation):
    with cast.scope():
        stream = f"visitor:{conversation.pk}"
        return [
            json.loads(body)
            for body in StreamFrame.objects.filter(stream=stream).order_by("seq").values_list("body", flat=True)
        ]


def steady(value):
    """Without ids, times and signatures, which differ each time."""
    if isinstance(value, dict):
        return {key: "…" if key in VARYING and value[key] else steady(inner) for key, inner in value.items()}
    return [steady(item) for item in value] if isinstance(value, list) else value


VARYING = {"id", "stream", "at", "url", "thumbnail", "photo", "until"}
AS_WRITTEN = {"rich": None, "edited": False, "removed": False, "quote": None, "reactions": []}
HELLO = {
    "id": "…",
    "seq": 1,
    "author": {"kind": "visitor"},
    "body": "Hello",
    "at": "…",
    **AS_WRITTEN,
    "attachments": [],
}
GLADLY = {
    "id": "…",
    "seq": 2,
    "author": {"kind": "agent", "name": "Bob Brandt", "title": "Senior consultant", "photo": "…"},
    "body": "Gladly",
    "at": "…",
    **AS_WRITTEN,
    "attachments": [
        {
            "id": "…",
            "name": "plan.txt",
            "size": 7,
            "picture": False,
            "width": None,
            "height": None,
            "url": "…",
            "thumbnail": "",
            "until": "…",
        }
    ],
}


@pytest.mark.covers("W2")
def test_the_conversation_as_a_visitor_reads_it(story):
    frame, _conversation = story
    assert steady(frame.conversation()) == {
        "id": "…",
        "stream": "…",
        "after": 4,
        "closed": True,
        "rating": None,
        "read": 1,
        "seen": 1,
        "messages": [HELLO, GLADLY],
        "more": False,
    }


def test_the_stream_as_a_visitor_hears_it(story, cast):
    _frame, conversation = story
    assert steady(frames_of(cast, conversation)) == [
        {"op": "upsert", "kind": "message", "message": HELLO},
        {"op": "read", "seq": 1},
        {"op": "upsert", "kind": "message", "message": GLADLY},
        {"op": "state", "closed": True},
    ]


def test_the_whole_session_of_a_visitor(story):
    frame, _conversation = story
    session = frame.session()
    session.pop("conversation")
    assert session == {
        "token": None,
        "identity": None,
        "inbox": {
            "firm": "Acme Advisory",
            "accent": "#0f6e6e",
            "greeting": "",
            "closed": False,
            "identified_only": False,
            "away": "",
            "files": True,
            "rating": True,
            "hours": None,
        },
        "look": {"stream": f"widget:{frame.inbox.key}", "after": 0},
        "answers": "",
        "contact": {"name": "", "email": "", "phone": ""},
    }


def test_no_secret_is_in_any_byte(story, cast):
    frame, conversation = story
    told = json.dumps([frame.session(), frame.conversation(), frames_of(cast, conversation)])
    assert [secret for secret in SECRETS if secret in told] == []
    for colleague in (cast.alice, cast.bob, cast.carol):
        assert colleague.person.email not in told


def test_notes_leave_no_trace_in_numbers_or_frames(story, cast):
    """Line numbers count notes; a visitor's numbers do not. And that a note is read tells them nothing."""
    frame, conversation = story
    before = len(frames_of(cast, conversation))
    with cast.scope():
        conversation.note(by=cast.carol, body="between us")
        conversation.mark_read(by=cast.alice, seq=8)
    assert len(frames_of(cast, conversation)) == before
    frame.write("Thanks")
    assert [message["seq"] for message in frame.conversation()["messages"]] == [1, 2, 3]


def test_a_file_of_a_note_is_not_a_visitors(story, cast):
    frame, conversation = story
    with cast.scope():
        waiting = conversation.attach(named(b"internal", "fees.txt"), by=cast.bob)
        conversation.note(by=cast.bob, body="", attachments=[waiting.pk])
    assert frame.call("GET", f"api/attachments/{waiting.pk}").status_code == 404
    public = frame.conversation()["messages"][1]["attachments"][0]["id"]
    assert frame.call("GET", f"api/attachments/{public}").json()["name"] == "plan.txt"
    assert arrived(cast.website).call("GET", f"api/attachments/{public}").status_code == 404


@pytest.mark.covers("W2")
def test_what_colleagues_write_into_a_contact_is_not_a_visitors(story, cast):
    frame, conversation = story
    frame.call("PUT", "api/contact", {"name": "Vera", "email": "vera@client.example"})
    with cast.scope():
        conversation.contact.change(by=cast.bob, name="Vera (pays late)", phone="+442079460123")
    told = {"name": "Vera", "email": "vera@client.example", "phone": ""}
    assert frame.session()["contact"] == told
    answer = frame.call("PUT", "api/contact", {**told, "email": "vera@home.example"})
    assert answer.json()["contact"] == {**told, "email": "vera@home.example"}
    known = cast.fresh(conversation.contact)
    assert (known.name, known.email, known.phone) == ("Vera (pays late)", "vera@home.example", "+442079460123")
