"""Many conversations at once: done by the same verbs, partly refused, undone to each one's own former state."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.ids import uuid7
from inbox.bulk import doing
from inbox.events import ConversationClosed
from inbox.models import InboxTeam
from live.jobs import run
from live.models import Job
from tests.inbox import trail
from tests.inbox.test_states import team

pytestmark = pytest.mark.covers("I14")

BULK = "inbox:bulk"


def post(client, url: str, body: dict):
    return client.post(url, json.dumps(body), content_type="application/json")


def talks(cast, number: int, **more) -> list:
    return [cast.conversation(f"Question {n}", visitor=cast.visitor(f"Visitor {n}", **more)) for n in range(number)]


def states(cast, rows) -> list[str]:
    return [cast.fresh(row).state for row in rows]


@pytest.fixture
def alice(cast, client_for):
    return client_for(cast.alice)


@pytest.mark.covers("I4", "I16")
def test_close_and_undo(cast, alice) -> None:
    rows, id = talks(cast, 4), str(uuid7())
    with cast.scope():
        rows[0].close(by=cast.bob)
    wish = {"id": id, "deed": "close", "ids": [str(row.pk) for row in rows]}
    for _ in range(2):  # a doubled post is one batch
        told = post(alice, reverse(BULK), wish).json()
        assert (told["done"], told["same"], told["text"]) == (3, 1, "3 closed · 1 were so already")
    assert states(cast, rows) == ["closed"] * 4
    assert all(len(trail.facts(cast, row, ConversationClosed)) == 1 for row in rows), "each has its own trail"
    with cast.scope():
        rows[1].reopen(by=cast.bob)
        rows[1].close(by=cast.bob)
        rows[2].reopen(by=cast.bob)
    undone = post(alice, reverse("inbox:batch", args=[id]), {"id": str(uuid7())}).json()
    assert states(cast, rows) == ["closed", "open", "open", "open"]
    assert (undone["done"], [each["who"] for each in undone["refused"]]) == (2, ["Visitor 2"])
    assert "1 left as others have changed them since" in undone["text"]
    again = post(alice, reverse("inbox:batch", args=[id]), {"id": str(uuid7())}).json()
    assert again["id"] == undone["id"], "it is undone once"


@pytest.mark.covers("I3")
def test_each_goes_back_to_who_had_it(cast, alice) -> None:
    rows = talks(cast, 3)
    with cast.scope():
        rows[1].assign(by=cast.alice, to=cast.carol)
    wish = {"deed": "assign", "value": {"assignee": cast.bob.pk}, "ids": [str(row.pk) for row in rows]}
    told = post(alice, reverse(BULK), wish).json()
    assert [cast.fresh(row).assignee_id for row in rows] == [cast.bob.pk] * 3
    post(alice, reverse("inbox:batch", args=[told["id"]]), {})
    assert [cast.fresh(row).assignee_id for row in rows] == [None, cast.carol.pk, None]


def test_a_part_is_refused_and_says_which_and_why(cast, alice) -> None:
    partners, sales = cast.inbox("Partners"), team(cast, "Sales", cast.carol)
    with cast.scope():
        InboxTeam.objects.create(inbox=partners, team=sales)
    open_one = cast.conversation(visitor=cast.visitor("Vera"))
    secret = cast.conversation(visitor=cast.visitor("Tom", inbox=partners), inbox=partners)
    foreign = cast.conversation(inbox=cast.their_website)
    ids = [str(each.pk) for each in (open_one, secret, foreign)]
    told = post(alice, reverse(BULK), {"deed": "assign", "value": {"assignee": cast.bob.pk}, "ids": ids}).json()
    assert (told["done"], told["refused_count"]) == (1, 2)
    assert [(each["who"], "do not see this inbox" in each["why"]) for each in told["refused"]] == [("Tom", True)], (
        "what she does not see is counted, not named"
    )
    assert cast.fresh(foreign).assignee_id is None
    assert (cast.fresh(open_one).assignee_id, cast.fresh(secret).assignee_id) == (cast.bob.pk, None)


def test_all_of_a_list_as_long_work(cast, alice, monkeypatch) -> None:
    monkeypatch.setattr(doing, "AT_ONCE", 2)
    monkeypatch.setattr(doing, "STEP", 2)
    rows = talks(cast, 5)
    with cast.scope():
        rows[0].assign(by=cast.bob, to=cast.bob)
    here = reverse(BULK) + '?in=unassigned&filter={"and":[{"field":"contact","contains":"visitor"}]}'
    assert alice.get(here).json()["count"] == 4
    begun = post(alice, here, {"deed": "close", "all": True})
    assert (begun.status_code, begun.json()["finished"]) == (202, False)
    id = begun.json()["id"]
    assert post(alice, reverse("inbox:batch", args=[id]), {}).status_code == 409, (
        "what is under way is cancelled, not undone"
    )
    run.run(cast.acme.pk, id)
    told = alice.get(reverse("inbox:batch", args=[id])).json()
    assert (told["finished"], told["done"], told["text"]) == (True, 4, "4 closed")
    assert states(cast, rows) == ["open"] + ["closed"] * 4


def test_it_is_cancelled_and_what_was_done_is_undone(cast, alice, monkeypatch) -> None:
    monkeypatch.setattr(doing, "AT_ONCE", 2)
    monkeypatch.setattr(doing, "STEP", 2)
    rows = talks(cast, 5)
    id = post(alice, reverse(BULK), {"deed": "close", "ids": [str(row.pk) for row in rows]}).json()["id"]
    with cast.scope():
        run.step(id)
    assert alice.post(reverse("jobs:cancellation", args=[id])).status_code in (204, 302)
    run.run(cast.acme.pk, id)
    told = alice.get(reverse("inbox:batch", args=[id])).json()
    assert (told["finished"], told["text"]) == (True, "2 closed · 3 left out")
    with cast.scope():
        assert Job.objects.get(pk=id).state == "cancelled"
    post(alice, reverse("inbox:batch", args=[id]), {})
    assert states(cast, rows) == ["open"] * 5


def test_read_and_unread_are_ones_own(cast, alice) -> None:
    rows = talks(cast, 2)
    ids = [str(row.pk) for row in rows]

    def read() -> list[int]:
        with cast.scope():
            return [row.read_seq(who) for row in rows for who in (cast.alice, cast.bob)]

    told = post(alice, reverse(BULK), {"deed": "read", "ids": ids}).json()
    assert read() == [1, 0, 1, 0]
    post(alice, reverse("inbox:batch", args=[told["id"]]), {})
    assert read() == [0, 0, 0, 0]
    post(alice, reverse(BULK), {"deed": "read", "ids": ids})
    post(alice, reverse(BULK), {"deed": "unread", "ids": ids[:1]})
    assert read() == [0, 0, 1, 0]


@pytest.mark.covers("I4")
def test_snoozed_and_urgent_together(cast, alice) -> None:
    rows = talks(cast, 2)
    with cast.scope():
        rows[0].prioritise(by=cast.bob, priority="low")
        rows[1].close(by=cast.bob)
    ids = [str(row.pk) for row in rows]
    urgent = post(alice, reverse(BULK), {"deed": "priority", "value": {"priority": "urgent"}, "ids": ids}).json()
    assert [cast.fresh(row).priority_code for row in rows] == ["urgent", "urgent"]
    post(alice, reverse("inbox:batch", args=[urgent["id"]]), {})
    assert [cast.fresh(row).priority_code for row in rows] == ["low", "none"]
    until = (clock.now() + timedelta(days=1)).isoformat()
    snoozed = post(alice, reverse(BULK), {"deed": "snooze", "value": {"until": until}, "ids": ids}).json()
    assert (snoozed["done"], snoozed["refused"][0]["who"]) == (1, "Visitor 1"), "what is closed is not snoozed"
    assert states(cast, rows) == ["snoozed", "closed"]
    post(alice, reverse("inbox:batch", args=[snoozed["id"]]), {})
    assert states(cast, rows) == ["open", "closed"]


ID = str(uuid7())
BAD = {
    "no JSON": "{",
    "no object": "[]",
    "no deed": json.dumps({"ids": [ID]}),
    "no such deed": json.dumps({"deed": "<script>", "ids": [ID]}),
    "nothing chosen": json.dumps({"deed": "close", "ids": []}),
    "no ids": json.dumps({"deed": "close", "ids": "all"}),
    "odd ids": json.dumps({"deed": "close", "ids": ["'; --", 7]}),
    "too many": json.dumps({"deed": "close", "ids": ["x"] * 10_001}),
    "to nobody named": json.dumps({"deed": "assign", "ids": [ID]}),
    "to somebody unknown": json.dumps({"deed": "assign", "ids": [ID], "value": {"assignee": 2**30}}),
    "until no moment": json.dumps({"deed": "snooze", "ids": [ID], "value": {"until": "2026-02-30T99:00"}}),
    "until somewhere": json.dumps({"deed": "snooze", "ids": [ID], "value": {"until": "2030-01-01T00:00"}}),
    "no urgency": json.dumps({"deed": "priority", "ids": [ID], "value": {"priority": ["high"]}}),
    "to an odd id": json.dumps({"deed": "assign", "ids": [ID], "value": {"assignee": "1 OR 1=1"}}),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_what_is_refused_with_a_sentence(alice, body: str) -> None:
    for url in (reverse(BULK), reverse("api:conversation-bulk")):
        answer = alice.post(url, body, content_type="application/json")
        assert answer.status_code in (400, 422), answer.content


def test_by_the_api(cast, alice, client_for) -> None:
    rows = talks(cast, 2)
    wish = {"id": str(uuid7()), "deed": "close", "ids": [str(row.pk) for row in rows]}
    done = post(alice, reverse("api:conversation-bulk"), wish)
    assert (done.status_code, done.json()["text"]) == (200, "2 closed")
    here = reverse("api:conversation-batch", args=[wish["id"]])
    assert alice.get(here).json()["done"] == 2
    assert client_for(cast.bob).get(here).status_code == 404, "one's own batches alone"
    assert alice.delete(here).json()["text"] == "2 put back"
    assert states(cast, rows) == ["open", "open"]
    refused = post(client_for(cast.dora), reverse("api:conversation-bulk"), wish | {"id": str(uuid7())})
    assert refused.status_code == 403
