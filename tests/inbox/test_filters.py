"""Filters: what may be written, what each condition holds, that pages hold each row once, and what refuses which words."""

import json
import random
from datetime import timedelta

import pytest
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.place import Place
from inbox.errors import BadFilter
from inbox.filters import finding
from inbox.filters.fields import FIELDS, KNOWN
from inbox.filters.finding import Finding
from inbox.filters.language import Group, parse, read
from inbox.filters.sorts import orders_of
from inbox.folders import ACTIVE, FOLDERS
from inbox.models import Conversation, Inbox, Tag
from tests.inbox.test_folders import fill
from tests.inbox.test_states import team

pytestmark = pytest.mark.covers("I1")

SORTS = orders_of(FOLDERS["all"])
OPEN = {"field": "state", "is": "open"}
HELD: list[tuple[str, dict, set[str]]] = [
    ("open", OPEN, {"mine", "waits", "team"}),
    ("not open", {"field": "state", "is_not": "open"}, {"closed"}),
    ("mine", {"field": "assignee", "is": "me"}, {"mine"}),
    ("nobody's", {"field": "assignee", "is": "nobody"}, {"waits", "team", "closed"}),
    ("not mine", {"field": "assignee", "is_not": "me"}, {"waits", "team", "closed"}),
    ("followed by me", {"field": "follower", "is": "me"}, {"team"}),
    ("followed by nobody", {"field": "follower", "is": "nobody"}, {"waits", "mine", "closed"}),
    ("of my team", {"field": "team", "is": "mine"}, {"team"}),
    ("of no team", {"field": "team", "is": "none"}, {"mine", "waits", "closed"}),
    ("by chat", {"field": "channel", "is": "chat"}, {"mine", "waits", "team", "closed"}),
    ("a client's name", {"field": "contact", "contains": "ANNA"}, {"waits"}),
    ("a client's address", {"field": "contact", "contains": "@tender.example"}, {"closed"}),
    ("another client", {"field": "contact", "contains_not": "anna"}, {"mine", "team", "closed"}),
    ("a word", {"field": "text", "contains": "tend"}, {"closed"}),
    ("not a word", {"field": "text", "contains_not": "tender"}, {"mine", "waits", "team"}),
    ("the client wrote last", {"field": "wrote_last", "is": "client"}, {"waits", "team", "closed"}),
    ("we wrote last", {"field": "wrote_last", "is": "team"}, {"mine"}),
    ("it waits", {"field": "unanswered", "is": "yes"}, {"waits", "team"}),
    ("it does not wait", {"field": "unanswered", "is": "no"}, {"mine", "closed"}),
    ("it waits for long", {"field": "unanswered", "longer": 24}, {"waits"}),
    ("we wait", {"field": "waiting", "is": "yes"}, {"mine"}),
    ("urgent", {"field": "priority", "is": "urgent"}, {"mine"}),
    ("snoozed", {"field": "state", "is": "snoozed"}, set()),
    ("tagged", {"field": "tag", "is": "vip"}, {"mine"}),
    ("not tagged", {"field": "tag", "is_not": "VIP"}, {"waits", "team", "closed"}),
    ("no file", {"field": "attachment", "is": "no"}, {"mine", "waits", "team", "closed"}),
    ("a file", {"field": "attachment", "is": "yes"}, set()),
    ("of this week", {"field": "created", "within": 7}, {"mine", "team", "closed"}),
    ("older", {"field": "created", "not_within": 7}, {"waits"}),
    (
        "one of two",
        {"or": [{"field": "assignee", "is": "me"}, {"field": "contact", "contains": "anna"}]},
        {"mine", "waits"},
    ),
    (
        "both",
        {"and": [OPEN, {"or": [{"field": "unanswered", "is": "yes"}, {"field": "assignee", "is": "me"}]}]},
        {"mine", "waits", "team"},
    ),
]


