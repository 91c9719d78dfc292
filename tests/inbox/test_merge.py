"""Two conversations of a client become one, and two again: in the order of time, with all that hangs on them."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from core import clock
from core.ids import uuid7
from inbox.errors import AlreadyMerged, NotTheSameClient, SameConversation
from inbox.interleave import Place, interleave, read_up_to, renumbered
from inbox.models import Conversation, IndexedLine, Merge, Outgoing, ReadCursor, Visitor
from inbox.visitor_view import conversation_view
from tests.inbox import trail
from timeline.models import Notification

pytestmark = pytest.mark.covers("I2")


class Two:
    """One client in two inboxes: (their browser here and there, the conversations here and there)."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.careers = cast.inbox("Careers")
        self.here, self.there = cast.visitor("Vera"), cast.visitor(inbox=self.careers)
        self.there.contact = self.here.contact
        with cast.scope():
            self.there.save()
        self.one = cast.conversation("First here", visitor=self.here)
        self.other = cast.conversation("Then there", visitor=self.there)
        self.say(self.one, "Second here")
        self.say(self.other, "Second there")

    def say(self, conversation: Conversation, body: str, by=None) -> None:
        with self.cast.scope():
            conversation.reply(by=by or self.cast.bob, body=body)

    def merge(self) -> Merge:
        with self.cast.scope():
            return self.one.merge(self.other, by=self.cast.alice)

    def separate(self, merge: Merge) -> None:
        with self.cast.scope():
            self.one.separate(merge, by=self.cast.alice)

    def said(self, conversation: Conversation) -> list[str]:
        with self.cast.scope():
            lines = Conversation.objects.get(pk=conversation.pk).messages.exclude(kind="event").order_by("seq")
            return list(lines.values_list("body", flat=True))

    def seen_by(self, visitor: Visitor) -> list[str]:
        with self.cast.scope():
            shown = conversation_view(Conversation.of_visitor(Visitor.objects.get(pk=visitor.pk)))
        return [message["body"] for message in shown["messages"]]


@pytest.fixture
def two(cast) -> Two:
    return Two(cast)


ALL = ["First here", "Then there", "Second here", "Second there"]


def test_the_lines_stand_in_the_order_of_time_under_numbers_that_never_meant_another_line(cast, two) -> None:
    before = max(two.one.seq, two.other.seq, 2)
    two.merge()
    assert two.said(two.one) == ALL
    with cast.scope():
        numbers = list(two.one.messages.order_by("seq").values_list("seq", flat=True))
    assert numbers == [1, *range(before + 1, before + 5)]  # the first keeps its own; the last is what happened
    merged = cast.fresh(two.one)
    assert (merged.preview, merged.said_seq, merged.reply_seq, merged.seq) == ("Second there", 5, 5, 6)


def test_the_old_id_and_both_browsers_of_the_client_go_on_in_the_survivor(cast, two) -> None:
    two.merge()
    alice = cast.client_for(cast.alice)
    answer = alice.get(reverse("inbox:conversation", args=[two.other.pk]) + "?in=all&at=2")
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("inbox:conversation", args=[two.one.pk]) + "?in=all",
    )
    sent = alice.post(reverse("inbox:messages", args=[two.other.pk]), {"body": "To both"})
    assert sent.status_code == 201
    assert two.said(two.one)[-1] == "To both"
    assert two.seen_by(two.here) == two.seen_by(two.there) == [*ALL, "To both"]
    cast.conversation("From there again", visitor=two.there)
    assert two.said(two.one)[-1] == "From there again"
    assert cast.client_for(cast.boris).get(reverse("inbox:conversation", args=[two.other.pk])).status_code == 404


def test_a_verb_that_began_before_the_merge_lands_in_the_survivor(cast, two) -> None:
    with cast.scope():
        late = Conversation.objects.get(pk=two.other.pk)
    two.merge()
    with cast.scope():
        late.note(by=cast.bob, body="A late note")
        late.close(by=cast.bob)
    assert two.said(two.one)[-1] == "A late note"
    assert cast.fresh(two.one).is_closed


