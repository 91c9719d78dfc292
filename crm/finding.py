"""Finding any record from one box: at each keystroke, by the beginnings of words in any order.

One question for all kinds, written by hand: each keystroke of each colleague asks it. The longest word that was typed is a
range of the index of words, which is walked in its order and no further than needed; the others are looked up for each
record that it brings. Row-level security stands behind it as everywhere.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from core.tenancy import current_firm_id
from core.words import words
from crm.models.word import LAST, MOST_WORDS
from crm.records import KINDS, RecordKind
from timeline.refs import Ref

EACH = 5
"""Records of a kind that are shown."""
LOOKED_AT = 60
"""Words that are read for them: a name has several that begin alike, and a number many."""

OF_A_KIND = """
(SELECT %(kind_{kind})s, r.id, {label}, {line}, first.word FROM (
    SELECT record_id, min(word) AS word FROM (
        SELECT w.record_id, w.word FROM crm_recordword AS w
        WHERE w.firm_id = %(firm)s AND w.kind = %(kind_{kind})s AND w.word >= %(word)s AND w.word < %(end)s {others}
        ORDER BY w.word, w.record_id LIMIT {looked_at}
    ) AS walked GROUP BY record_id ORDER BY 2, 1 LIMIT {each}
) AS first JOIN {table} AS r ON r.firm_id = %(firm)s AND r.id = first.record_id {joins})
"""
ANOTHER = """
AND EXISTS (SELECT 1 FROM crm_recordword AS o WHERE o.firm_id = %(firm)s AND o.record_id = w.record_id
    AND o.word >= %(word_{n})s AND o.word < %(end_{n})s)
"""
SAYS = {
    "contact": {
        "table": "crm_contact",
        "label": "coalesce(nullif(r.name, ''), nullif(r.email, ''), r.phone)",
        "line": "CASE WHEN r.name = '' THEN '' ELSE coalesce(nullif(r.email, ''), r.phone) END",
        "joins": "",
    },
    "company": {
        "table": "crm_company",
        "label": "coalesce(nullif(r.name, ''), r.domain)",
        "line": "CASE WHEN r.name = '' THEN '' ELSE r.domain END",
        "joins": "",
    },
    "deal": {
        "table": "crm_deal",
        "label": "r.name",
        "line": "s.name",
        "joins": "JOIN crm_stage AS s ON s.firm_id = r.firm_id AND s.id = r.stage_id",
    },
}
"""What is shown of each kind, as its `label` says it, and what tells it from another of that name."""


@dataclass(frozen=True)
class Hit:
    kind: RecordKind
    id: UUID
    label: str
    line: str

    @property
    def ref(self) -> Ref:
        return Ref(self.kind.name, self.id)

    @property
    def href(self) -> str:
        return reverse(f"crm:{self.kind.name}", args=[self.id])


def hits(text: str) -> list[Hit]:
    """The first of each kind that have a word that begins so, for each word of `text`, by those words; none for none."""
    typed = sorted(words(text), key=len, reverse=True)[:MOST_WORDS]
    if not typed:
        return []
    longest, *others = typed
    said: dict[str, Any] = {"firm": current_firm_id(), "word": longest, "end": longest + LAST}
    said |= {f"kind_{name}": name for name in KINDS}
    for n, word in enumerate(others):
        said |= {f"word_{n}": word, f"end_{n}": word + LAST}
    also = "".join(ANOTHER.format(n=n) for n in range(len(others)))
    parts = [OF_A_KIND.format(kind=name, others=also, looked_at=LOOKED_AT, each=EACH, **SAYS[name]) for name in KINDS]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), said)
        rows = cursor.fetchall()
    order = list(KINDS)
    rows.sort(key=lambda row: (order.index(row[0]), row[4], row[1]))
    return [Hit(KINDS[kind], id, label, line) for kind, id, label, line, _word in rows]
