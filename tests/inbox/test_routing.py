"""What nobody has is given out: in turn or by load, to who is online and has room, once each."""

import os
import threading
import time
from collections import Counter

import psycopg
import pytest
import redis
from django.conf import settings
from django.db import connection, transaction

from core.tenancy import firm_scope
from inbox import routing
from inbox.errors import BadRouting
from inbox.models import Conversation, Inbox
from inbox.routing import give_out
from ledger.handlers import run_handlers
from live.roster import Presence
from tests.cast import Cast
from tests.inbox import trail
from tests.inbox.test_states import team
from timeline.models import Notification

pytestmark = [pytest.mark.covers("I8"), pytest.mark.usefixtures("no_worker")]


def come(cast: Cast, *people, status: str = "online") -> None:
    """As the hub writes down who has a page open."""
    key = f"{settings.REDIS_PREFIX}:present:firm:{cast.acme.pk}"
    for person in people:
        member = Presence("agent", person.pk, person.name, status, time.time()).member("tests")
        redis.Redis.from_url(settings.REDIS_URL).zadd(key, {member: time.time()})


def leave(cast: Cast) -> None:
    redis.Redis.from_url(settings.REDIS_URL).delete(f"{settings.REDIS_PREFIX}:present:firm:{cast.acme.pk}")


def give(cast: Cast) -> int:
    with cast.scope():
        return give_out()


def route(cast: Cast, how: str = "turn", most: int = 0, inbox: Inbox | None = None) -> None:
    with cast.scope():
        (inbox or cast.website).change(by=cast.alice, routing=how, routing_most=most)


def owners(cast: Cast, *conversations: Conversation) -> list[str]:
    names = {person.pk: person.name.split()[0] for person in (cast.alice, cast.bob, cast.carol)}
    return [names.get(cast.fresh(one).assignee_id, "") for one in conversations]


def test_in_turn_among_those_who_are_online(cast, client_for) -> None:
    route(cast)
    come(cast, cast.bob, cast.carol, cast.dora)  # Dora may not answer
    come(cast, cast.alice, status="busy")
    seven = [cast.conversation(f"Question {number}") for number in range(7)]
    assert [give(cast), give(cast)] == [7, 0]
    assert owners(cast, *seven) == ["Bob", "Carol"] * 3 + ["Bob"]
    eighth = cast.conversation("One more")
    give(cast)
    assert owners(cast, eighth) == ["Carol"]
    with cast.scope():
        line = eighth.messages.get(event="assigned")
    assert (line.author_id, line.data["routed"]) == (None, "turn")
    page = client_for(cast.bob).get(f"/inbox/conversations/{eighth.pk}/").content.decode()
    assert "Given to Carol Chen, whose turn it was" in page


def test_to_whoever_has_the_fewest(cast) -> None:
    route(cast, "least")
    come(cast, cast.bob, cast.carol)
    had = [cast.conversation(f"Mine {number}") for number in range(4)]
    with cast.scope():
        for conversation in had[:3]:
            conversation.assign(by=cast.bob, to=cast.bob)
        had[3].assign(by=cast.bob, to=cast.bob)
        had[3].close(by=cast.bob)  # what is closed is no load
    new = [cast.conversation(f"New {number}") for number in range(4)]
    give(cast)
    assert owners(cast, *new) == ["Carol", "Carol", "Carol", "Bob"]


def test_who_has_no_room_is_given_none_and_it_goes_on_when_there_is_room(cast) -> None:
    route(cast, most=2)
    come(cast, cast.bob)
    three = [cast.conversation(f"Question {number}") for number in range(3)]
    assert give(cast) == 2
    assert owners(cast, *three) == ["Bob", "Bob", ""]
    with cast.scope():
        cast.fresh(three[0]).close(by=cast.bob)
    trail.settle(cast)
    assert owners(cast, three[2]) == ["Bob"]


def test_nobody_is_online_then_somebody_comes(cast) -> None:
    route(cast)
    leave(cast)
    conversation = cast.conversation()
    assert (give(cast), owners(cast, conversation)) == (0, [""])
    come(cast, cast.carol)
    assert (give(cast), owners(cast, conversation)) == (1, ["Carol"])


def test_what_a_colleague_put_back_stays_with_nobody(cast) -> None:
    route(cast)
    come(cast, cast.bob)
    conversation = cast.conversation()
    give(cast)
    with cast.scope():
        conversation.assign(by=cast.bob)
    assert (give(cast), owners(cast, conversation)) == (0, [""])


def test_a_team_has_it_so_one_of_the_team_is_given_it(cast) -> None:
    advisers = team(cast, "Tax advisers", cast.carol)
    come(cast, cast.bob, cast.carol)
    conversation = cast.conversation()
    with cast.scope():
        conversation.assign(by=cast.alice, team=advisers)
    route(cast)
    give(cast)
    conversation = cast.fresh(conversation)
    assert (owners(cast, conversation), conversation.team_id) == (["Carol"], advisers.pk)


