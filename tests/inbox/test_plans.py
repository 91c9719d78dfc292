"""The hot pages by the indexes they are meant to use, as the application's role behind its wall, over 20,000 rows.

Row-level security keeps operators that are not leakproof away from an index; so the plan itself is looked at.
"""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.ids import uuid7
from core.place import Place
from inbox.filters.fields import KNOWN
from inbox.filters.finding import LOOK, Finding
from inbox.filters.language import read
from inbox.filters.sorts import ORDERS
from inbox.folders import COUNT_TO, FOLDERS, PAGE
from inbox.lines import lines_of
from inbox.models import Inbox
from tests.cast import Cast
from timeline.models import Notification
from timeline.notices import notices_of, unread_count

pytestmark = pytest.mark.covers("I1")

ROWS = 20_000
NAMED = 400
"""In so many conversations alice is mentioned; every tenth she has not read."""
MEANT = {
    "mine": "conversations_mine",
    "unassigned": "conversations_unassigned",
    "waiting": "conversations_waiting",
    "snoozed": "conversations_snoozed",
    "closed": "conversations_closed",
    "all": "conversations_all",
    "spam": "conversations_spam",
}


@pytest.fixture(scope="module")
def full(django_db_setup) -> Cast:
    """A firm with two inboxes of 20,000 conversations, one of them with 20,000 lines, and as many notifications."""
    cast = Cast()
    cast.support = cast.inbox("Support")
    cast.long = cast.conversation("The first line")
    cast.conversation("Is nobody there at all?", cast.visitor("Nobody At All"))
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as owner:
        fill(owner, cast)
        owner.commit()
        owner.autocommit = True
        owner.execute("ANALYZE")
    return cast


def fill(owner: psycopg.Connection, cast: Cast) -> None:
    firm, contact = cast.acme.pk, cast.long.contact_id
    values = {
        "firm": firm,
        "contact": contact,
        "alice": cast.alice.pk,
        "bob": cast.bob.pk,
        "conversation": cast.long.pk,
    }
    for inbox in (cast.website, cast.support):
        owner.execute(CONVERSATIONS, values | {"inbox": inbox.pk, "rows": ROWS})
    owner.execute(LINES, values | {"rows": ROWS})
    owner.execute("UPDATE inbox_conversation SET seq = %s + 1 WHERE id = %s", [ROWS, cast.long.pk])
    for who, rows in ((cast.alice, NAMED), (cast.bob, 10 * NAMED)):
        owner.execute(MENTIONS, values | {"membership": who.pk, "rows": rows})
    with owner.cursor().copy(NOTIFICATIONS) as copy:
        for number in range(ROWS):
            read = clock.now() if number % 50 else None
            who = (cast.alice, cast.bob)[number % 2].pk
            row = (
                uuid7(),
                firm,
                who,
                10**9 + number,  # no event's: a worker that runs beside tells of the real ones
                "inbox.waiting",
                "inbox.conversation",
                str(cast.long.pk),
                clock.now(),
                read,
            )
            copy.write_row(row)


