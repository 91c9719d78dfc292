"""Files of visitors: brought before their message, by receipt; limits of count, size and kind."""

from datetime import timedelta

import pytest
import time_machine

from core import clock
from files.models import File
from inbox.leftovers import sweep_all
from inbox.models import Attachment, Conversation, Visitor
from tests.files.samples import EXE, HTML, SVG, flood, picture
from tests.widget.frame_client import arrived


@pytest.mark.covers("W2")
def test_files_come_with_the_first_message(cast):
    frame = arrived(cast.website)
    first, second = (frame.upload(*file).json() for file in ((picture(), "plan.png"), (b"a,b\n1,2\n", "sums.csv")))
    assert first["file"]["picture"] is True
    assert (first["file"]["width"], first["file"]["height"]) == (64, 40)
    message = frame.write("", files=[second["receipt"], first["receipt"]]).json()["message"]
    assert [file["name"] for file in message["attachments"]] == ["sums.csv", "plan.png"]
    with cast.scope():
        assert Conversation.objects.get().preview == "sums.csv, plan.png"


def test_a_doubled_post_with_files_is_one_message(cast):
    frame = arrived(cast.website)
    receipt = frame.upload(picture(), "plan.png").json()["receipt"]
    from core.ids import uuid7

    id = uuid7()
    first, second = (frame.write("look", id, [receipt]) for _ in range(2))
    assert first.json()["message"]["id"] == second.json()["message"]["id"]
    with cast.scope():
        assert Attachment.objects.count() == 1


def test_a_receipt_is_for_one_visitor_one_message_one_day(cast):
    frame, other = arrived(cast.website), arrived(cast.website)
    receipt = frame.upload(picture(), "plan.png").json()["receipt"]
    assert other.write("stolen", files=[receipt]).json()["error"] == "unknown_upload"
    with time_machine.travel(clock.now() + timedelta(days=1, hours=1)):
        assert frame.write("late", files=[receipt]).json()["error"] == "unknown_upload"
    assert frame.write("now", files=[receipt]).status_code == 201
    assert frame.write("again", files=[receipt]).json()["error"] == "unknown_attachment"
    assert frame.write("twice", files=[receipt, receipt]).status_code == 422
    assert [message["body"] for message in frame.conversation()["messages"]] == ["now"]


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (EXE, "photo.png", 415),
        (HTML, "page.html", 415),
        (SVG, "logo.svg", 415),
        (flood(30_000, 30_000), "flood.png", 422),
        (b"", "empty.txt", 422),
    ],
)
def test_what_is_not_taken_ends_in_a_sentence(cast, content, name, status):
    answer = arrived(cast.website).upload(content, name)
    assert answer.status_code == status
    assert name in answer.json()["message"]


def test_an_oversized_file_says_the_limit(cast, settings):
    settings.FILE_MAX_BYTES = 1000
    answer = arrived(cast.website).upload(b"x" * 1001, "big.txt")
    assert (answer.status_code, answer.json()["error"]) == (413, "file_too_large")


def test_a_request_without_a_file_is_a_sentence(cast):
    frame = arrived(cast.website)
    assert frame.call("POST", "api/attachments", {}).json()["error"] == "not_understood"


def test_what_was_begun_and_left_is_swept(cast):
    silent, unsent, writer = arrived(cast.website), arrived(cast.website), arrived(cast.website)
    unsent.write("hello")
    unsent.upload(b"never sent", "never.txt")
    receipt = writer.upload(b"sent", "sent.txt").json()["receipt"]
    writer.write("here", files=[receipt])
    with cast.scope():
        File.objects.update(created_at=clock.now() - timedelta(days=3))
        Visitor.objects.filter(contact=None).update(seen_at=clock.now() - timedelta(days=31))
    sweep_all()
    with cast.scope():
        assert set(File.objects.values_list("name", flat=True)) == {"sent.txt"}
        assert Visitor.objects.count() == 2
    assert silent.call("POST", "api/ticket", {}).status_code == 401