def test_what_is_unread_stays_unread_and_nothing_else_becomes_so(cast, two) -> None:
    with cast.scope():
        two.one.mark_read(by=cast.alice, seq=2)
        two.other.mark_read(by=cast.alice, seq=1)
        two.one.mark_read(by=cast.carol, seq=2)
    two.merge()
    with cast.scope():
        read = dict(two.one.read_cursors.values_list("membership_id", "seq"))
        bodies = dict(two.one.messages.values_list("seq", "body"))
    assert bodies[read[cast.alice.pk]] == "Second here"
    assert bodies[read[cast.carol.pk]] == "First here"


def test_drafts_files_and_waiting_replies_come_along(cast, two) -> None:
    import io

    file = io.BytesIO(b"Terms")
    file.name = "terms.txt"
    with cast.scope():
        two.one.keep_draft(by=cast.alice, body="Here")
        two.other.keep_draft(by=cast.alice, body="There")
        two.one.keep_draft(by=cast.bob, body="To the client")
        two.other.keep_draft(by=cast.bob, body="Among us", kind="note")
        waiting = two.other.attach(file, by=cast.carol)
        held = two.other.hold(by=cast.carol, body="Later", due_at=clock.now() + timedelta(days=1), scheduled=True)
    two.merge()
    with cast.scope():
        assert two.one.draft_of(cast.alice).body == "Here\n\nThere"
        assert (two.one.draft_of(cast.bob).kind, two.one.draft_of(cast.bob).body) == ("note", "Among us")
        assert [each.body for each in two.one.what_waits()] == ["To the client", "Later"]
        assert [each.pk for each in two.one.waiting_files(cast.carol)] == [waiting.pk]
        assert Outgoing.objects.get(pk=held.pk).conversation_id == two.one.pk


def test_what_people_were_told_leads_to_the_survivor_and_is_read_there(cast, two) -> None:
    trail.settle(cast)
    two.merge()
    with cast.scope():
        told = Notification.objects.of(cast.alice).unread()
        assert set(told.values_list("subject_id", flat=True)) == {str(two.one.pk)}
        two.one.mark_read(by=cast.alice, seq=99)
    trail.settle(cast)
    with cast.scope():
        assert not Notification.objects.of(cast.alice).unread().exists()


def test_it_is_found_and_listed_as_one(cast, two) -> None:
    two.merge()
    with cast.scope():
        assert set(IndexedLine.objects.filter(conversation=two.one).values_list("inbox", flat=True)) == {
            cast.website.pk
        }
        assert IndexedLine.objects.filter(conversation=two.one).count() == 4
    page = cast.client_for(cast.alice).get(reverse("inbox:folder", args=["all"])).content.decode()
    assert page.count('id="row-') == 1
    assert {"op": "remove", "id": f"row-{two.other.pk}"} in trail.frames(cast, f"inbox:{two.careers.pk}")
    assert trail.frames(cast, f"visitor:{two.other.pk}")[-1]["op"] == "anew"
    assert ("conversations_merged", cast.alice.pk, {"merged": None}, {"merged": str(two.other.pk)}) in trail.changes(
        cast, two.one
    )
    history = cast.client_for(cast.alice).get(reverse("inbox:history", args=[two.one.pk])).content.decode()
    assert history.count("Message from the client") == 2


def test_separated_each_has_its_own_again_and_what_was_written_since_stays(cast, two) -> None:
    with cast.scope():
        two.other.assign(by=cast.bob, to=cast.carol)
        two.other.mark_read(by=cast.alice, seq=2)
    merge = two.merge()
    assert cast.fresh(two.one).assignee_id == cast.carol.pk
    two.say(two.one, "Since then")
    two.separate(merge)
    assert two.said(two.one) == ["First here", "Second here", "Since then"]
    assert two.said(two.other) == ["Then there", "Second there"]
    back = cast.fresh(two.other)
    assert (back.assignee_id, back.preview, back.inbox_id) == (cast.carol.pk, "Second there", two.careers.pk)
    assert cast.fresh(two.one).preview == "Since then"
    assert two.seen_by(two.there) == ["Then there", "Second there"]
    with cast.scope():
        assert set(IndexedLine.objects.filter(conversation=two.other).values_list("inbox", flat=True)) == {
            two.careers.pk
        }
        assert ReadCursor.objects.get(conversation=two.other, membership=cast.alice).seq < back.said_seq
        assert not Merge.objects.exists()
    two.say(two.other, "Goes on there")
    assert two.said(two.other)[-1] == "Goes on there"
    with cast.scope(), pytest.raises(AlreadyMerged):
        two.one.separate(merge, by=cast.bob)


