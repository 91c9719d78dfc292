"""Undo send and send later: one row from the first instant, sent once at its time, stopped where the thread has moved."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from core import clock
from core.ids import uuid7
from inbox import departures
from inbox.errors import IdTaken, NoMoment, NotYoursToSend, ThreadMoved, TooFarAhead, TooLate
from inbox.events import MessageSent
from inbox.models import Draft, Message, Outgoing
from inbox.sending_times import at, chosen, offered
from tests.inbox import trail
from timeline.models import Notification

pytestmark = pytest.mark.covers("I2")
SOON = timedelta(seconds=5)
DAY = timedelta(days=1)


def hold(cast, conversation, *, by=None, body="Good morning", after=SOON, **more) -> Outgoing:
    with cast.scope():
        return conversation.hold(by=by or cast.alice, body=body, due_at=clock.now() + after, **more)


def later(cast, conversation, **more) -> Outgoing:
    return hold(cast, conversation, after=DAY, scheduled=True, **more)


def bodies(cast, conversation) -> list[str]:
    with cast.scope():
        said = conversation.messages.exclude(kind="event").order_by("seq")
        return list(said.values_list("body", flat=True))


def stopped(cast, outgoing) -> str:
    return cast.fresh(outgoing).stopped


def pass_time(cast, by: timedelta) -> None:
    with time_machine.travel(clock.now() + by, tick=False):
        departures.send_due()


def upload(cast, conversation, by):
    file = io.BytesIO(b"Terms")
    file.name = "terms.txt"
    with cast.scope():
        return conversation.attach(file, by=by)


def test_a_held_reply_is_seen_by_colleagues_and_not_by_the_client_until_its_time(cast) -> None:
    conversation = cast.conversation("Hello")
    held = hold(cast, conversation)
    told = trail.frames(cast, f"conversation:{conversation.pk}")
    (frame,) = [each for each in told if each["id"] == f"message-{held.pk}"]
    assert frame["list"] == f"messages-{conversation.pk}"
    assert "Good morning" in frame["html"]
    assert bodies(cast, conversation) == ["Hello"]
    heard = trail.head(cast, f"visitor:{conversation.pk}")
    departures.send_due()
    assert bodies(cast, conversation) == ["Hello"]
    pass_time(cast, SOON)
    assert bodies(cast, conversation) == ["Hello", "Good morning"]
    assert trail.head(cast, f"visitor:{conversation.pk}") == heard + 1
    with cast.scope():
        assert Message.objects.get(pk=held.pk).author_id == cast.alice.pk
        assert not Outgoing.objects.filter(pk=held.pk).exists()


def test_workers_and_the_page_that_send_at_once_send_once(cast) -> None:
    conversation = cast.conversation()
    held = hold(cast, conversation, after=-SOON)

    def send(_):
        try:
            return departures.send(cast.acme.pk, held.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(send, range(12))) == [False] * 11 + [True]
    assert len(trail.facts(cast, conversation, MessageSent)) == 1


def test_one_that_fails_keeps_no_other_waiting(cast) -> None:
    conversation = cast.conversation()
    bad, good = hold(cast, conversation, after=-DAY, body="x"), hold(cast, conversation, after=-SOON, body="y")
    with cast.scope():
        Outgoing.objects.filter(pk=bad.pk).update(body=" ")  # nothing can be sent of it
    departures.send_due()
    assert bodies(cast, conversation)[1:] == ["y"]
    assert cast.fresh(bad).stopped == ""
    assert good.pk


def test_the_guard_is_asked_again_when_it_goes(cast) -> None:
    visitor = cast.visitor("Vera")
    conversation = cast.conversation("Hello", visitor=visitor)
    held = hold(cast, conversation, seen=1)
    cast.conversation("Wait, one more thing", visitor=visitor)
    pass_time(cast, SOON)
    assert bodies(cast, conversation) == ["Hello", "Wait, one more thing"]
    assert stopped(cast, held) == "moved"
    trail.settle(cast)
    with cast.scope():
        told = Notification.objects.filter(membership=cast.alice, kind="inbox.not_sent")
        assert [each.subject_id for each in told] == [str(conversation.pk)]
        held.send_now(by=cast.alice)
    assert bodies(cast, conversation)[-1] == "Good morning"


def test_the_guard_is_asked_at_once_too(cast) -> None:
    visitor = cast.visitor("Vera")
    conversation = cast.conversation("Hello", visitor=visitor)
    cast.conversation("One more", visitor=visitor)
    with pytest.raises(ThreadMoved):
        hold(cast, conversation, seen=1)


def test_undo_gives_words_and_files_back_before_what_was_written_since(cast) -> None:
    conversation = cast.conversation()
    file = upload(cast, conversation, cast.alice)
    held = hold(cast, conversation, attachments=[file.pk])
    with cast.scope():
        assert conversation.waiting_files(cast.alice) == []
        conversation.keep_draft(by=cast.alice, body="And also", message_id=uuid7())
        assert held.take_back(by=cast.alice)
        draft = Draft.objects.get(conversation=conversation, membership=cast.alice)
        assert (draft.body, draft.kind) == ("Good morning\n\nAnd also", "reply")
        assert [each.pk for each in conversation.waiting_files(cast.alice)] == [file.pk]
    told = trail.frames(cast, f"conversation:{conversation.pk}")
    *_, last = [each for each in told if each["id"] == f"message-{held.pk}"]
    assert last == {"op": "remove", "id": f"message-{held.pk}"}
    pass_time(cast, DAY)
    assert len(bodies(cast, conversation)) == 1


def test_a_post_tried_again_after_undo_sends_nothing(cast) -> None:
    conversation, id = cast.conversation(), uuid7()
    held = hold(cast, conversation, id=id)
    with cast.scope():
        held.take_back(by=cast.alice)
    assert hold(cast, conversation, id=id).taken_back_at is not None
    pass_time(cast, DAY)
    assert len(bodies(cast, conversation)) == 1


def test_a_post_tried_again_is_one_reply_before_and_after_it_went(cast) -> None:
    conversation, id = cast.conversation(), uuid7()
    assert hold(cast, conversation, id=id).pk == hold(cast, conversation, id=id).pk == id
    pass_time(cast, SOON)
    assert isinstance(hold(cast, conversation, id=id), Message)
    assert bodies(cast, conversation)[1:] == ["Good morning"]
    with pytest.raises(IdTaken):
        hold(cast, conversation, id=id, by=cast.bob)


def test_a_draft_that_comes_late_is_not_kept(cast) -> None:
    conversation, id = cast.conversation(), uuid7()
    hold(cast, conversation, id=id)
    with cast.scope():
        conversation.keep_draft(by=cast.alice, body="Good mor", message_id=id)
        assert conversation.draft_of(cast.alice) is None


def test_what_is_for_the_client_is_not_mixed_with_a_note(cast) -> None:
    conversation = cast.conversation()
    held = hold(cast, conversation)
    with cast.scope():
        conversation.keep_draft(by=cast.alice, body="They owe us", kind="note")
        assert not held.take_back(by=cast.alice)
        assert conversation.draft_of(cast.alice).body == "They owe us"
    assert stopped(cast, held) == "undone"
    pass_time(cast, DAY)
    assert len(bodies(cast, conversation)) == 1


def test_nobody_else_undoes_or_sends_it(cast) -> None:
    conversation = cast.conversation()
    held = hold(cast, conversation)
    for act in (held.take_back, held.send_now, held.discard, held.change):
        with cast.scope(), pytest.raises(NotYoursToSend):
            act(by=cast.bob)


def test_files_of_a_scheduled_reply_are_not_leftovers(cast) -> None:
    from inbox.models import Attachment

    conversation = cast.conversation()
    file = upload(cast, conversation, cast.alice)
    held = later(cast, conversation, attachments=[file.pk])
    with cast.scope():
        assert Attachment.forget_unsent(clock.now() + timedelta(days=90)) == 0
        file.discard(by=cast.alice)
        held.discard(by=cast.alice)
        assert not Attachment.objects.filter(pk=file.pk).exists()


STOPS = {
    "the client writes": (lambda cast, it: cast.conversation("Anything new?", visitor=it.newest_visitor()), "moved"),
    "a colleague replies": (lambda cast, it: it.reply(by=cast.bob, body="Done"), "moved"),
    "it is closed": (lambda cast, it: it.close(by=cast.bob), "closed"),
    "it is given away": (lambda cast, it: it.assign(by=cast.bob, to=cast.carol), "assigned"),
    "its author leaves": (lambda cast, it: cast.bob.end(by=cast.alice), "left"),
}


@pytest.mark.parametrize("name", STOPS)
def test_a_scheduled_reply_stops_as_soon_as(cast, name) -> None:
    act, why = STOPS[name]
    conversation = cast.conversation()
    author = cast.bob if why == "left" else cast.alice
    held = later(cast, conversation, by=author)
    with cast.scope():
        act(cast, conversation)
    trail.settle(cast)
    assert stopped(cast, held) == why
    with cast.scope():
        told = set(Notification.objects.filter(kind="inbox.not_sent").values_list("membership_id", flat=True))
    assert told == ({cast.alice.pk, cast.carol.pk} if why == "left" else {author.pk})
    pass_time(cast, DAY)
    with cast.scope():
        assert not Message.objects.filter(pk=held.pk).exists()


def test_a_scheduled_reply_waits_on_when_the_conversation_is_open_again(cast) -> None:
    conversation = cast.conversation()
    held = later(cast, conversation)
    for act in (conversation.close, conversation.reopen):
        with cast.scope():
            act(by=cast.bob)
        trail.settle(cast)
    assert stopped(cast, held) == ""


def test_notes_of_colleagues_and_anyway_do_not_stop_it(cast) -> None:
    visitor = cast.visitor("Vera")
    conversation = cast.conversation("Hello", visitor=visitor)
    noted, anyway = later(cast, conversation, body="a"), later(cast, conversation, body="b", anyway=True)
    with cast.scope():
        conversation.note(by=cast.bob, body="Good")
    trail.settle(cast)
    assert stopped(cast, noted) == ""
    with cast.scope():
        noted.discard(by=cast.alice)
    cast.conversation("Another", visitor=visitor)
    trail.settle(cast)
    pass_time(cast, DAY)
    assert bodies(cast, conversation)[-1] == "b"
    with cast.scope():
        assert conversation.read_seq(cast.alice) == 0  # what she has not looked at stays unread
        assert not Outgoing.objects.filter(pk=anyway.pk).exists()


def test_who_lost_the_inbox_sends_nothing_there_and_others_take_it_over(cast) -> None:
    from accounts.models import Team

    conversation = cast.conversation()
    held = later(cast, conversation, by=cast.bob)
    with cast.scope():
        team = Team.objects.create(name="Closed circle")
        team.teammember_set.create(membership=cast.carol)
        cast.website.let_work([team], by=cast.alice)
    trail.settle(cast)
    assert stopped(cast, held) == "lost"
    with cast.scope():
        assert list(Outgoing.mine(cast.bob)) == []
        held.take_back(by=cast.carol)
        assert conversation.draft_of(cast.carol).body == "Good morning"


def test_it_is_changed_and_waits_again(cast) -> None:
    visitor = cast.visitor("Vera")
    conversation = cast.conversation("Hello", visitor=visitor)
    held = later(cast, conversation)
    cast.conversation("Another", visitor=visitor)
    trail.settle(cast)
    with cast.scope():
        held.change(by=cast.alice, body="Better", due_at=clock.now() + 2 * DAY)
    assert ("reply_held", cast.alice.pk) in [each[:2] for each in trail.changes(cast, conversation)]
    pass_time(cast, DAY + SOON)
    assert bodies(cast, conversation)[-1] == "Another"
    pass_time(cast, 2 * DAY + SOON)
    assert bodies(cast, conversation)[-1] == "Better"


@pytest.mark.parametrize(
    ("after", "refusal"), [(-SOON, TooLate), (timedelta(days=400), TooFarAhead)], ids=["past", "far"]
)
def test_a_time_out_of_bounds_is_refused(cast, after, refusal) -> None:
    with pytest.raises(refusal):
        hold(cast, cast.conversation(), after=after, scheduled=True)


def test_how_long_a_reply_is_held(cast) -> None:
    conversation = cast.conversation()
    with cast.scope():
        assert conversation.seconds_to_undo(cast.alice) == 0  # the client wrote just now
        cast.alice.prefer(undo_send="20")
        assert conversation.seconds_to_undo(cast.alice) == 20
    with time_machine.travel(clock.now() + timedelta(minutes=5)), cast.scope():
        assert conversation.seconds_to_undo(cast.bob) == 5
        cast.bob.prefer(undo_send="0")
        assert conversation.seconds_to_undo(cast.bob) == 0


BERLIN = ZoneInfo("Europe/Berlin")


def test_a_time_on_the_wall_holds_across_the_change_of_clocks() -> None:
    assert at(date(2026, 3, 28), time(9), BERLIN) == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert at(date(2026, 3, 29), time(9), BERLIN) == datetime(2026, 3, 29, 7, tzinfo=UTC)
    assert at(date(2026, 3, 29), time(2, 30), BERLIN).astimezone(BERLIN).time() == time(3, 30)  # skipped
    assert at(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of two
    saturday = datetime(2026, 3, 28, 17, 20, tzinfo=UTC)
    assert [moment.at for moment in offered(saturday, BERLIN)] == [
        datetime(2026, 3, 28, 18, 20, tzinfo=UTC),
        datetime(2026, 3, 29, 7, tzinfo=UTC),
        datetime(2026, 3, 29, 12, tzinfo=UTC),
        datetime(2026, 3, 30, 7, tzinfo=UTC),
    ]


NO_TIMES = [("", ""), ("2026-02-30", "09:00"), ("9999-12-31", "25:00"), ("<b>", "\u202e"), ("0001-01-01", "00:00")]


@pytest.mark.parametrize("said", NO_TIMES, ids=["nothing", "no day", "no hour", "no words", "no year"])
def test_what_is_no_time_is_refused(said) -> None:
    with pytest.raises(NoMoment):
        chosen(*said, ZoneInfo("Asia/Tokyo"))


def test_the_screen_holds_changes_and_takes_back(cast) -> None:
    conversation, id = cast.conversation(), uuid7()
    alice = cast.client_for(cast.alice)
    with cast.scope():
        cast.alice.prefer(undo_send="10")
    written = {"body": "Good <b>morning</b>", "id": str(id), "seen": "1"}
    answer = alice.post(reverse("inbox:messages", args=[conversation.pk]), written)
    assert (answer.status_code, answer.content.count(f'id="message-{id}"'.encode())) == (202, 1)
    assert b"&lt;b&gt;morning" in alice.get(reverse("inbox:conversation", args=[conversation.pk])).content
    back = alice.delete(reverse("inbox:outgoing", args=[id])).json()
    assert (back["back"], back["draft"]) == (True, "Good <b>morning</b>")
    again = alice.post(reverse("inbox:messages", args=[conversation.pk]), written)
    assert (again.status_code, again.content) == (200, b"")
    assert alice.delete(reverse("inbox:outgoing", args=[id])).status_code == 404


def test_the_screen_schedules_by_the_clock_on_the_wall(cast) -> None:
    conversation, alice = cast.conversation(), cast.client_for(cast.alice)
    with cast.scope():
        cast.alice.change_profile(by=cast.alice, time_zone="Asia/Tokyo")
    day = (clock.now() + 3 * DAY).date()
    form = {"body": "Soon", "send_on": str(day), "send_clock": "09:00"}
    url = reverse("inbox:messages", args=[conversation.pk])
    assert alice.post(url, form).status_code == 202
    with cast.scope():
        held = Outgoing.objects.get(conversation=conversation)
    assert held.due_at == datetime.combine(day, time(0), tzinfo=UTC)
    assert b"Soon" in alice.get(reverse("inbox:scheduled")).content
    refused = alice.post(url, form | {"send_on": "yesterday"})
    assert (refused.status_code, refused["X-Refused"]) == (422, "no_moment")
    assert alice.post(reverse("inbox:sending", args=[held.pk]), {"due": "1"}).status_code == 204
    assert len(bodies(cast, conversation)) == 1
    assert alice.post(reverse("inbox:sending", args=[held.pk])).status_code == 204
    assert bodies(cast, conversation)[-1] == "Soon"
