"""One template database for each state of the migrations, and a copy of it for each worker."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from tools import children
from tools.places import PYTHON, REQUIREMENTS, ROOT
from tools.postgres import APP, OWNER, Postgres
from tools.trouble import Trouble

# The migrations may change while the tests run; the template of this run is the one it began with.
NAME = "CONSULTANTPRO_TEST_TEMPLATE"
# Whatever decides what `migrate` makes: the rooms' tables, the fence, the grants.
SOURCES = ("*/migrations/*.py", "*/models/**/*.py", "*/models.py", "*/sql.py", "core/**/*.py", "ledger/*.py")


def ensure_template(postgres: Postgres, env: dict[str, str]) -> None:
    postgres.ensure_roles()
    name = os.environ[NAME] = name_by_sources()
    if postgres.has(name):
        return
    for old in postgres.names("migrated%"):
        postgres.drop(old)
    half = "migrating"
    postgres.drop(half)
    postgres.create(half)
    addresses = {"DATABASE_URL": postgres.url(APP, half), "MIGRATE_DATABASE_URL": postgres.url(OWNER, half)}
    try:
        children.run([PYTHON, "manage.py", "migrate", "--skip-checks", "--verbosity", "0"], env=env | addresses)
    except children.StepFailed as failed:
        raise Trouble(f"The test database could not be migrated:\n{children.tail_of(failed.output, 40)}") from failed
    postgres.sql("VACUUM ANALYZE", half)
    postgres.rename(half, name)


def clone_for(postgres: Postgres, name: str) -> None:
    postgres.drop(name)
    postgres.create(name, template=template_name())


def template_name() -> str:
    return os.environ[NAME]


def name_by_sources() -> str:
    found = hashlib.sha256()
    for path in _sources():
        found.update(str(path.relative_to(ROOT)).encode())
        found.update(path.read_bytes())
    return f"migrated_{found.hexdigest()[:12]}"


def _sources() -> Iterator[Path]:
    yield REQUIREMENTS / "run.txt"
    yield ROOT / "tools" / "postgres.py"
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            if ".venv" not in path.parts:
                yield path
