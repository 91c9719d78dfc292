"""Fill the database that the environment names: `python -m bench.records.fill PLAN`, the plan as JSON.

Rows are made by the database itself, from a few hundred names: what is measured are its indexes, not who the people are.
Words stand as `RecordWord.keep` would write them, but for runs of numbers. The same plan gives the same names.
"""

import json
import os
import secrets
import sys

import django
import psycopg

from bench.records.plan import Plan

FIRST = (
    *("anna", "bernd", "carla", "david", "elena", "farid", "greta", "hannes", "ines", "jonas", "katarina", "luka"),
    *("mila", "noor", "olena", "peter", "quirin", "robert", "sofia", "tomas"),
)
LAST = (
    *("weber", "novak", "rahimi", "vance", "ricci", "zielinska", "demir", "price", "lindgren", "moser", "keller"),
    *("benali", "ferreira", "weiss", "wei", "shevchuk", "aas", "dewit"),
)
SYLLABLES = tuple(consonant + vowel for consonant in "bdfgklmnprstvw" for vowel in "aeo")

LARGE = """
SELECT indexrelid::regclass::text, pg_get_constraintdef(c.oid), indrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index LEFT JOIN pg_constraint AS c ON conindid = indexrelid AND contype = 'u'
WHERE indrelid IN ('timeline_entry'::regclass, 'crm_recordword'::regclass) AND NOT indisprimary
    AND indexrelid::regclass::text !~ '_one_firm$'
"""

CONTACTS = """
INSERT INTO crm_contact (id, firm_id, name, email, phone, lifecycle, created_at)
SELECT gen_random_uuid(), %(firm)s,
    initcap((%(first)s::text[])[1 + n %% %(firsts)s]) || ' ' || initcap((%(last)s::text[])[1 + (n / 7) %% %(lasts)s]
        || (%(syllables)s::text[])[1 + (n / 3) %% %(syllable)s] || (%(syllables)s::text[])[1 + (n / 101) %% %(syllable)s]),
    'c' || n || '@client' || n %% 5000 || '.example', '', '', now() - n * interval '1 second'
FROM generate_series(1, %(count)s) AS n
"""
COMPANIES = """
INSERT INTO crm_company (id, firm_id, name, domain, phone, lifecycle, created_at)
SELECT gen_random_uuid(), %(firm)s, initcap((%(last)s::text[])[1 + n %% %(lasts)s]
    || (%(syllables)s::text[])[1 + (n / 5) %% %(syllable)s]) || ' GmbH', 'company' || n || '.example', '', '', now()
FROM generate_series(1, %(count)s) AS n
"""
WORDS = """
INSERT INTO crm_recordword (id, firm_id, kind, record_id, word)
SELECT gen_random_uuid(), firm_id, %(kind)s, id, word
FROM {table}, LATERAL (SELECT DISTINCT regexp_split_to_table(lower(name || ' ' || {address}), '[^a-z0-9]+') AS word) AS found
WHERE firm_id = %(firm)s AND word <> ''
"""
ENTRIES = """
INSERT INTO timeline_entry
    (id, firm_id, subject_type, subject_id, source_type, source_id, via_type, kind, occurred_at, hidden)
SELECT gen_random_uuid(), %(firm)s, 'contact', subject, 'activity', gen_random_uuid(), '',
    (ARRAY['note', 'call', 'email', 'meeting'])[1 + n %% 4], now() - n * interval '7 second', false
FROM (SELECT n, ids.all[1 + (n * 7919) %% array_length(ids.all, 1)] AS subject
    FROM generate_series(1, %(count)s::bigint) AS n, (SELECT array_agg(id) AS all FROM (
        SELECT id FROM crm_contact WHERE firm_id = %(firm)s ORDER BY created_at DESC LIMIT 200000) AS newest) AS ids) AS rows
"""
ONE = """
INSERT INTO timeline_entry
    (id, firm_id, subject_type, subject_id, source_type, source_id, via_type, kind, occurred_at, hidden)
SELECT gen_random_uuid(), %(firm)s, 'contact', %(subject)s, 'activity', gen_random_uuid(), '',
    'note', now() - n * interval '3 second', false FROM generate_series(1, %(count)s) AS n
"""


def fill(owner: psycopg.Connection, plan: Plan) -> None:
    """The large indexes are made at the end, each in one go."""
    large = owner.execute(LARGE).fetchall()
    for name, constraint, table, _made in large:
        owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}" if constraint else f"DROP INDEX {name}")
    seed(owner, plan)
    owner.execute("SET maintenance_work_mem = '1GB'")
    for name, constraint, table, made in large:
        owner.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {constraint}" if constraint else made)
    owner.commit()
    owner.autocommit = True
    owner.execute("VACUUM (ANALYZE)")


def seed(owner: psycopg.Connection, plan: Plan) -> list[int]:
    """Found and fill all firms, the big one first. Answers with their ids."""
    from accounts.models import Firm

    founded = []

    names = {
        "first": list(FIRST),
        "firsts": len(FIRST),
        "last": list(LAST),
        "lasts": len(LAST),
        "syllables": list(SYLLABLES),
        "syllable": len(SYLLABLES),
    }
    for number in range(plan.firms):
        firm = Firm.found(name=f"Advisory {number}", slug=f"bench-{number}-{secrets.token_hex(3)}")
        big = number == 0
        said = names | {"firm": firm.pk}
        owner.execute(CONTACTS, said | {"count": plan.contacts if big else plan.small})
        owner.execute(COMPANIES, said | {"count": plan.companies if big else plan.small // 4})
        for kind, table, address in (("contact", "crm_contact", "email"), ("company", "crm_company", "domain")):
            owner.execute(WORDS.format(table=table, address=address), said | {"kind": kind})
        if big:
            owner.execute(ENTRIES, said | {"count": plan.entries})
            for count in (plan.busiest, 50):
                subject = owner.execute(
                    "SELECT id FROM crm_contact WHERE firm_id = %s ORDER BY created_at LIMIT 1 OFFSET %s",
                    [firm.pk, count],
                ).fetchone()
                owner.execute(ONE, said | {"subject": subject[0] if subject else None, "count": count})
        owner.commit()
        founded.append(firm.pk)
    return founded


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as owner:
        fill(owner, Plan(**json.loads(sys.argv[1])))
