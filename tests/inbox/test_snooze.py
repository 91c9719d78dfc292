"""Putting a conversation aside: out of the way, and back by its time, the client's reply, by hand, or closed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse

from core import clock
from inbox.errors import ClosedIsNotSnoozed, SnoozedIntoThePast, SnoozedTooFar
from inbox.events import ConversationSnoozed, ConversationWoken
from inbox.folders import FOLDERS
from inbox.history import changes_of
from inbox.lines import lines_of
from inbox.listing import Listing
from inbox.models import Conversation
from inbox.moments import presets, understand
from inbox.notifications import WOKEN
from inbox.waking import wake_due
from tests.inbox import trail
from timeline.models import Notification

pytestmark = pytest.mark.covers("I4")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def aside(cast, conversation, until=None, by=None) -> Conversation:
    with cast.scope():
        conversation.snooze(by=by or cast.alice, until=until)
    return cast.fresh(conversation)


def folders(cast, conversation, membership) -> set[str]:
    """The folders in which `membership` finds it."""
    with cast.scope():
        listings = {name: Listing(membership, folder).rows for name, folder in FOLDERS.items()}
        return {name for name, rows in listings.items() if conversation in rows}


def sentences(cast, conversation) -> list[str]:
    with cast.scope():
        return [line.sentence for line in lines_of(conversation) if line.sentence]


def notices(cast, membership) -> list[Notification]:
    trail.settle(cast)
    with cast.scope():
        return list(Notification.objects.of(membership).filter(kind=WOKEN))


def test_it_leaves_the_folders_and_comes_back_on_top_and_unread(cast) -> None:
    conversation, until = cast.conversation(), clock.now() + HOUR
    with cast.scope():
        conversation.assign(by=cast.alice, to=cast.bob)
    assert folders(cast, conversation, cast.bob) == {"mine", "all"}
    slept = aside(cast, conversation, until)
    assert (slept.state, slept.snoozed_until, slept.snoozed_by_id) == ("snoozed", until, cast.alice.pk)
    assert folders(cast, conversation, cast.bob) == {"snoozed", "all"}
    wake_due()
    assert cast.fresh(conversation).is_snoozed, "its time has not come"
    with time_machine.travel(until + timedelta(seconds=1)):
        wake_due()
        wake_due()
        woken = cast.fresh(conversation)
        assert (woken.state, woken.snoozed_by_id) == ("open", None)
        assert woken.active_at > until
        with cast.scope():
            assert woken.said_seq > woken.read_seq(cast.bob)
    assert folders(cast, conversation, cast.bob) == {"mine", "all"}
    assert len(trail.facts(cast, conversation, ConversationSnoozed)) == 1
    assert [fact.why for fact in trail.facts(cast, conversation, ConversationWoken)] == ["time"]
    assert sentences(cast, conversation)[-2:] == ["Alice Archer snoozed this", "Woke up"]
    assert len(notices(cast, cast.bob)) == 1, "who has it hears of it"
    assert notices(cast, cast.alice) == []


def test_who_put_it_aside_hears_of_one_that_nobody_has(cast) -> None:
    conversation, until = cast.conversation(), clock.now() + HOUR
    aside(cast, conversation, until, by=cast.carol)
    with time_machine.travel(until + HOUR):
        wake_due()
    assert len(notices(cast, cast.carol)) == 1


def test_nobody_hears_of_what_they_see_no_more(cast) -> None:
    from tests.inbox.test_states import team

    conversation, until = cast.conversation(), clock.now() + HOUR
    aside(cast, conversation, until, by=cast.carol)
    with cast.scope():
        cast.website.teams.add(team(cast, "Sales", cast.bob), through_defaults={"firm_id": cast.acme.pk})
    with time_machine.travel(until + HOUR):
        wake_due()
    assert notices(cast, cast.carol) == []


@pytest.mark.parametrize("hours", [None, 1], ids=["on reply", "in an hour"])
def test_the_clients_reply_wakes_it_in_any_case(cast, hours) -> None:
    visitor = cast.visitor("Vera")
    conversation = cast.conversation(visitor=visitor)
    slept = aside(cast, conversation, clock.now() + hours * HOUR if hours else None)
    assert slept.is_snoozed
    with cast.scope():
        conversation.reply(by=cast.alice, body="Did you see it?")
    assert cast.fresh(conversation).is_snoozed, "our own reply lets it sleep"
    with cast.scope():
        conversation.receive(visitor=visitor, body="Yes")
    assert cast.fresh(conversation).state == "open"
    assert sentences(cast, conversation)[-1] == "Woke up, as the client wrote"
    assert notices(cast, cast.alice) == []


def test_by_hand_and_by_closing(cast) -> None:
    woken, closed = cast.conversation(), cast.conversation()
    for conversation in (woken, closed):
        aside(cast, conversation)
    for _ in range(2):
        with cast.scope():
            woken.wake(by=cast.bob)
    with cast.scope():
        closed.close(by=cast.bob)
    assert sentences(cast, woken)[-2:] == [
        "Alice Archer snoozed this until the client replies",
        "Bob Brandt woke this up",
    ]
    assert cast.fresh(closed).wakes_at is None
    with cast.scope():
        closed.reopen(by=cast.bob)
    assert cast.fresh(closed).state == "open"


@pytest.mark.covers("I16")
def test_the_trail_says_from_what_to_what(cast) -> None:
    conversation, until = cast.conversation(), datetime(2026, 12, 1, 9, tzinfo=UTC)
    with time_machine.travel(datetime(2026, 11, 30, tzinfo=UTC)):
        aside(cast, conversation, until)
        aside(cast, conversation, None, by=cast.bob)
        with cast.scope():
            conversation.wake(by=cast.bob)
    with cast.scope():
        found = [(step.who, step.what, step.before, step.after) for step in changes_of(conversation)]
    assert found[:3] == [
        ("Bob Brandt", "Woken", "until the client replies", ""),
        ("Bob Brandt", "Snoozed", "12/01/2026 9 a.m. UTC", "until the client replies"),
        ("Alice Archer", "Snoozed", "", "12/01/2026 9 a.m. UTC"),
    ]


def test_what_cannot_be(cast) -> None:
    conversation, closed = cast.conversation(), cast.conversation()
    with cast.scope():
        closed.close(by=cast.alice)
    for until, refusal in (
        (clock.now() - timedelta(seconds=1), SnoozedIntoThePast),
        (datetime(1, 1, 1, tzinfo=UTC), SnoozedIntoThePast),
        (clock.now() + 2_000 * DAY, SnoozedTooFar),
        (datetime(9999, 12, 31, tzinfo=UTC), SnoozedTooFar),
    ):
        with pytest.raises(refusal), cast.scope():
            conversation.snooze(by=cast.alice, until=until)
    with pytest.raises(ClosedIsNotSnoozed), cast.scope():
        closed.snooze(by=cast.alice, until=clock.now() + HOUR)
    with pytest.raises(IntegrityError), cast.scope():
        Conversation.objects.filter(pk=closed.pk).update(wakes_at=clock.now())


def test_one_that_cannot_be_woken_keeps_no_other_asleep(cast, monkeypatch) -> None:
    ill, well = cast.conversation(), cast.conversation()
    until = clock.now() + HOUR
    aside(cast, ill, until - timedelta(minutes=1))
    aside(cast, well, until)
    wake = Conversation.wake_in_time

    def failing(conversation: Conversation) -> bool:
        if conversation.pk == ill.pk:
            raise RuntimeError("the worker is ill")
        return wake(conversation)

    monkeypatch.setattr(Conversation, "wake_in_time", failing)
    with time_machine.travel(until + HOUR):
        wake_due()
    assert (cast.fresh(ill).state, cast.fresh(well).state) == ("snoozed", "open")
    monkeypatch.undo()
    with time_machine.travel(until + HOUR):
        wake_due()
    assert cast.fresh(ill).state == "open"


BERLIN = ZoneInfo("Europe/Berlin")
THURSDAY = datetime(2026, 11, 26, 13, 20, tzinfo=BERLIN)
HOURS = {"mon": [["08:30", "17:00"]], "tue": [["10:00", "15:00"]], "thu": [["09:00", "17:00"]]}


def offered(now: datetime, hours=None) -> dict[str, str]:
    return {each.code: each.words for each in presets(now, hours or {})}


@pytest.mark.parametrize(
    ("now", "hours", "expected"),
    [
        (
            THURSDAY,
            None,
            {"later": "Thu 26 Nov, 17:00", "tomorrow": "Fri 27 Nov, 09:00", "week": "Mon 30 Nov, 09:00"},
        ),
        (THURSDAY.replace(hour=19), None, {"tomorrow": "Fri 27 Nov, 09:00", "week": "Mon 30 Nov, 09:00"}),
        (THURSDAY + DAY, None, {"later": "Fri 27 Nov, 17:00", "tomorrow": "Sat 28 Nov, 09:00", "week": "Mon 30 Nov, 09:00"}),
        (THURSDAY + 3 * DAY, None, {"later": "Sun 29 Nov, 17:00", "tomorrow": "Mon 30 Nov, 09:00"}),
        (THURSDAY, HOURS, {"later": "Thu 26 Nov, 17:00", "tomorrow": "Fri 27 Nov, 09:00", "week": "Mon 30 Nov, 08:30"}),
        (
            THURSDAY + 4 * DAY,
            HOURS,
            {"later": "Mon 30 Nov, 17:00", "tomorrow": "Tue 1 Dec, 10:00", "week": "Mon 7 Dec, 08:30"},
        ),
    ],
    ids=["thursday", "evening", "friday", "sunday", "part time", "part time monday"],
)  # fmt: skip
def test_what_is_offered(now, hours, expected) -> None:
    found = offered(now, hours)
    assert found.pop("reply") == ""
    assert found.pop("month").split()[2] in ("Dec,", "Jan,")
    assert found == expected


@pytest.mark.parametrize(
    ("text", "moment"),
    {
        "3d": "2026-11-29 09:00",
        "3 days": "2026-11-29 09:00",
        "3d 14:30": "2026-11-29 14:30",
        "2h": "2026-11-26 15:20",
        "1w": "2026-12-03 09:00",
        "tomorrow": "2026-11-27 09:00",
        "Tomorrow 7pm": "2026-11-27 19:00",
        "fri 9": "2026-11-27 09:00",
        "friday at 9:15": "2026-11-27 09:15",
        "thu 9": "2026-12-03 09:00",
        "Thu  15": "2026-11-26 15:00",
        "mon": "2026-11-30 08:30",
        "18:30": "2026-11-26 18:30",
        "9": "2026-11-27 09:00",
        "2027-01-31 14:00": "2027-01-31 14:00",
        "2027-01-31T14:00": "2027-01-31 14:00",
        "2026-11-30T08:00:00+00:00": "2026-11-30 09:00",
    }.items(),
)
def test_what_is_typed(text: str, moment: str) -> None:
    found = understand(text, THURSDAY, HOURS)
    assert found
    assert found.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M") == moment


NO_MOMENT = ["", "x", "25:00", "12:60", "fridge", "fri x", "3x", "-1d", "0x10", "2026-13-01", "d", "<b>", "13pm5"]


@pytest.mark.parametrize("text", NO_MOMENT)
def test_what_names_no_moment(text: str) -> None:
    assert understand(text, THURSDAY, {}) is None


def test_the_summer_ends_and_morning_is_still_nine() -> None:
    """On 25 October 2026 the clocks go back in Berlin."""
    found = understand("3d", datetime(2026, 10, 23, 13, tzinfo=BERLIN), {})
    assert found == datetime(2026, 10, 26, 8, tzinfo=UTC)


class TestThePage:
    def url(self, conversation) -> str:
        return reverse("inbox:snooze", args=[conversation.pk])

    def test_offers_takes_and_undoes(self, cast, client_for) -> None:
        conversation, client = cast.conversation(), client_for(cast.bob)
        menu = client.get(self.url(conversation)).content.decode()
        assert "Tomorrow morning" in menu
        assert "Wake up now" not in menu
        answer = client.put(self.url(conversation), "until=2d")
        assert answer.json()["text"].startswith("Snoozed until ")
        assert cast.fresh(conversation).state == "snoozed"
        assert "Wake up now" in client.get(self.url(conversation)).content.decode()
        assert client.delete(self.url(conversation)).status_code == 204
        assert cast.fresh(conversation).state == "open"
        answer = client.put(self.url(conversation), "until=reply")
        assert answer.json()["text"] == "Snoozed until the client replies"

    @pytest.mark.parametrize(
        ("until", "code"),
        [
            ("", "no_such_moment"),
            ("<b>soon</b>", "no_such_moment"),
            ("9999w", "snoozed_too_far"),
            ("9999-12-31T23:59", "no_such_moment"),
            ("\u202e3d" + "x" * 9_999, "no_such_moment"),
            ("2020-01-01T09:00", "snoozed_into_the_past"),
            ("0001-01-01T00:00", "no_such_moment"),
        ],
        ids=["nothing", "html", "far", "end of time", "reversed", "past", "beginning"],
    )
    def test_says_what_is_wrong(self, cast, client_for, until, code) -> None:
        conversation, client = cast.conversation(), client_for(cast.bob)
        answer = client.put(self.url(conversation), {"until": until}, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 422, answer.content
        assert cast.fresh(conversation).state == "open"


def test_over_json(cast, client_for) -> None:
    conversation, client = cast.conversation(), client_for(cast.bob)
    url = reverse("api:conversation-snooze", args=[conversation.pk])
    until = clock.now() + DAY
    found = client.put(url, {"until": until.isoformat()}, content_type="application/json").json()
    assert (found["state"], found["snoozed_by"]) == ("snoozed", cast.bob.pk)
    assert datetime.fromisoformat(found["snoozed_until"]) == until
    found = client.put(url, {"until": None}, content_type="application/json").json()
    assert (found["state"], found["snoozed_until"]) == ("snoozed", None)
    assert client.put(url, {}, content_type="application/json").status_code == 400
    assert client.delete(url).status_code == 204
    listed = client.get(reverse("api:conversations") + "?folder=snoozed").json()["results"]
    assert listed == []