def test_one_that_had_taken_in_another_is_taken_in_with_it(cast, two) -> None:
    third = cast.visitor(inbox=cast.inbox("Third"))
    third.contact = two.here.contact
    with cast.scope():
        third.save()
    last = cast.conversation("In the third", visitor=third)
    with cast.scope():
        two.other.merge(last, by=cast.alice)
    with cast.scope():
        outer = two.one.merge(two.other, by=cast.alice)
        assert Merge.followed(last.pk) == two.one.pk
    assert two.said(two.one) == [*ALL, "In the third"]
    two.separate(outer)
    with cast.scope():
        assert Merge.followed(last.pk) == two.other.pk
    assert two.said(two.other) == ["Then there", "Second there", "In the third"]


def test_what_cannot_be_merged_is_refused_in_words(cast, two) -> None:
    stranger = cast.conversation("Somebody else")
    with cast.scope(), pytest.raises(NotTheSameClient):
        two.one.merge(stranger, by=cast.alice)
    with cast.scope(), pytest.raises(SameConversation):
        two.one.merge(two.one, by=cast.alice)
    alice, url = cast.client_for(cast.alice), reverse("inbox:merging", args=[two.one.pk])
    assert alice.post(url, {"other": str(stranger.pk)})["X-Refused"] == "not_the_same_client"
    assert [alice.post(url, {"other": other}).status_code for other in ("", "<b>", str(uuid7()))] == [404] * 3
    two.merge()
    assert alice.post(url, {"other": str(two.other.pk)})["X-Refused"] == "same_conversation"


@pytest.mark.parametrize("seed", range(3))
def test_two_who_merge_both_ways_at_once_and_others_who_write_never_wait_for_each_other(cast, two, seed) -> None:
    chance = random.Random(seed)

    def act(number: int) -> str:
        try:
            with cast.scope():
                one, other = (two.one, two.other) if number % 2 else (two.other, two.one)
                if number < 4:
                    one.merge(other, by=cast.alice)
                    return "merged"
                one.reply(by=cast.bob, body=f"Line {number}")
                return "said"
        except (AlreadyMerged, Conversation.DoesNotExist):
            return "late"
        finally:
            connection.close()

    order = list(range(12))
    chance.shuffle(order)
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(act, order))
    assert done.count("merged") == 1
    assert done.count("said") == 8
    with cast.scope():
        left = list(Conversation.objects.filter(contact=two.here.contact))
        lines = list(left[0].messages.order_by("seq"))
    assert len(left) == 1
    said = [line.body for line in lines if line.kind != "event"]
    assert len(said) == 12
    assert left[0].seq == lines[-1].seq


def test_any_two_threads_interleave_by_time_and_keep_their_own_order() -> None:
    chance = random.Random(11)
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def thread(ours: bool) -> list[Place]:
        times = [start + timedelta(seconds=chance.randrange(20)) for _ in range(chance.randrange(12))]
        times = sorted(times) if chance.random() < 0.8 else times  # clocks of several machines
        return [Place(uuid7(), seq, at, ours) for seq, at in enumerate(times, 1)]

    for _ in range(300):
        ours, theirs = thread(True), thread(False)
        both = list(interleave(ours, theirs))
        assert [line for line in both if line.ours] == ours
        assert [line for line in both if not line.ours] == theirs
        after = max(len(ours), len(theirs))
        lines = renumbered(both, after)
        numbers = [line.seq for line in lines]
        assert numbers == sorted(set(numbers))
        assert all(line.seq > after for line in lines if not line.place.ours)
        mine, other = chance.randrange(13), chance.randrange(13)
        reached = read_up_to(lines, mine, other)
        assert all(line.place.seq <= (mine if line.place.ours else other) for line in lines if line.seq <= reached)