CONVERSATIONS = """
INSERT INTO inbox_conversation (id, firm_id, inbox_id, contact_id, created_at, active_at, closed_at, assignee_id, seq,
    reply_seq, said_seq, visitor_seen_seq, firm_seen_seq, preview, preview_from, priority, wakes_at, waiting_since, spam_at)
SELECT gen_random_uuid(), %(firm)s, %(inbox)s, %(contact)s, now(), now() - n * interval '1 minute',
    CASE WHEN n %% 5 > 0 THEN now() END, CASE WHEN n %% 3 = 0 THEN %(alice)s WHEN n %% 3 = 1 THEN %(bob)s END,
    1, 1, 1, 0, 0, 'Hello', 'visitor', 0, CASE WHEN n %% 10 = 0 THEN now() + n * interval '1 minute' END,
    CASE WHEN n %% 2 > 0 THEN now() - n * interval '1 minute' END, CASE WHEN n %% 25 = 1 THEN now() END
FROM generate_series(1, %(rows)s) AS n
"""
LINES = """
INSERT INTO inbox_message (id, firm_id, conversation_id, seq, kind, author_id, body, event, data, created_at)
SELECT gen_random_uuid(), %(firm)s, %(conversation)s, n + 1, 'reply', %(alice)s, 'line ' || n, '', '{}', now()
FROM generate_series(1, %(rows)s) AS n
"""
MENTIONS = """
INSERT INTO inbox_mention (id, firm_id, message_id, conversation_id, seq, membership_id, read_at)
SELECT gen_random_uuid(), %(firm)s, m.id, c.id, 1, %(membership)s, CASE WHEN m.n %% 10 > 0 THEN now() END
FROM (SELECT id, row_number() OVER () AS n FROM inbox_message WHERE firm_id = %(firm)s LIMIT %(rows)s) AS m
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM inbox_conversation WHERE firm_id = %(firm)s LIMIT %(rows)s) AS c
    USING (n)
"""
NOTIFICATIONS = """
COPY timeline_notification (id, firm_id, membership_id, event_id, kind, subject_type, subject_id, created_at, read_at)
FROM STDIN
"""


WHOLE_ROWS = 'SELECT "inbox_conversation"."firm_id", '
"""How the query begins that reads the rows of a page by their ids, with what belongs to them."""


