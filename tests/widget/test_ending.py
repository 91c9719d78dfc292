"""The visitor ends the chat, says how it was, and keeps what was said: public lines alone, to their own address alone."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from core import clock
from core.ids import uuid7
from inbox.errors import NotToBeRated
from inbox.models import Conversation, Rating
from tests.inbox import trail
from tests.widget.frame_client import arrived


@pytest.fixture
def talk(cast):
    """Vera wrote, Bob answered, Carol noted."""
    frame = arrived(cast.website)
    frame.write("Hello <script>alert(1)</script>")
    with cast.scope():
        conversation = Conversation.objects.get()
        conversation.reply(by=cast.bob, body="Gladly")
        conversation.note(by=cast.carol, body="between us")
    return frame, conversation


def rate(frame, score, comment=""):
    return frame.call("PUT", "api/rating", {"score": score, "comment": comment})


@pytest.mark.covers("W2")
def test_the_visitor_ends_the_chat_and_writing_opens_it_again(cast, talk):
    frame, conversation = talk
    for _twice in range(2):
        assert frame.call("POST", "api/closure").json() == {"closed": True}
    assert cast.fresh(conversation).is_closed
    assert trail.kinds(cast, conversation).count("conversation_closed") == 1
    page = cast.client_for(cast.bob).get(f"/inbox/conversations/{conversation.pk}/").content.decode()
    assert "The client ended the chat" in page
    frame.write("One more thing")
    assert not cast.fresh(conversation).is_closed
    assert arrived(cast.website).call("POST", "api/closure").json()["error"] == "not_begun"


@pytest.mark.covers("I13", "W2")
def test_a_closing_is_rated_once_and_may_be_changed_for_a_day(cast, talk):
    frame, conversation = talk
    assert rate(frame, 5).json()["error"] == "not_to_be_rated"
    with cast.scope():
        conversation.close(by=cast.bob)
    assert rate(frame, 2, "Slow <b>\u202e").json()["rating"]["score"] == 2
    assert rate(frame, 4, "Better").json()["rating"]["comment"] == "Better"
    rate(frame, 4, "Better")
    with cast.scope():
        rating = Rating.objects.get()
        assert (rating.score, rating.comment, rating.agent) == (4, "Better", cast.bob)
    assert trail.kinds(cast, conversation).count("conversation_rated") == 2
    assert [change[2:] for change in trail.changes(cast, conversation) if change[0] == "conversation_rated"][1] == (
        {"score": 2, "comment": "Slow <b>"},
        {"score": 4, "comment": "Better"},
    )
    page = cast.client_for(cast.carol).get(f"/inbox/conversations/{conversation.pk}/").content.decode()
    assert "The client rated this 4 of 5: “Better”" in page
    row = cast.client_for(cast.carol).get("/inbox/closed/").content.decode()
    assert "4/5" in row
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        assert rate(frame, 1).json()["error"] == "rating_settled"
    assert frame.conversation()["rating"]["score"] == 4
    frame.write("Again")
    assert cast.fresh(conversation).rating is None
    with cast.scope():
        conversation.close(by=cast.carol)
    assert frame.conversation()["rating"] is None
    assert rate(frame, 1).status_code == 200
    with cast.scope():
        assert Rating.objects.count() == 2


@pytest.mark.parametrize(
    ("score", "comment", "error"),
    [
        (0, "", "bad_score"),
        (6, "", "bad_score"),
        ("5", "", "bad_score"),
        (True, "", "bad_score"),
        (3, "x" * 1001, "comment_too_long"),
        (3, 5, "not_understood"),
    ],
    ids=["none", "six", "words", "yes", "flood", "number"],
)
def test_what_is_no_rating_is_refused(cast, talk, score, comment, error):
    frame, conversation = talk
    with cast.scope():
        conversation.close(by=cast.bob)
    assert rate(frame, score, comment).json()["error"] == error


@pytest.mark.covers("I13")
def test_an_inbox_that_does_not_ask_takes_no_rating(cast, talk):
    frame, conversation = talk
    browser, path = cast.client_for(cast.alice), f"/api/v1/inboxes/{cast.website.pk}/"
    assert browser.patch(path, {"asks_rating": False}, content_type="application/json").json()["asks_rating"] is False
    with cast.scope():
        conversation.close(by=cast.bob)
        with pytest.raises(NotToBeRated):
            conversation.rate(score=5)
    assert frame.session()["inbox"]["rating"] is False


@pytest.mark.covers("W2")
def test_a_transcript_holds_what_both_sides_said_and_nothing_else(cast, talk):
    frame, conversation = talk
    api = cast.client_for(cast.bob).get(f"/api/v1/conversations/{conversation.pk}/transcript/").json()
    files = [
        frame.call("GET", "api/transcript"),
        frame.call("GET", "api/transcript?format=html"),
        cast.client_for(cast.bob).get(f"/inbox/conversations/{conversation.pk}/transcript/"),
    ]
    for file in files:
        assert file["Content-Disposition"].startswith('attachment; filename="Acme-Advisory.')
    for words in (*(file.content.decode() for file in files), api["text"], api["html"]):
        assert "Gladly" in words
        assert "between us" not in words
        assert cast.bob.person.email not in words
    assert "<script>" not in files[1].content.decode()
    assert cast.client_for(cast.boris).get(f"/inbox/conversations/{conversation.pk}/transcript/").status_code == 404


@pytest.mark.covers("W2")
def test_a_transcript_goes_to_the_visitors_own_address_alone_and_seldom(cast, talk):
    frame, conversation = talk
    ask = lambda: frame.call("POST", "api/transcript", {"email": "victim@example.com"})  # noqa: E731
    assert ask().json()["error"] == "no_address"
    frame.call("PUT", "api/contact", {"email": f"vera-{cast.mark}@example.com"})
    assert ask().json() == {"email": f"vera-{cast.mark}@example.com"}
    trail.settle(cast)
    ours = [letter for letter in mail.outbox if letter.to == [f"vera-{cast.mark}@example.com"]]
    assert len(ours) == 1
    assert "Gladly" in ours[0].body
    assert "between us" not in ours[0].body + str(ours[0].alternatives)
    told = [change for change in trail.changes(cast, conversation) if change[0] == "transcript_asked"]
    assert [change[3] for change in told] == [{"transcript": f"vera-{cast.mark}@example.com"}]
    assert [ask().status_code for _ in range(3)] == [202, 202, 429]


def test_nothing_is_mailed_before_somebody_answered(cast):
    frame = arrived(cast.website)
    frame.call(
        "POST", "api/messages", {"id": str(uuid7()), "body": "buy", "contact": {"email": f"a-{cast.mark}@example.com"}}
    )
    assert frame.call("POST", "api/transcript").json()["error"] == "nothing_answered"
