"""Business hours of an inbox: set by those who may, told to open chats, and a message left while nobody is there."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache

from core import clock
from core.ids import uuid7
from inbox.models import Conversation
from ledger.models import Change
from tests.inbox.trail import frames
from tests.widget.frame_client import arrived

NINE_TO_FIVE = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
SATURDAY = "2025-03-29T12:00:00+00:00"


def post(cast, by=None, **said):
    form = {"on": "on", "zone": "", "week-mon-0-from": "09:00", "week-mon-0-to": "17:00"} | said
    return cast.client_for(by or cast.alice).post(f"/settings/inboxes/{cast.website.pk}/hours/", form)


def keep(cast, **said):
    with cast.scope():
        cast.website.change(by=cast.alice, hours={"on": True, "week": NINE_TO_FIVE, **said})


@pytest.mark.covers("W2")
def test_hours_are_set_told_to_open_chats_and_kept_in_the_trail(cast):
    closures = {"closures-first": ["2026-12-24", ""], "closures-last": ["", ""], "closures-why": ["Christmas", ""]}
    assert post(cast, zone="Europe/Berlin", **closures).status_code == 302
    kept = cast.fresh(cast.website).hours
    assert kept == {
        "on": True,
        "zone": "Europe/Berlin",
        "week": {"mon": [["09:00", "17:00"]]},
        "closures": [{"first": "2026-12-24", "last": "2026-12-24", "why": "Christmas"}],
    }
    (told,) = frames(cast, f"widget:{cast.website.key}")
    assert told["op"] == "look"
    assert set(told["inbox"]["hours"]) == {"at", "open", "changes"}
    assert "Christmas" not in str(told)
    with cast.scope():
        assert Change.objects.get(after__has_key="hours").after["hours"]["zone"] == "Europe/Berlin"
    page = cast.client_for(cast.alice).get(f"/settings/inboxes/{cast.website.pk}/hours/").content.decode()
    assert "Christmas" in page
    assert post(cast, cast.bob).status_code == 403


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"week-mon-0-to": "08:00"}, "a later end"),
        ({"week-mon-0-from": "<b>", "week-mon-0-to": "9"}, "a later end"),
        ({"zone": "Mars/Olympus"}, "Select a valid choice"),
        (
            {"closures-first": ["2026-12-24"], "closures-last": ["2026-12-23"], "closures-why": [""]},
            "Closed days are dates",
        ),
        ({"closures-first": ["Christmas"], "closures-last": [""], "closures-why": [""]}, "Closed days are dates"),
        ({"closures-first": [""], "closures-last": [""], "closures-why": ["no date"]}, "Closed days are dates"),
    ],
    ids=["ends-before", "no-times", "no-zone", "days-backwards", "no-date", "only-a-reason"],
)
def test_hours_that_cannot_be_are_said_and_what_was_typed_stays(cast, said, sentence):
    answer = post(cast, **{"closures-why": ["kept"], "closures-first": ["2026-01-01"], "closures-last": [""], **said})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert cast.fresh(cast.website).hours == {}


def test_the_api_sets_the_same_hours(cast):
    browser, path = cast.client_for(cast.alice), f"/api/v1/inboxes/{cast.website.pk}/"
    said = {"hours": {"on": True, "week": NINE_TO_FIVE}}
    assert browser.patch(path, said, content_type="application/json").json()["hours"]["week"] == NINE_TO_FIVE
    for wrong in (
        {"week": {"mon": [["9", "8"]]}},
        {"week": {"moon": []}},
        {"closures": [5]},
        {"zone": "x"},
        {"week": 7},
    ):
        answer = browser.patch(path, {"hours": wrong}, content_type="application/json")
        assert (answer.status_code, answer.json()["error"]) == (422, "bad_hours")


@pytest.mark.covers("W2")
def test_a_message_left_on_a_saturday_is_a_conversation_with_an_address(cast):
    keep(cast)
    with time_machine.travel(SATURDAY, tick=False):
        frame = arrived(cast.website)
        hours = frame.session()["inbox"]["hours"]
        monday = (clock.now() + timedelta(hours=45)).timestamp() * 1000
        assert (hours["open"], hours["changes"][0]) == (False, monday)
        left = {"id": str(uuid7()), "body": "Please call back", "contact": {"name": "Vera", "email": "vera@"}}
        refused = frame.call("POST", "api/messages", left)
        assert (refused.status_code, refused.json()["error"]) == (422, "bad_email")
        refused = frame.call("POST", "api/messages", {**left, "contact": {"name": "Vera"}})
        assert refused.json()["error"] == "bad_email"
        assert frame.conversation() is None
        left["contact"]["email"] = "vera@example.com"
        for _twice in range(2):
            assert frame.call("POST", "api/messages", left).status_code == 201
        with cast.scope():
            conversation = Conversation.objects.select_related("contact").get()
        assert (conversation.contact.name, conversation.contact.email) == ("Vera", "vera@example.com")
        assert frame.session()["contact"]["email"] == "vera@example.com"
        assert frame.call("GET", "api/look").json()["inbox"]["hours"]["open"] is False


@pytest.mark.covers("W2")
def test_how_fast_one_answers_is_said_from_real_conversations_alone(cast):
    keep(cast)
    monday = "2025-03-31T09:30:00+00:00"

    def a_talk(at, answer_after=None):
        with time_machine.travel(at, tick=False):
            talk = cast.conversation()
        if answer_after:
            with time_machine.travel(_later(at, answer_after), tick=False), cast.scope():
                talk.reply(by=cast.bob, body="Here")

    for _number in range(4):
        a_talk(monday, 120)
    a_talk(SATURDAY)  # nobody said to be there
    with time_machine.travel(_later(monday, 3600), tick=False):
        assert arrived(cast.website).session()["answers"] == ""
    a_talk(monday, 7200)
    cache.delete(f"speed:{cast.website.pk}")
    with time_machine.travel(_later(monday, 10_000), tick=False):
        assert arrived(cast.website).session()["answers"] == "minutes"


def _later(at, seconds):
    return datetime.fromisoformat(at) + timedelta(seconds=seconds)