def world(cast) -> dict:
    """Four conversations, each alone in something."""
    sales = team(cast, "Sales", cast.alice)
    ten_days_ago = clock.now() - timedelta(days=10)
    with clock.as_of(ten_days_ago):
        waits = cast.conversation("Are you there?", visitor=cast.visitor("Anna Arndt"))
    mine = cast.conversation("Hello", visitor=cast.visitor("Vera"))
    of_team = cast.conversation("Good day", visitor=cast.visitor("Tom"))
    closed = cast.conversation("About the tender", visitor=cast.visitor("Wanda", "wanda@tender.example"))
    with cast.scope():
        mine.assign(by=cast.bob, to=cast.alice)
        mine.prioritise(by=cast.alice, priority="urgent")
        mine.tag(by=cast.alice, add=[Tag.make(by=cast.alice, name="VIP")])
        mine.reply(by=cast.alice, body="Good morning")
        of_team.assign(by=cast.bob, team=sales)
        of_team.follow(by=cast.alice, who=cast.alice)
        closed.close(by=cast.bob)
    return {"waits": waits, "mine": mine, "team": of_team, "closed": closed}


def found(cast, who, condition, sort=ACTIVE, folder: str = "all") -> list[Conversation]:
    """Every row, page by page."""
    data = condition if set(condition) & {"and", "or"} else {"and": [condition]}
    rows, before = [], None
    while True:
        with cast.scope(who):
            inboxes = list(Inbox.objects.visible_to(who))
            page, key = Finding(who, inboxes, FOLDERS[folder], read(data, KNOWN), sort).page(before)
        rows += page
        if not key:
            return rows
        before = Place.parse(key)


def test_each_condition(cast) -> None:
    rows = world(cast)
    names = {row.pk: name for name, row in rows.items()}
    got = {name: {names[row.pk] for row in found(cast, cast.alice, condition)} for name, condition, _held in HELD}
    assert got == {name: held for name, _condition, held in HELD}
    assert {condition["field"] for _name, condition, _held in HELD if "field" in condition} == set(FIELDS) - {
        "inbox",
        "activity",
    }


def test_a_filter_sees_no_further_than_the_person(cast) -> None:
    partners, sales = cast.inbox("Partners"), team(cast, "Sales", cast.carol)
    with cast.scope():
        partners.teams.add(sales, through_defaults={"firm_id": cast.acme.pk})
    secret = cast.conversation("The tender", inbox=partners, visitor=cast.visitor("Anna", inbox=partners))
    for condition in ({"field": "contact", "contains": "anna"}, {"field": "text", "contains": "tender"}, OPEN):
        assert found(cast, cast.bob, condition) == []
        assert [row.pk for row in found(cast, cast.carol, condition)] == [secret.pk]
    assert found(cast, cast.bob, {"field": "inbox", "is": str(partners.pk)}) == []
    assert found(cast, cast.boris, OPEN) == []


@pytest.mark.parametrize("sort", SORTS)
def test_pages_hold_each_row_once_and_in_order(cast, monkeypatch, sort: str) -> None:
    """However few rows one page may look through."""
    fill(cast, cast.website, 150, seed=1)
    fill(cast, cast.inbox("Support"), 130, seed=2)
    with cast.scope():
        for row in Conversation.objects.all()[:40]:
            row.unanswered_since = clock.now() - timedelta(minutes=random.Random(row.pk.int).randrange(9))
            row.save(update_fields=["unanswered_since"])
    condition = {"and": [OPEN, {"field": "assignee", "is_not": "me"}]}
    for look in (1, 10_000):
        monkeypatch.setattr(finding, "LOOK", look)
        rows = found(cast, cast.alice, condition, SORTS[sort].sort)
        with cast.scope():
            fitting = Conversation.objects.filter(closed_at=None, wakes_at=None).filter(~Q(assignee=cast.alice))
            assert [row.pk for row in rows] == [row.pk for row in fitting.order_by(*SORTS[sort].sort.order)]
        keys = [getattr(row, SORTS[sort].sort.key) for row in rows]
        assert keys == sorted(keys, reverse=SORTS[sort].sort.newest_first)


