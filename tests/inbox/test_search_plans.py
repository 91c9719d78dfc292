"""The search by the indexes it is meant to use, over 20,000 lines.

Its statements stand in a function that runs with the owner's rights, where a plan cannot be seen from outside: so each is
prepared as the function prepares it, with one plan for all values, and looked at as the owner.
"""

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Literal

from inbox.search.found import GLANCE, Search
from inbox.search.query import Query
from inbox.search.sql import PERIOD, PROBE, STOOD_BEFORE, WALK
from tests.cast import Cast
from tests.inbox.test_plans import indexes, nodes, touched

pytestmark = pytest.mark.covers("I11")

ROWS = 20_000
LINES = """
INSERT INTO inbox_message (id, firm_id, conversation_id, seq, kind, author_id, body, event, data, created_at)
SELECT gen_random_uuid(), %(firm)s, c.id, n + 1, 'reply', %(author)s,
    'answer ' || CASE WHEN n %% 2 = 0 THEN 'often ' ELSE '' END || CASE WHEN n = 7 THEN 'seldom' ELSE '' END, '', '{}',
    now() - (n + 1) * interval '30 minutes'
FROM generate_series(1, %(rows)s) AS n
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM inbox_conversation WHERE firm_id = %(firm)s) c
    ON c.number = n %% (SELECT count(*) FROM inbox_conversation WHERE firm_id = %(firm)s)
"""
INDEXED = """
INSERT INTO inbox_indexedline (id, firm_id, conversation_id, inbox_id, said_at, side, words)
SELECT m.id, m.firm_id, m.conversation_id, %(inbox)s, m.created_at, 'team', array_to_tsvector(string_to_array(trim(m.body), ' '))
FROM inbox_message m WHERE m.firm_id = %(firm)s AND m.body LIKE 'answer%%'
"""
VALUES = {
    "firm": "bigint", "doors": "uuid[]", "sides": "text[]", "state": "text", "before": "timestamptz", "before_id": "uuid",
    "glance": "bigint", "whole": "tsquery", "place": "timestamptz", "place_id": "uuid", "word_1": "tsquery",
    "word_2": "tsquery", "word_3": "tsquery", "others": "tsquery", "here": "tsquery", "conversation": "uuid",
    "tagged": "uuid[]",
}  # fmt: skip
LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff"


@pytest.fixture(scope="module")
def full(django_db_setup) -> Cast:
    """A firm in which every line says "answer", every other "often" and one "seldom"; beside it a small one."""
    cast = Cast()
    for number in range(20):
        cast.conversation(visitor=cast.visitor(f"V{number}"))
    cast.theirs = cast.conversation("A seldom answer", inbox=cast.their_website)
    values = {"firm": cast.acme.pk, "author": cast.alice.pk, "inbox": cast.website.pk, "rows": ROWS}
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as owner:
        owner.execute(LINES, values)
        owner.execute(INDEXED, values)
        owner.commit()
        owner.autocommit = True
        for table in ("inbox_message", "inbox_indexedline", "inbox_conversation"):
            owner.execute(f"ANALYZE {table}")
    return cast


def plan(cast: Cast, statement: str, **more: Any) -> dict[str, Any]:
    """How the owner would run it inside the function, for Acme and the word `whole`."""
    given = {
        "firm": cast.acme.pk, "doors": [cast.website.pk], "sides": ["client", "team", "note"], "state": "",
        "before": "infinity", "before_id": LAST, "place": "infinity", "place_id": LAST, "glance": GLANCE,
        "conversation": cast.theirs.pk, "tagged": [], **more,
    }  # fmt: skip
    sql = statement.replace("hit.conversation_id", "conversation")
    used = [name for name in VALUES if re.search(rf"(?<![.\w]){name}\b(?!\.)", sql)]
    for number, name in enumerate(used, 1):
        sql = re.sub(rf"(?<![.\w]){name}\b(?!\.)", f"${number}", sql)
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("SET plan_cache_mode = force_generic_plan")
        owner.execute("SET enable_seqscan = off")
        owner.execute(f"PREPARE searching ({', '.join(VALUES[name] for name in used)}) AS {sql}")
        values = SQL(", ").join(Literal(given[name]) for name in used)
        run = SQL("EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE searching ({})").format(values)
        answer = owner.execute(run).fetchone()[0]
    return (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]


def scans(found: dict[str, Any], table: str) -> Iterator[dict[str, Any]]:
    return (node for node in nodes(found) if node.get("Relation Name") == table)


@pytest.mark.parametrize("state", ["", "open"])
def test_the_walk_reads_the_newest_lines_and_no_others(full: Cast, state: str) -> None:
    found = plan(full, WALK, whole="'often':*", state=state)
    lines = list(scans(found, "inbox_indexedline"))
    assert [node["Index Name"] for node in lines] == ["indexed_lines_newest_first"]
    assert sum(node["Actual Rows"] * node["Actual Loops"] for node in lines) <= GLANCE
    assert not [node for node in nodes(found) if node["Node Type"] in ("Seq Scan", "Sort")]


def probe(full: Cast, word: str, period: int, **more: Any) -> dict[str, Any]:
    edge = f"'{full.acme.pk}^{word}'"
    here = f"'{full.acme.pk}@{full.website.pk}.{period}'"
    return plan(full, PROBE, word_1=edge, word_2=edge, word_3=edge, others=edge, here=here, whole=f"'{word}':*", **more)


@pytest.mark.parametrize("state", ["", "open"])
def test_a_period_is_read_through_the_words_alone(full: Cast, state: str) -> None:
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as owner:
        newest, oldest, its = owner.execute(
            f"SELECT max(p), min(p), max(p) FILTER (WHERE words @@ 'seldom')"
            f" FROM (SELECT words, floor(extract(epoch FROM said_at) / {PERIOD})::bigint AS p"
            " FROM inbox_indexedline WHERE firm_id = %s) AS lines",
            [full.acme.pk],
        ).fetchone()
    assert newest - oldest > 10
    for word, period, most in (
        ("seldom", its, 1),
        ("seldom", oldest, 0),
        ("often", oldest + 1, 721),
        ("ofte", newest, 721),
    ):
        found = probe(full, word, period, state=state)
        lines = list(scans(found, "inbox_indexedline"))
        assert [node["Node Type"] for node in lines] == ["Bitmap Heap Scan"]
        assert "indexed_lines_by_word" in indexes(found)
        assert indexes(found) <= {
            "indexed_lines_by_word",
            "inbox_conversation_pkey",
            "inbox_conversation_one_firm",
            "a_conversation_has_a_tag_once",
        }
        assert sum(node["Actual Rows"] + node.get("Rows Removed by Filter", 0) for node in lines) <= most
        assert all(node.get("Rows Removed by Index Recheck", 0) == 0 for node in lines)


def test_what_stood_on_an_earlier_page_is_asked_of_the_thread_alone(full: Cast) -> None:
    found = plan(full, STOOD_BEFORE, whole="'answer':*", before="2000-01-01")
    assert indexes(found) == {"indexed_lines_of_a_thread"}
    assert touched(found) <= 2


def test_the_search_itself_finds_them(full: Cast) -> None:
    with full.scope():
        assert [hit.line.seq for hit in Search(full.alice, Query.parse("seldom")).hits] == [8]
        often = Search(full.alice, Query.parse("answer often"), glance=0)
        assert len(often.hits) == 10, "they stand in every other conversation"
    with full.scope(full.boris):
        assert [hit.conversation.pk for hit in Search(full.boris, Query.parse("seldom")).hits] == [full.theirs.pk]
