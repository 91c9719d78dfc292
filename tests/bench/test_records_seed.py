"""The records that are measured are found and read like any other."""

import os

import psycopg
from django.db import transaction

from bench.records.fill import seed
from bench.records.plan import Plan
from core.tenancy import firm_scope
from crm.finding import hits
from crm.models import Contact, RecordWord
from timeline.models import Entry

SMALL = Plan(
    firms=2, contacts=300, companies=20, entries=500, busiest=40, small=100, cards=1, moves=1, workers=1, times=1
)


def test_they_are_as_many_as_were_planned_and_are_found(django_db_setup) -> None:
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as owner:
        big, small = seed(owner, SMALL)
    with firm_scope(big), transaction.atomic():
        assert Contact.objects.count() == 300
        oldest = Contact.objects.order_by("created_at")
        assert Entry.objects.on(oldest[SMALL.busiest].ref).count() >= SMALL.busiest
        some = oldest[7]
        assert some.label in [hit.label for hit in hits(some.email)]
        kept = set(RecordWord.objects.filter(record_id=some.pk).values_list("word", flat=True))
        assert kept == some.found_words()
    with firm_scope(small), transaction.atomic():
        assert Contact.objects.count() == 100