@pytest.mark.parametrize("folder", ["mine", "unassigned", "closed"])
def test_within_a_folder(cast, folder: str) -> None:
    fill(cast, cast.website, 80, seed=5)
    rows = found(cast, cast.alice, {"field": "created", "within": 7}, folder=folder)
    with cast.scope():
        assert {row.pk for row in rows} == {
            row.pk for row in Conversation.objects.filter(FOLDERS[folder].where(cast.alice))
        }
    assert (
        found(cast, cast.alice, {"field": "state", "is": "open" if folder == "closed" else "closed"}, folder=folder)
        == []
    )


def test_waiting_begins_and_ends(cast) -> None:
    visitor = cast.visitor("Vera")
    conversation = cast.conversation("First", visitor=visitor)
    first = cast.fresh(conversation).client_waits_since
    with cast.scope():
        conversation.receive(visitor=visitor, body="Second")
    assert cast.fresh(conversation).client_waits_since == first, "since the first word that is not answered"
    with cast.scope():
        conversation.note(by=cast.bob, body="I shall ask")
        conversation.close(by=cast.bob)
    assert cast.fresh(conversation).client_waits_since is None
    with cast.scope():
        conversation.reopen(by=cast.bob)
    assert cast.fresh(conversation).client_waits_since == first, "opened again by hand, it waits as before"
    with cast.scope():
        conversation.reply(by=cast.bob, body="Good morning")
    assert cast.fresh(conversation).client_waits_since is None


DEEP = {"and": [{"or": [{"and": [{"or": [OPEN]}]}]}]}
BAD = {
    "no JSON": "{",
    "a word": '"open"',
    "very deep": "[" * 9_000,
    "too long": json.dumps({"and": [{"field": "contact", "contains": "x" * 190}] * 60}),
    "two joins": json.dumps({"and": [OPEN], "or": [OPEN]}),
    "no list": '{"and": 7}',
    "too deep": json.dumps(DEEP),
    "too many": json.dumps({"or": [OPEN] * 31}),
    "too many within": json.dumps({"or": [{"and": [OPEN] * 16}, {"and": [OPEN] * 16}]}),
    "no such field": json.dumps({"and": [{"field": "mood", "is": "bad"}]}),
    "a field that is none": json.dumps({"and": [{"field": ["state"], "is": "open"}]}),
    "no such comparison": json.dumps({"and": [{"field": "state", "contains": "open"}]}),
    "two comparisons": json.dumps({"and": [{"field": "state", "is": "open", "is_not": "open"}]}),
    "no such choice": json.dumps({"and": [{"field": "state", "is": "\u202e<script>" * 40}]}),
    "no id": json.dumps({"and": [{"field": "assignee", "is": "1 OR 1=1"}]}),
    "yes for an id": json.dumps({"and": [{"field": "assignee", "is": True}]}),
    "no inbox's id": json.dumps({"and": [{"field": "inbox", "is": "'; DROP TABLE"}]}),
    "no text": json.dumps({"and": [{"field": "contact", "contains": " \u0000"}]}),
    "long text": json.dumps({"and": [{"field": "contact", "contains": "😀" * 300}]}),
    "no word": json.dumps({"and": [{"field": "text", "contains": "?!"}]}),
    "no day": json.dumps({"and": [{"field": "created", "before": "2026-02-30"}]}),
    "an odd day": json.dumps({"and": [{"field": "created", "before": "٢٠٢٦-٠١-٠١"}]}),
    "an old day": json.dumps({"and": [{"field": "created", "before": "0001-01-01"}]}),
    "no number": json.dumps({"and": [{"field": "created", "within": "7; --"}]}),
    "a huge number": '{"and": [{"field": "created", "within": ' + "9" * 5000 + "}]}",
    "infinity": '{"and": [{"field": "created", "within": Infinity}]}',
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_what_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadFilter) as refused:
        parse(text, KNOWN)
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert len(sentence) < 400


