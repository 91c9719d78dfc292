"""Which conversations stand in a folder, in what order, page by page; and that the browser's rule says the same."""

import random
from datetime import timedelta

import pytest

from core import clock
from core.place import Place
from inbox.folders import FOLDERS, PAGE
from inbox.listing import Listing, counts
from inbox.models import Conversation, Inbox

pytestmark = pytest.mark.covers("I1")


def fill(cast, inbox: Inbox, number: int, seed: int) -> None:
    """Conversations in every state; many share one instant, so that the id decides."""
    chance, start, contact = random.Random(seed), clock.now(), cast.visitor("Vera").contact
    with cast.scope():
        for _ in range(number):
            at = start - timedelta(minutes=chance.randrange(number // 3 + 1))
            closed = at if chance.random() < 0.4 else None
            owner = chance.choice([None, cast.alice, cast.bob])
            wakes = at + timedelta(days=9) if not closed and chance.random() < 0.4 else None
            spam = closed if chance.random() < 0.2 else None
            ours = at if chance.random() < 0.5 else None
            conversation = Conversation.objects.create(
                inbox=inbox,
                contact=contact,
                created_at=at,
                active_at=at,
                closed_at=closed,
                assignee=owner,
                wakes_at=wakes,
                waiting_since=ours,
                spam_at=spam,
            )
            if chance.random() < 0.25:
                conversation.note(by=cast.carol, body="Look", mentions=[f"person-{cast.alice.pk}"])
                Conversation.objects.filter(pk=conversation.pk).update(active_at=at)


def walk(cast, name: str, membership, inbox_id=None) -> list[Conversation]:
    """Every row of a folder, page by page, as the browser asks for them."""
    rows, before = [], None
    while True:
        with cast.scope(membership):
            listing = Listing(membership, FOLDERS[name], inbox_id=inbox_id, before=before)
            rows += listing.rows
            if not listing.next_key:
                return rows
            before = Place.parse(listing.next_key)


@pytest.mark.parametrize("name", FOLDERS)
def test_pages_hold_each_conversation_once_and_in_order(cast, name: str) -> None:
    support = cast.inbox("Support")
    fill(cast, cast.website, 90, seed=1)
    fill(cast, support, 70, seed=2)
    found = walk(cast, name, cast.alice)
    with cast.scope():
        sort = FOLDERS[name].sort
        expected = Conversation.objects.filter(FOLDERS[name].where(cast.alice)).order_by(*sort.order)
        assert [row.pk for row in found] == [row.pk for row in expected]
    keys = [getattr(row, sort.key) for row in found]
    assert keys == sorted(keys, reverse=sort.newest_first)
    assert all(FOLDERS[name].holds(row, cast.alice) for row in found)
    assert {row.inbox_id for row in found} == {cast.website.pk, support.pk}


@pytest.mark.parametrize("name", FOLDERS)
def test_the_rule_holds_nothing_else(cast, name: str) -> None:
    fill(cast, cast.website, 60, seed=3)
    inside = {row.pk for row in walk(cast, name, cast.bob)}
    with cast.scope():
        assert inside == {row.pk for row in Conversation.objects.all() if FOLDERS[name].holds(row, cast.bob)}


def test_one_inbox_alone(cast) -> None:
    support = cast.inbox("Support")
    fill(cast, cast.website, PAGE + 10, seed=4)
    fill(cast, support, 10, seed=5)
    assert {row.inbox_id for row in walk(cast, "all", cast.alice, support.pk)} == {support.pk}


def test_an_inbox_of_a_team_is_its_members_alone(cast) -> None:
    from tests.inbox.test_states import team

    private, sales = cast.inbox("Partners"), team(cast, "Sales", cast.carol)
    with cast.scope():
        private.teams.add(sales, through_defaults={"firm_id": cast.acme.pk})
    fill(cast, private, 5, seed=6)
    assert len(walk(cast, "all", cast.carol)) == 5
    assert walk(cast, "all", cast.bob) == []
    assert len(walk(cast, "all", cast.alice)) == 5, "who manages inboxes sees all of them"
    assert walk(cast, "all", cast.boris) == []


def test_counts_end_at_99(cast) -> None:
    fill(cast, cast.website, 40, seed=7)
    with cast.scope():
        inboxes = list(Inbox.objects.visible_to(cast.alice))
        mine = len(Conversation.objects.filter(FOLDERS["mine"].where(cast.alice)))
        assert counts(cast.alice, inboxes)["mine"] == str(mine)
    fill(cast, cast.website, 1_000, seed=8)
    with cast.scope():
        assert set(counts(cast.alice, inboxes).items()) == {
            (name, "99+") for name in ("mine", "unassigned", "snoozed", "mentions")
        }


ID = "01a20953-3841-718d-a43b-6a04b47827f0"
NO_PLACE = ["", "x", "12", "-", f"12-{ID}x", f"1e3-{ID}", f"{'9' * 17}-{ID}", f"²-{ID}"]


@pytest.mark.parametrize("key", NO_PLACE)
def test_a_key_that_names_no_place(key: str) -> None:
    assert Place.parse(key) is None


def test_a_key_names_its_place_exactly(cast) -> None:
    conversation = cast.conversation()
    assert Place.parse(conversation.key) == Place(conversation.active_at, conversation.pk)
