"""A record's timeline: what stands on it, for whom, in which order, and what colleagues log there."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Team, TeamMember
from core import clock
from core.ids import uuid7
from core.place import Place
from crm.models import Contact
from tests.inbox import trail
from timeline.errors import ActivityEdited, ActivityEmpty, ActivityTooLong, NotYoursToEdit, OutcomeUnfit, TooManyPins
from timeline.models import Activity, Entry
from timeline.reading import PAGE, Timeline
from timeline.refs import Ref

pytestmark = [pytest.mark.covers("H1", "H2", "H3"), pytest.mark.usefixtures("no_worker")]


def client(cast, words: str, **who) -> Contact:
    conversation = cast.conversation(words, visitor=cast.visitor(**who), inbox=who.get("inbox"))
    with cast.scope():
        return Contact.objects.get(pk=conversation.contact_id)


@pytest.fixture
def vera(cast) -> Contact:
    return client(cast, "Hello", name="Vera Vance")


def note(cast, contact, body: str = "Prefers mornings", by=None, **more) -> Activity:
    said = {"kind": "note", "about": [Ref("contact", contact.pk)], **more}
    with cast.scope():
        return Activity.log(by=by or cast.bob, body=body, **said)


def shown(cast, contact, me=None) -> list[str]:
    """What each entry says, the newest first, all pages of it."""
    me = me or cast.alice
    found, before = [], None
    while True:
        with cast.scope(me):
            timeline = Timeline(cast.fresh(me), Ref("contact", contact.pk), before)
            found += [getattr(each.shown, "activity", each.shown) for each in timeline.entries]
            if not timeline.more:
                return [each.body if isinstance(each, Activity) else each.preview for each in found]
            before = Place.parse(timeline.more)


def test_notes_and_conversations_stand_there_the_newest_first(cast, vera) -> None:
    trail.settle(cast)
    note(cast, vera, "First")
    note(cast, vera, "Second", by=cast.carol)
    note(cast, vera, "Last year", at=clock.now() - timedelta(days=400))
    assert shown(cast, vera) == ["Second", "First", "Hello", "Last year"]


def test_one_kind_alone(cast, vera) -> None:
    trail.settle(cast)
    for kind in ("note", "call", "note"):
        note(cast, vera, f"A {kind}", kind=kind)
    for kind, wanted in (("call", 1), ("note", 2), ("conversation", 1), ("nonsense", 4)):
        with cast.scope():
            assert len(Timeline(cast.alice, Ref("contact", vera.pk), kind=kind).entries) == wanted


def test_pages_hold_each_entry_once(cast, vera) -> None:
    at = clock.now()
    for number in range(2 * PAGE + 3):
        note(cast, vera, f"Note {number}", at=at - timedelta(minutes=number // 3))
    assert sorted(shown(cast, vera)) == sorted(f"Note {number}" for number in range(2 * PAGE + 3))


def test_the_same_note_sent_twice_is_there_once(cast, vera) -> None:
    id = uuid7()
    for _ in range(2):
        note(cast, vera, id=id)
    assert shown(cast, vera) == ["Prefers mornings"]


def test_an_id_that_is_anothers_is_refused_and_what_has_it_stays(cast, client_for, vera) -> None:
    mine, tom = note(cast, vera), client(cast, "Hi", name="Tom")
    for who, contact in ((cast.bob, tom), (cast.carol, vera)):
        said = {"id": str(mine.pk), "body": "Another"}
        answer = client_for(who).post(f"/timelines/contact/{contact.pk}/activities/", said)
        assert (answer.status_code, "Something else has this id" in answer.content.decode()) == (409, True)
    assert (shown(cast, vera), shown(cast, tom)) == (["Prefers mornings"], [])


@pytest.mark.parametrize(
    ("body", "refused"), [("", ActivityEmpty), (" \n ", ActivityEmpty), ("x" * 65_537, ActivityTooLong)]
)
def test_what_is_no_note_is_refused_and_leaves_nothing(cast, vera, body, refused) -> None:
    with pytest.raises(refused):
        note(cast, vera, body)
    with cast.scope():
        assert not Activity.objects.exists()
        assert not Entry.objects.filter(source_type="activity").exists()


@pytest.mark.parametrize(
    ("kind", "outcome"), [("call", "no_answer"), ("email", "sent"), ("meeting", "held"), ("text", "")]
)
def test_what_is_logged_besides_notes(cast, vera, kind, outcome) -> None:
    logged = note(cast, vera, "About the tender", kind=kind, outcome=outcome, at=clock.now() - timedelta(days=2))
    assert (logged.kind, logged.outcome) == (kind, outcome)
    with cast.scope():
        entry = logged.entries.get()
    assert (entry.kind, entry.occurred_at) == (kind, logged.occurred_at)


@pytest.mark.parametrize(("kind", "outcome"), [("note", "held"), ("call", "sent"), ("meeting", "nonsense")])
def test_how_something_else_went_is_refused(cast, vera, kind, outcome) -> None:
    with pytest.raises(OutcomeUnfit):
        note(cast, vera, kind=kind, outcome=outcome)


@pytest.mark.parametrize("at", ["yesterday", "2026-13-01T10:00", "99999-01-01T00:00", "0001-01-01T00:00"])
def test_a_date_that_is_none_is_refused_with_a_sentence(cast, client_for, vera, at) -> None:
    said = {"body": "Hello", "kind": "call", "at": at}
    answer = client_for(cast.bob).post(f"/timelines/contact/{vera.pk}/activities/", said)
    assert (answer.status_code, "Choose when it was" in answer.content.decode()) == (422, True)


def test_the_date_is_by_the_persons_own_clock(cast, client_for, vera) -> None:
    with cast.scope():
        type(cast.bob).objects.filter(pk=cast.bob.pk).update(time_zone="America/New_York")
    said = {"body": "Hello", "kind": "call", "outcome": "connected", "at": "2026-03-02T09:00"}
    assert client_for(cast.bob).post(f"/timelines/contact/{vera.pk}/activities/", said).status_code == 201
    with cast.scope():
        assert Activity.objects.get().occurred_at == datetime(2026, 3, 2, 14, tzinfo=UTC)


def test_editing_ones_own_and_nobody_elses(cast, vera) -> None:
    mine = note(cast, vera)
    with cast.scope(), pytest.raises(NotYoursToEdit):
        mine.edit(by=cast.carol, body="Mine now")
    with cast.scope():
        mine.edit(by=cast.bob, body="Prefers evenings", version=1)
    with cast.scope(), pytest.raises(ActivityEdited):
        mine.edit(by=cast.bob, body="Prefers noon", version=1)
    assert shown(cast, vera) == ["Prefers evenings"]
    kind, who, before, after = trail.changes(cast, mine)[-1]
    assert (kind, who) == ("activity_edited", cast.bob.pk)
    assert (before, after) == ({"body": "Prefers mornings"}, {"body": "Prefers evenings"})


def test_deleting_and_putting_back(cast, vera) -> None:
    mine = note(cast, vera)
    with cast.scope(), pytest.raises(NotYoursToEdit):
        mine.discard(by=cast.carol)
    with cast.scope():
        mine.discard(by=cast.alice)
    assert shown(cast, vera) == []
    with cast.scope():
        mine.restore(by=cast.alice)
    assert shown(cast, vera) == ["Prefers mornings"]


def test_a_conversation_of_an_inbox_that_one_does_not_see_is_not_there(cast) -> None:
    partners = cast.inbox("Partners")
    with cast.scope():
        sales = Team.objects.create(name="Sales")
        TeamMember.objects.create(team=sales, membership=cast.carol)
        partners.teams.add(sales, through_defaults={"firm_id": cast.acme.pk})
    anna = client(cast, "The tender", name="Anna", inbox=partners)
    trail.settle(cast)
    assert (shown(cast, anna, cast.bob), shown(cast, anna, cast.carol)) == ([], ["The tender"])


def test_of_two_who_are_one_everything_stands_there_once(cast, vera) -> None:
    other = client(cast, "Hello again", name="V. Vance")
    trail.settle(cast)
    both = [Ref("contact", vera.pk), Ref("contact", other.pk)]
    with cast.scope():
        Activity.log(by=cast.bob, kind="note", body="Both", about=both)
        vera.take_in(other, by=cast.alice)
    assert sorted(shown(cast, vera)) == ["Both", "Hello", "Hello again"]


def test_three_are_pinned_on_top_each_of_its_own_record(cast, vera) -> None:
    other = client(cast, "Hello too", name="Wanda West")
    both = note(cast, vera, "Of both", about=[vera.ref, other.ref])
    rest = [note(cast, vera, f"Note {number}") for number in range(3)]
    for activity in (both, *rest[:2]):
        pin(cast, activity, vera)
    pin(cast, both, vera)
    with pytest.raises(TooManyPins):
        pin(cast, rest[2], vera)
    assert pinned(cast, vera) == ["Of both", "Note 0", "Note 1"]
    assert pinned(cast, other) == []
    with cast.scope():
        entry_of(both, vera).unpin(by=cast.alice)
        rest[0].discard(by=cast.bob)
    pin(cast, rest[2], vera)
    assert pinned(cast, vera) == ["Note 1", "Note 2"]
    with cast.scope():
        rest[0].restore(by=cast.bob)
    assert pinned(cast, vera) == ["Note 0", "Note 1", "Note 2"]


def entry_of(activity, contact) -> Entry:
    return activity.entries.get(subject_id=contact.pk)


def pin(cast, activity, contact) -> None:
    with cast.scope():
        entry_of(activity, contact).pin(by=cast.alice)


def pinned(cast, contact) -> list[str]:
    with cast.scope():
        return [each.shown.activity.body for each in Timeline(cast.alice, contact.ref).pins]
