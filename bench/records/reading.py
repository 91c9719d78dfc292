"""The first page of a timeline, and the one box at every keystroke: as the application's role, row-level security on."""

import os

import psycopg
from django.db import connection, transaction

from bench import report
from bench.records.plan import Plan
from bench.records.timing import Times, taken, times
from core.tenancy import firm_scope
from crm.finding import hits
from crm.models import Contact
from timeline.models import Entry
from timeline.reading import PAGE
from timeline.refs import Ref

COLUMNS = ("", "p50", "p99", "most", "asked")
PHRASES = (
    "anna weberba",
    "bernd novakde",
    "company12",
    "c4711",
    "kata riccilo",
    "zielinskama gmbh",
    "client77 example",
    "wei sofia",
)


def firms() -> tuple[int, int]:
    """The big firm and a small one beside it. Which there are only the owner of the tables sees."""
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as owner:
        ids = [id for (id,) in owner.execute("SELECT firm_id FROM crm_contact GROUP BY firm_id ORDER BY count(*) DESC")]
    return ids[0], ids[-1]


def timelines(plan: Plan) -> None:
    """A busy contact against one with fifty entries, and against probing the index and reading thirty rows by key."""
    firm = firms()[0]
    with firm_scope(firm), transaction.atomic():
        oldest = Contact.objects.order_by("created_at")
        busy, quiet = (oldest[count] for count in (plan.busiest, 50))
        keys = list(Entry.objects.on(busy.ref).values_list("pk", flat=True)[: PAGE + 1])

        def page(ref: Ref) -> list[Entry]:
            return list(Entry.objects.on(ref)[: PAGE + 1])

        def bound() -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT occurred_at FROM timeline_entry WHERE firm_id = %s AND subject_type = 'contact'"
                    " AND subject_id = %s AND NOT hidden ORDER BY occurred_at DESC, id DESC LIMIT 1",
                    [firm, busy.pk],
                )
                cursor.fetchall()
            list(Entry.objects.filter(pk__in=keys))

        assert len(page(busy.ref)) == PAGE + 1
        measured = {}
        for name, work in (("busy", lambda: page(busy.ref)), ("quiet", lambda: page(quiet.ref)), ("bound", bound)):
            times(work, 20)
            measured[name] = times(work, plan.times)
    rows = [
        (f"a contact with {plan.busiest:,} entries", *measured["busy"].row),
        ("a contact with 50", *measured["quiet"].row),
        ("index probe and 31 rows by key", *measured["bound"].row),
    ]
    report.table("First page of a timeline (milliseconds)", COLUMNS, rows)
    report.ratio("timeline_busy_vs_quiet", measured["busy"].at(0.5) / measured["quiet"].at(0.5), "<=", 1.5)
    report.ratio("timeline_vs_bound", measured["busy"].at(0.5) / measured["bound"].at(0.5), "<=", 2)


def search(plan: Plan) -> None:
    """Each phrase letter by letter; the big firm, and a small one beside it."""
    big, small = firms()
    for firm, name, figure, target in (
        (big, "the big firm", "record_search_p99_ms", 20),
        (small, "a small firm beside it", "record_search_small_p99_ms", 2),
    ):
        by_length: dict[int, list[float]] = {}
        with firm_scope(firm), transaction.atomic():
            for _round in range(3):
                for phrase in PHRASES:
                    for length in range(1, len(phrase) + 1):
                        typed = phrase[:length]
                        by_length.setdefault(length, []).append(taken(lambda typed=typed: hits(typed)))
        everything = Times([each for found in by_length.values() for each in found])
        rows = [(f"{length} typed", *Times(found).row) for length, found in sorted(by_length.items())]
        report.table(f"The one box, {name} (milliseconds)", COLUMNS, [*rows, ("all", *everything.row)])
        report.ratio(figure, everything.at(0.99), "<=", target)
