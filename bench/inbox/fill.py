"""Fill the database that the environment names: `python -m bench.inbox.fill PLAN`, the plan as JSON."""

import json
import os
import sys

import django
import psycopg

from bench.inbox.plan import Plan


def fill(owner: psycopg.Connection, plan: Plan) -> None:
    """The index of words is made at the end, in one go."""
    from bench.inbox.seed import seed
    from inbox.search.sql import INDEX

    owner.execute("DROP INDEX indexed_lines_by_word")
    owner.commit()
    seed(owner, plan)
    owner.commit()
    owner.autocommit = True
    owner.execute("SET maintenance_work_mem = '1GB'")
    owner.execute(INDEX.replace(" CONCURRENTLY", ""))
    owner.execute("VACUUM (ANALYZE)")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"]) as owner:
        fill(owner, Plan(**json.loads(sys.argv[1])))