@pytest.mark.parametrize("text", ["", "  ", "{}", "null", '{"and": []}', '{"or": [{"and": []}]}'])
def test_what_filters_nothing(text: str) -> None:
    assert parse(text, KNOWN) is None


def test_it_is_written_as_it_was_read() -> None:
    group = parse(json.dumps({"and": [OPEN, {"or": [{"field": "assignee", "is": 7}]}]}), KNOWN)
    assert isinstance(group, Group)
    assert parse(group.text, KNOWN) == group
    assert group.without(1) == Group("and", group.parts[:1])
    assert group.turned.turned == group


def test_the_page_and_the_api(cast, client_for) -> None:
    rows, alice = world(cast), client_for(cast.alice)
    here, api = reverse("inbox:folder", args=["all"]), reverse("api:conversations")
    text = json.dumps({"and": [{"field": "contact", "contains": "<Anna"}, OPEN]})
    page = alice.get(here, {"filter": text}).content.decode()
    assert "Client contains “&lt;Anna”" in page
    assert "No conversation fits this filter" in page
    text = json.dumps({"and": [{"field": "contact", "contains": "anna"}]})
    page = alice.get(here, {"filter": text}).content.decode()
    assert f"row-{rows['waits'].pk}" in page
    assert f"row-{rows['mine'].pk}" not in page
    assert [each["id"] for each in alice.get(api, {"filter": text}).json()["results"]] == [str(rows["waits"].pk)]
    row = {"filter": text, "row": rows["waits"].pk}
    assert alice.get(here, row).status_code == 200
    assert alice.get(here, row | {"row": rows["mine"].pk}).status_code == 404
    beside = alice.get(reverse("inbox:conversation", args=[rows["mine"].pk]), {"in": "all", "filter": text})
    assert f"row-{rows['waits'].pk}" in beside.content.decode(), "the filtered list stays beside a conversation"
    bad = alice.get(here, {"filter": '{"and": [{"field": "mood", "is": "<b>"}]}'})
    assert bad.status_code == 422
    assert "There is no field “mood”" in bad.content.decode()
    assert 'id="row-' not in bad.content.decode()
    refused = alice.get(api, {"filter": "{"})
    assert (refused.status_code, refused.json()["error"]) == (422, "bad_filter")
    assert alice.get(api, {"sort": "mood"}).status_code == 400
    fields = alice.get(reverse("api:conversation-filters")).json()["results"]
    assert [field["name"] for field in fields] == list(FIELDS)


def test_the_order_is_kept_for_each_list(cast, client_for) -> None:
    old = cast.conversation("The first", visitor=cast.visitor("Vera"))
    new = cast.conversation("The second", visitor=cast.visitor("Tom"))
    alice = client_for(cast.alice)

    def order(name: str, **asked: str) -> list:
        page = alice.get(reverse("inbox:folder", args=[name]), asked).content.decode()
        return sorted([old, new], key=lambda row: page.index(f'id="row-{row.pk}"'))

    def choose(sort: str):
        return alice.post(reverse("inbox:sorting", args=["all"]), {"sort": sort})

    assert order("all") == [new, old]
    assert choose("oldest").status_code == 302
    assert (order("all"), order("unassigned"), order("all", sort="newest")) == ([old, new], [new, old], [new, old])
    refused = choose("by mood")
    assert refused.status_code == 422
    assert "not sorted that way" in refused.content.decode()
    assert choose("unanswered").status_code == 302
    with cast.scope():
        old.reply(by=cast.bob, body="Good morning")
    assert order("all") == [new, old], "what waits comes first"