def test_what_nobody_here_may_take_keeps_nothing_else_waiting(cast, monkeypatch) -> None:
    monkeypatch.setattr(routing, "AT_ONCE", 1)
    advisers = team(cast, "Tax advisers", cast.carol)
    theirs, anybodys = cast.conversation("About taxes"), cast.conversation("About anything")
    with cast.scope():
        theirs.assign(by=cast.alice, team=advisers)
    route(cast)
    come(cast, cast.bob)
    give(cast)
    assert owners(cast, theirs, anybodys) == ["", "Bob"]


def test_an_inbox_gives_to_who_works_it_and_the_others_keep_theirs(cast) -> None:
    advisers = team(cast, "Tax advisers", cast.carol)
    with cast.scope():
        cast.website.let_work([advisers], by=cast.alice)
    other = cast.inbox("Careers")
    route(cast)
    come(cast, cast.bob, cast.carol)
    here, there = cast.conversation(), cast.conversation(inbox=other)
    give(cast)
    assert owners(cast, here, there) == ["Carol", ""]


def test_the_clients_first_words_are_given_out_and_only_one_colleague_is_told(cast) -> None:
    route(cast)
    come(cast, cast.bob)
    conversation = cast.conversation()
    trail.settle(cast)
    assert owners(cast, conversation) == ["Bob"]
    with cast.scope():
        told = Notification.objects.filter(subject_id=str(conversation.pk))
        assert set(told.values_list("membership_id", flat=True)) == {cast.bob.pk}
        assert "inbox.assigned" in set(told.values_list("kind", flat=True))


def test_who_is_told_does_not_depend_on_which_worker_is_first(cast) -> None:
    """One worker is giving out and has not come to it yet; another tells who is to be told."""
    route(cast)
    come(cast, cast.bob)
    trail.settle(cast)
    conversation = cast.conversation()
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as beside:
        held = "SELECT FROM ledger_cursor WHERE firm_id = %s AND handler = 'inbox.give_out' FOR UPDATE"
        assert beside.execute(held, [cast.acme.pk]).rowcount == 1
        run_handlers(cast.acme.pk)
    assert owners(cast, conversation) == ["Bob"]
    with cast.scope():
        told = Notification.objects.filter(subject_id=str(conversation.pk))
        assert set(told.values_list("membership_id", flat=True)) == {cast.bob.pk}


def test_two_who_give_out_at_once_give_each_once_and_no_more_than_there_is_room_for(cast) -> None:
    route(cast, "least", most=3)
    careers = cast.inbox("Careers", routing="turn", routing_most=3)
    come(cast, cast.bob, cast.carol)
    many = [cast.conversation(f"Question {n}", inbox=(cast.website, careers)[n % 2]) for n in range(10)]
    start = threading.Barrier(3)

    def work() -> None:
        start.wait()
        with firm_scope(cast.acme.pk), transaction.atomic():
            give_out()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Counter(owners(cast, *many)) == {"Bob": 3, "Carol": 3, "": 4}
    with cast.scope():
        assert max(one.messages.filter(event="assigned").count() for one in many) == 1


@pytest.mark.parametrize("wrong", [{"routing": "random"}, {"routing_most": -1}, {"routing_most": 1_001}])
def test_what_cannot_be_is_refused(cast, wrong) -> None:
    with pytest.raises(BadRouting, match="at most 1,000"), cast.scope():
        cast.website.change(by=cast.alice, **wrong)


@pytest.mark.covers("X1")
def test_by_the_settings_and_by_the_api(cast, client_for) -> None:
    page = client_for(cast.alice)
    answer = page.get(f"/settings/inboxes/{cast.website.pk}/")
    assert "Whoever has the fewest open conversations" in answer.content.decode()
    said = {"name": "Website", "accent": "#0f6e6e", "routing": "least", "routing_most": "4", "allowed_origins": ""}
    assert page.post(f"/settings/inboxes/{cast.website.pk}/", said).status_code == 302
    assert (cast.fresh(cast.website).routing, cast.fresh(cast.website).routing_most) == ("least", 4)
    path = f"/api/v1/inboxes/{cast.website.pk}/"
    answer = page.patch(path, {"routing": "turn", "routing_most": 0}, content_type="application/json")
    assert (answer.json()["routing"], answer.json()["routing_most"]) == ("turn", 0)
    assert page.patch(path, {"routing": "x"}, content_type="application/json").status_code == 400
    assert client_for(cast.bob).patch(path, {"routing": ""}, content_type="application/json").status_code == 403
