"""Who is told of what, once, live, in their own list; and what they have read goes."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Q
from django.urls import reverse

from accounts.models import Team, TeamMember
from accounts.zones import WEEKDAYS
from inbox.models import InboxTeam
from inbox.notifications import ASSIGNED, MESSAGE, WAITING
from tests.chaos.markup import attributes
from tests.inbox import trail
from tests.support import bed
from tests.support.waiting import until
from timeline.digest.moments import Rhythm
from timeline.kinds import kinds
from timeline.models import Notification
from timeline.notices import notices_of, unread_count
from timeline.wishes import is_quiet, wish

pytestmark = [pytest.mark.covers("L4"), pytest.mark.usefixtures("no_worker")]


def told(cast, member) -> list[str]:
    """The kinds a person was told of and has not read, oldest first."""
    trail.settle(cast)
    with cast.scope():
        found = Notification.objects.of(member).unread().order_by("created_at", "id")
        return list(found.values_list("kind", flat=True))


def test_who_may_answer_is_told_of_a_client_who_waits(cast) -> None:
    cast.conversation()
    assert {name: told(cast, getattr(cast, name)) for name in ("alice", "bob", "carol", "dora")} == {
        "alice": [WAITING],
        "bob": [WAITING],
        "carol": [WAITING],
        "dora": [],
    }


def test_only_those_behind_the_inbox_are_told(cast) -> None:
    with cast.scope():
        team = Team.objects.create(name="Client care")
        TeamMember.objects.create(team=team, membership=cast.bob)
        InboxTeam.objects.create(inbox=cast.website, team=team)
    cast.conversation()
    assert (told(cast, cast.bob), told(cast, cast.carol)) == ([WAITING], [])


def test_only_the_first_message_calls_everybody(cast) -> None:
    visitor = cast.visitor()
    conversation = cast.conversation(visitor=visitor)
    with cast.scope():
        conversation.receive(visitor=visitor, body="Hello?")
    assert told(cast, cast.bob) == [WAITING]


def test_given_by_another(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        conversation.mark_read(by=cast.bob, seq=1)
        conversation.assign(by=cast.alice, to=cast.bob)
    assert told(cast, cast.bob) == [ASSIGNED]


def test_who_takes_it_is_not_told(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        conversation.mark_read(by=cast.bob, seq=1)
        conversation.assign(by=cast.bob, to=cast.bob)
    assert told(cast, cast.bob) == []


def test_the_client_writes_to_whoever_has_it(cast) -> None:
    visitor = cast.visitor()
    conversation = cast.conversation(visitor=visitor)
    with cast.scope():
        conversation.mark_read(by=cast.bob, seq=1)
        conversation.assign(by=cast.bob, to=cast.bob)
    with cast.scope():
        conversation.receive(visitor=visitor, body="One more thing")
    assert told(cast, cast.bob) == [MESSAGE]
    assert MESSAGE not in told(cast, cast.carol)


def test_reading_the_conversation_is_reading_what_was_told_of_it(cast) -> None:
    conversation = cast.conversation()
    other = cast.conversation()
    assert told(cast, cast.bob) == [WAITING, WAITING]
    with cast.scope():
        conversation.mark_read(by=cast.bob, seq=1)
    assert told(cast, cast.bob) == [WAITING]
    with cast.scope():
        other.mark_read(by=cast.bob, seq=1)
    assert told(cast, cast.bob) == []


def test_what_was_read_before_it_could_be_told_is_not_told(cast) -> None:
    visitor = cast.visitor()
    conversation = cast.conversation(visitor=visitor)
    with cast.scope():
        conversation.assign(by=cast.bob, to=cast.bob)
    with cast.scope():
        conversation.receive(visitor=visitor, body="One more thing")
    with cast.scope():
        conversation.mark_read(by=cast.bob, seq=9)
    assert told(cast, cast.bob) == []


def test_an_event_is_told_once_however_often_the_handlers_run(cast) -> None:
    cast.conversation()
    for _ in range(3):
        told(cast, cast.bob)
    with cast.scope():
        assert Notification.objects.of(cast.bob).count() == 1


def week(**quiet) -> dict[str, str]:
    """What the form sends for quiet hours: `mon=("22:00", "07:00")`."""
    spans = {f"quiet_hours-{day}-0": span for day, span in quiet.items()}
    return {f"{name}-{end}": at for name, span in spans.items() for end, at in zip(("from", "to"), span, strict=True)}


def test_a_muted_kind_is_silent(cast, client_for) -> None:
    kept = [kind.code for kind in kinds() if kind.code != WAITING]
    client_for(cast.bob).post(reverse("timeline:preferences"), {"kinds": kept, "desktop": [WAITING]})
    cast.conversation()
    assert (told(cast, cast.bob), told(cast, cast.carol)) == ([], [WAITING])
    page = client_for(cast.bob).get(reverse("timeline:preferences"))
    assert [kind.code for kind, chosen, _desktop, _devices, _email in page.context["choices"] if chosen] == kept
    assert [kind.code for kind, _told, chosen, _devices, _email in page.context["choices"] if chosen] == [WAITING]


def news(cast, member) -> list[str]:
    """The titles that a person's desktop was sent with what they were told last."""
    told(cast, member)
    html = trail.frames(cast, f"person:{member.pk}")[-1]["html"]
    said = attributes(html).get("data-news", "[]")
    return [each["title"] for each in json.loads(said)]


