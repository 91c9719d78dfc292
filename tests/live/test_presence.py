"""Who else is here: counted once, told in deltas, over all processes."""

import time

import pytest
from django.conf import settings

from core.ids import uuid7
from live.redis import client
from live.roster import Presence
from tests.live.page import Page, ticket_for
from tests.live.test_losses import come_back
from tests.support.waiting import until

pytestmark = pytest.mark.covers("L1", "L3")


@pytest.fixture
def room() -> str:
    return f"room:{uuid7()}"


def names(people: list[dict]) -> list[str]:
    return sorted(person["name"].split()[0] for person in people)


def come(server, membership, room: str) -> tuple[Page, list[str]]:
    page = Page(server, ticket_for(membership))
    return page, names(page.subscribe(room)["present"])


def test_coming_and_going_is_told_to_those_who_are_there(lounge, cast, room):
    with Page(lounge, ticket_for(cast.alice)) as alice:
        assert names(alice.subscribe(room)["present"]) == ["Alice"]
        bob, seen = come(lounge, cast.bob, room)
        assert seen == ["Alice", "Bob"]
        alice.until(lambda frame: frame.get("kind") == "present" and "Bob" in names(frame["data"]["joined"]))
        bob.close()
        gone = alice.until(lambda frame: frame.get("kind") == "present")["data"]
        assert gone == {"joined": [], "left": [cast.bob.pk]}


def test_several_tabs_on_several_processes_are_one_person(lounges, cast, room):
    daphne, uvicorn = lounges("daphne"), lounges("uvicorn")
    with Page(daphne, ticket_for(cast.alice)) as alice:
        alice.subscribe(room)
        tabs = [come(server, cast.bob, room) for server in (daphne, uvicorn, uvicorn)]
        assert all(seen == ["Alice", "Bob"] for _, seen in tabs)
        carol, seen = come(uvicorn, cast.carol, room)
        assert seen == ["Alice", "Bob", "Carol"]
        for tab, _ in tabs[:2]:
            tab.close()
        carol.close()
        assert alice.until(lambda frame: bool(frame.get("data", {}).get("left")))["data"]["left"] == [cast.carol.pk]
        tabs[2][0].close()
        assert alice.until(lambda frame: bool(frame.get("data", {}).get("left")))["data"]["left"] == [cast.bob.pk]
    joined = [p["id"] for f in alice.frames if f.get("kind") == "present" for p in f["data"]["joined"]]
    assert joined.count(cast.bob.pk) == 1


def test_a_reload_is_no_farewell(lounge, cast, room):
    with Page(lounge, ticket_for(cast.alice)) as alice:
        alice.subscribe(room)
        bob, _ = come(lounge, cast.bob, room)
        bob.close()
        bob, _ = come(lounge, cast.bob, room)
        carol, _ = come(lounge, cast.carol, room)
        carol.close()
        alice.until(lambda frame: cast.carol.pk in frame.get("data", {}).get("left", []))
        assert not [f for f in alice.frames if cast.bob.pk in f.get("data", {}).get("left", [])]
        bob.close()


def test_a_status_is_told_and_shown_to_those_who_come_later(lounge, cast, room):
    with Page(lounge, ticket_for(cast.alice)) as alice, Page(lounge, ticket_for(cast.bob)) as bob:
        alice.subscribe(room)
        bob.subscribe(room)
        bob.say(op="signal", stream=room, kind="status", data={"status": "away"})
        alice.until(lambda frame: {"away"} == {p["status"] for p in frame.get("data", {}).get("joined", [])})
        carol = Page(lounge, ticket_for(cast.carol))
        present = {p["id"]: p["status"] for p in carol.subscribe(room)["present"]}
        carol.close()
    assert present == {cast.alice.pk: "online", cast.bob.pk: "away", cast.carol.pk: "online"}


def test_the_people_of_a_process_that_died_are_gone_with_its_last_confirmation(lounge, cast, room):
    key = f"{settings.REDIS_PREFIX}:present:{room}"
    ghost = Presence("agent", cast.bob.pk, cast.bob.name).member("a process that was killed")
    client().zadd(key, {ghost: time.time() - 30})
    with Page(lounge, ticket_for(cast.alice)) as alice:
        assert names(alice.subscribe(room)["present"]) == ["Alice", "Bob"]
        client().zadd(key, {ghost: time.time() - 46})
        carol, _ = come(lounge, cast.carol, room)
        alice.until(lambda frame: frame.get("data", {}).get("left") == [cast.bob.pk])
        carol.close()


def test_redis_forgets_everyone_and_those_who_came_since_learn_who_else_is_here(lounges, cast, room):
    with Page(lounges("daphne"), ticket_for(cast.alice)) as alice:
        alice.subscribe(room)

        def comes_unseen() -> Page | None:
            """Before her process confirms her, as it does a quarter of a second after she came."""
            client().delete(f"{settings.REDIS_PREFIX}:present:{room}")
            page, seen = come(lounges("uvicorn"), cast.bob, room)
            if seen == ["Bob"]:
                return page
            return page.close()

        bob = until(comes_unseen, what="Bob to come while Redis knows nobody")
        client().client_kill_filter(_type="pubsub")  # each process confirms its people when it hears Redis again
        bob.until(lambda frame: frame.get("kind") == "present" and "Alice" in names(frame["data"]["joined"]))
        bob.close()


def test_who_came_while_redis_was_away_learns_of_the_others_when_it_is_back(lounges, cast, room, redis_server):
    with Page(lounges("daphne"), ticket_for(cast.alice)) as alice:
        alice.subscribe(room)
        redis_server.child.kill()
        bob, seen = come(lounges("uvicorn"), cast.bob, room)
        assert seen == ["Bob"]
        come_back(redis_server)
        bob.until(lambda frame: frame.get("kind") == "present" and "Alice" in names(frame["data"]["joined"]))
        bob.close()


def test_the_last_of_several_statuses_in_a_moment_counts(lounge, cast, room):
    with Page(lounge, ticket_for(cast.alice)) as alice, Page(lounge, ticket_for(cast.bob)) as bob:
        alice.subscribe(room)
        bob.subscribe(room)
        for status in ("away", "online", "away"):
            bob.say(op="signal", stream=room, kind="status", data={"status": status})
        alice.until(lambda frame: {"away"} == {p["status"] for p in frame.get("data", {}).get("joined", [])})
        carol = Page(lounge, ticket_for(cast.carol))
        present = {p["id"]: p["status"] for p in carol.subscribe(room)["present"]}
        carol.close()
    assert present[cast.bob.pk] == "away"