def plans(cast: Cast, work: Any, about: str, *, apart_from: str = "-") -> list[dict[str, Any]]:
    """The plan of each query of `work` from the table `about`, run as the application's role, with its settings."""
    with cast.scope(), CaptureQueriesContext(connection) as caught:
        work()
    with cast.scope(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "consultantpro_app"
        found = []
        for sql in (query["sql"] for query in caught):
            if "set_config('enable_" in sql:
                cursor.execute(sql)
            if f'FROM "{about}"' in sql and not sql.startswith(apart_from):
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
                answer = cursor.fetchone()[0]
                found.append((json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"])
    assert found
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inside in plan.get("Plans", []):
        yield from nodes(inside)


def scans(plan: dict[str, Any], of: str = "") -> list[dict[str, Any]]:
    """Where a table is read, or the one of a name; a bitmap's index names none."""
    found = [node for node in nodes(plan) if "Scan" in node["Node Type"]]
    return [node for node in found if not of or node.get("Relation Name") in (None, of)]


def touched(plan: dict[str, Any], of: str = "") -> int:
    """Rows that the scans read, those they threw away included."""
    return sum(
        int((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])
        for node in scans(plan, of)
    )


def sequential(plan: dict[str, Any], of: str = "") -> list[dict[str, Any]]:
    return [node for node in scans(plan, of) if node["Node Type"] == "Seq Scan"]


def indexes(plan: dict[str, Any]) -> set[str]:
    return {node["Index Name"] for node in nodes(plan) if "Index Name" in node}


@pytest.mark.parametrize("deep", [False, True], ids=["first page", "page 200"])
@pytest.mark.parametrize("name", [name for name in FOLDERS if name != "mentions"])
def test_a_page_of_a_folder(full: Cast, name: str, deep: bool) -> None:
    with full.scope():
        inboxes = list(Inbox.objects.visible_to(full.alice))
    before = Place(clock.now() - timedelta(minutes=10_000), uuid7()) if deep else None
    found = plans(full, lambda: FOLDERS[name].page(full.alice, inboxes, before), "inbox_conversation")
    keys = found[0]
    assert MEANT[name] in indexes(keys), keys
    assert not sequential(keys)
    assert touched(keys) <= 2 * (PAGE + 1) * len(inboxes), (
        "the index gives the page, and nothing is read to be thrown away"
    )


@pytest.mark.covers("I3")
@pytest.mark.parametrize("deep", [False, True], ids=["first page", "page 200"])
def test_a_page_of_mentions(full: Cast, deep: bool) -> None:
    """It costs as much as she has mentions, however many conversations the firm has."""
    with full.scope():
        inboxes = list(Inbox.objects.visible_to(full.alice))
    before = Place(clock.now() - timedelta(minutes=10_000), uuid7()) if deep else None
    keys = plans(full, lambda: FOLDERS["mentions"].page(full.alice, inboxes, before), "inbox_conversation")[0]
    assert indexes(keys) & {"mentions_of_a_person", "a_note_mentions_a_person_once"}, keys
    assert not sequential(keys, "inbox_conversation")
    assert touched(keys) <= 4 * NAMED


@pytest.mark.covers("I3")
def test_a_count_of_mentions(full: Cast) -> None:
    with full.scope():
        inboxes = list(Inbox.objects.visible_to(full.alice))
    counted = plans(full, lambda: FOLDERS["mentions"].count(full.alice, inboxes), "inbox_conversation")[0]
    assert "mentions_unread" in indexes(counted), counted
    assert touched(counted) <= 3 * NAMED // 10 + len(inboxes)


@pytest.mark.parametrize("name", [folder.name for folder in FOLDERS.values() if folder.counted and not folder.unread])
def test_a_count(full: Cast, name: str) -> None:
    with full.scope():
        inboxes = list(Inbox.objects.visible_to(full.alice))
    counted = plans(full, lambda: FOLDERS[name].count(full.alice, inboxes), "inbox_conversation")[0]
    assert indexes(counted) == {MEANT[name]}
    assert touched(counted) <= 2 * COUNT_TO * len(inboxes)


NEVER_SO = {"field": "wrote_last", "is": "note"}
FILTERS = {
    "three conditions": {
        "and": [
            {"field": "state", "is": "open"},
            {"field": "assignee", "is_not": "me"},
            {"field": "created", "within": 30},
        ]
    },
    "what holds for none": {"and": [NEVER_SO]},
    "what holds for none of mine": {"and": [{"field": "assignee", "is": "me"}, NEVER_SO]},
    "one of two": {"or": [NEVER_SO, {"field": "priority", "is": "urgent"}]},
    "a client of a few": {"and": [{"field": "contact", "contains": "nobody at all"}, {"field": "state", "is": "open"}]},
}


@pytest.mark.parametrize("order", ["newest", "oldest", "unanswered"])
@pytest.mark.parametrize("name", FILTERS)
def test_a_filtered_page_looks_through_no_more_than_it_may(full: Cast, name: str, order: str) -> None:
    with full.scope():
        inboxes = list(Inbox.objects.visible_to(full.alice))
    asked = Finding(full.alice, inboxes, FOLDERS["all"], read(FILTERS[name], KNOWN), ORDERS[order].sort)
    for found in plans(full, lambda: asked.page(None), "inbox_conversation", apart_from=WHOLE_ROWS):
        assert not sequential(found, "inbox_conversation"), found
        assert touched(found, "inbox_conversation") <= 1.1 * LOOK + 2 * PAGE, found


@pytest.mark.parametrize("before", [None, 10_000])
def test_lines_of_a_long_thread(full: Cast, before: int | None) -> None:
    lines = plans(full, lambda: lines_of(full.long, before), "inbox_message")[0]
    assert indexes(lines) & {"messages_newest_first", "a_line_has_its_own_place_in_a_conversation"}
    read = scans(lines, "inbox_message")
    assert sum(node["Actual Rows"] + node.get("Rows Removed by Filter", 0) for node in read) <= 60


def test_notifications(full: Cast) -> None:
    newest = plans(full, lambda: notices_of(full.bob), "timeline_notification")[0]
    assert "notifications_newest_first" in indexes(newest)
    counted = plans(full, lambda: unread_count(full.bob), "timeline_notification")[0]
    assert "notifications_unread" in indexes(counted)
    all_read = plans(full, lambda: list(Notification.objects.of(full.bob).unread()[:50]), "timeline_notification")[0]
    assert "notifications_unread" in indexes(all_read)