def test_the_desktop_hears_of_what_is_new_with_its_words(cast) -> None:
    cast.conversation(visitor=cast.visitor('Vera <i>"Vance"</i>'))
    assert news(cast, cast.bob) == ['Vera <i>"Vance"</i>']
    with cast.scope():
        Notification.mark_read(cast.bob)
    assert news(cast, cast.bob) == [], "what was read does not pop up"


def test_the_desktop_hears_only_of_the_kinds_chosen_for_it(cast, client_for) -> None:
    every = [kind.code for kind in kinds()]
    desktop = [code for code in every if code != WAITING]
    client_for(cast.bob).post(reverse("timeline:preferences"), {"kinds": every, "desktop": desktop})
    cast.conversation()
    assert (told(cast, cast.bob), news(cast, cast.bob)) == ([WAITING], [])
    assert len(news(cast, cast.carol)) == 1


def test_the_desktop_is_quiet_in_quiet_hours_and_the_list_is_not(cast, client_for) -> None:
    every = [kind.code for kind in kinds()]
    always = week(**dict.fromkeys(WEEKDAYS, ("08:00", "08:00")))
    client_for(cast.bob).post(reverse("timeline:preferences"), {"kinds": every, "desktop": every, **always})
    cast.conversation()
    assert (told(cast, cast.bob), news(cast, cast.bob)) == ([WAITING], [])


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-03-02T21:59", False),  # a Monday in Berlin
        ("2026-03-02T22:00", True),
        ("2026-03-03T06:59", True),
        ("2026-03-03T07:00", False),
        ("2026-03-04T12:59", False),
        ("2026-03-04T13:00", True),
        ("2026-03-04T14:00", False),
        ("2026-03-05T23:00", False),
    ],
)
def test_quiet_hours_go_by_the_persons_clock_and_past_midnight(cast, at, quiet) -> None:
    with cast.scope():
        cast.bob.time_zone = "Europe/Berlin"
        hours = {"mon": ["22:00", "07:00"], "wed": ["13:00", "14:00"]}
        wish(cast.bob, told=[], desktop=[], devices=[], email=[], quiet=hours, rhythm=Rhythm())
    moment = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    assert is_quiet(cast.bob, moment) is quiet


@pytest.mark.parametrize("span", [("22:00", ""), ("", "07:00"), ("<b>", "07:00"), ("25:00", "07:00")])
def test_quiet_hours_that_are_none_are_refused_and_stay_as_typed(cast, client_for, span) -> None:
    answer = client_for(cast.bob).post(reverse("timeline:preferences"), week(mon=span))
    assert answer.status_code == 422
    assert "Give each day a start and an end." in answer.content.decode()
    cast.conversation()
    assert told(cast, cast.bob) == [WAITING], "nothing was saved"


@pytest.mark.covers("X1")
def test_the_wishes_over_the_api(cast, client_for) -> None:
    bob, url = client_for(cast.bob), reverse("api:notification-preferences")

    def put(**said):
        return bob.put(url, json.dumps(said), content_type="application/json")

    every = [kind.code for kind in kinds()]
    assert bob.get(url).json() == {
        **dict.fromkeys(("kinds", "desktop", "devices", "email"), every),
        "digest": "daily",
        "digest_hour": 8,
        "quiet_hours": {},
    }
    said = {
        "kinds": [ASSIGNED, MESSAGE],
        "desktop": [MESSAGE],
        "devices": [ASSIGNED],
        "email": [ASSIGNED, MESSAGE],
        "digest": "hourly",
        "digest_hour": 17,
        "quiet_hours": {"sat": ["00:00", "00:00"]},
    }
    assert put(**said).json() == said
    assert put(kinds=[ASSIGNED]).json() == {**said, "kinds": [ASSIGNED]}, "what is left out stays"
    for wrong in ({"digest": "weekly"}, {"digest_hour": 24}, {"digest_hour": "x"}):
        assert put(kinds=[], **wrong).status_code == 400
    for bad in ({"sat": ["x", "y"]}, {"sunday": ["08:00", "09:00"]}, {"sat": ["08:00"]}, {"sat": "08:00"}):
        assert put(kinds=[], quiet_hours=bad).status_code == 400
    assert bob.get(url).json()["kinds"] == [ASSIGNED]


def test_it_says_what_it_is_about_and_leads_there(cast, client_for) -> None:
    conversation = cast.conversation(visitor=cast.visitor("Vera <i>Vance</i>"))
    with cast.scope():
        conversation.assign(by=cast.alice, to=cast.bob)
    told(cast, cast.bob)
    page = client_for(cast.bob).get(reverse("timeline:notifications")).content.decode()
    assert "Vera &lt;i&gt;Vance&lt;/i&gt;" in page
    assert "Alice Archer gave you this conversation" in page
    assert reverse("inbox:conversation", args=[conversation.pk]) in page


def test_it_is_told_on_ones_own_stream_with_the_count(cast) -> None:
    cast.conversation()
    told(cast, cast.bob)
    frames = trail.frames(cast, f"person:{cast.bob.pk}")
    assert [frame["id"].partition("-")[0] for frame in frames] == ["notification", "unread"]
    assert (frames[0]["list"], 'data-count="1"' in frames[1]["html"]) == ("notifications", True)
    assert "data-unread" in frames[0]["html"]


def test_all_are_read_at_once(cast, client_for) -> None:
    for _ in range(3):
        cast.conversation()
    assert len(told(cast, cast.bob)) == 3
    client_for(cast.bob).post(reverse("timeline:reading"))
    assert told(cast, cast.bob) == []
    assert len(told(cast, cast.carol)) == 3, "a colleague's stay as they are"
    assert 'data-count="0"' in trail.frames(cast, f"person:{cast.bob.pk}")[-1]["html"]


def test_all_are_read_while_a_reader_of_the_ledger_is_half_way_through_them(cast) -> None:
    for _ in range(2):
        cast.conversation()
    assert len(told(cast, cast.bob)) == 2

    def read_all() -> None:
        try:
            with cast.scope():
                Notification.mark_read(cast.bob)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        with cast.scope():
            oldest, newest = Notification.objects.of(cast.bob).order_by("id").values_list("pk", flat=True)
            Notification.mark_read(cast.bob, only=Q(pk=newest))
            pressed = beside.submit(read_all)
            own = connection.connection.info.backend_pid
            until(lambda: someone_waits_for(own), what="the other to wait for this one")
            Notification.mark_read(cast.bob, only=Q(pk=oldest))
        pressed.result()
    assert told(cast, cast.bob) == []


def someone_waits_for(pid: int) -> bool:
    waiting = f"SELECT count(*) FROM pg_stat_activity WHERE {pid} = ANY (pg_blocking_pids(pid))"
    return bed.postgres.sql(waiting, bed.DATABASE) != "0"


def test_one_cannot_read_anothers(cast, client_for) -> None:
    cast.conversation()
    told(cast, cast.carol)
    with cast.scope():
        carols = Notification.objects.of(cast.carol).get()
    client_for(cast.bob).post(reverse("timeline:read_one", args=[carols.pk]))
    client_for(cast.boris).post(reverse("timeline:read_one", args=[carols.pk]))
    assert told(cast, cast.carol) == [WAITING]


def test_a_page_of_them_asks_for_its_words_once(cast, django_assert_num_queries) -> None:
    for number in range(12):
        conversation = cast.conversation(visitor=cast.visitor(f"Visitor {number}"))
        with cast.scope():
            conversation.assign(by=cast.alice, to=cast.bob)
    told(cast, cast.bob)
    with cast.scope(), django_assert_num_queries(3):
        notices = notices_of(cast.bob)
    assert len(notices) == 24
    with cast.scope():
        assert unread_count(cast.bob) == 24


def test_a_kind_that_is_gone_is_left_out(cast) -> None:
    cast.conversation()
    told(cast, cast.bob)
    with cast.scope():
        Notification.objects.of(cast.bob).update(kind="gone.away")
        assert notices_of(cast.bob) == []


@pytest.mark.covers("L2")
def test_the_frame_says_what_it_already_knows_so_that_no_notification_falls_between_page_and_socket(
    cast, client_for
) -> None:
    cast.conversation()
    assert told(cast, cast.bob) == [WAITING]
    page = client_for(cast.bob).get("/settings/profile/").content.decode()
    stream = f"person:{cast.bob.pk}"
    known = f'data-live-stream-value="{stream}" data-live-after-value="{trail.head(cast, stream)}"'
    assert trail.head(cast, stream) > 0
    assert known in page
