"""The bed every test lies in: a PostgreSQL for the run, a database and a Redis for each worker.

Loaded before Django's plugin, because the settings read the environment once. Runs of the suite
stand side by side in var/test-1, var/test-2, …: the first free one is taken, and its template
database is there from last time. Tests commit for real and are never rolled back; each makes its
own firms, and the firms are walled. What goes through all firms takes longer with each of them, so
between two files the database is emptied, once many have gathered.
"""

import os
import shutil
from collections.abc import Iterator
from typing import TextIO

import psycopg
import pytest
from django.db import connection

from tests.support.database import clone_for, ensure_template
from tools import lock, ports
from tools.children import Child
from tools.environment import variables
from tools.places import ROOT
from tools.postgres import APP, OWNER, Postgres
from tools.state import State
from tools.trouble import Trouble
from tools.valkey import Valkey

SLOT = "CONSULTANTPRO_TEST_SLOT"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

LOCK: TextIO | None = None
if SLOT not in os.environ or WORKER == "main":
    number, LOCK = lock.take_first(ROOT / "var", "test")
    os.environ[SLOT] = str(number)
FOLDER = ROOT / "var" / f"test-{os.environ[SLOT]}"
RUN, OWN = State(FOLDER), State(FOLDER / WORKER)
postgres = Postgres(RUN, fast=True)
redis = Valkey(OWN)
LISTENING = ports.listen_anywhere()
PORT = LISTENING.getsockname()[1]
DATABASE = f"consultantpro_{WORKER}"
started: list[Child] = []
MANY_FIRMS = 200
emptied_at = {"firm": 0}
EMPTY = """
DO $$ BEGIN EXECUTE (
    SELECT 'TRUNCATE accounts_person, accounts_firm, ' || string_agg(attrelid::regclass::text, ', ') || ' CASCADE'
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE attname = 'firm_id' AND relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
); END $$
"""
"""Everything that belongs to a firm or a person."""


def settings_of_this_worker() -> dict[str, str]:
    return {
        "APP_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "SECRET_KEY": "a key that guards nothing but the tests of one afternoon",
        "FIELD_KEYS": "dGhlIHNhbWUgdGhpcnR5LXR3byBieXRlcyBlYWNoIGQ=",
        "VAPID_PRIVATE_KEY": "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
        "DATABASE_URL": postgres.url(APP, DATABASE),
        "MIGRATE_DATABASE_URL": postgres.url(OWNER, DATABASE),
        "REDIS_URL": redis.url,
        "REDIS_PREFIX": f"test{os.environ[SLOT]}{WORKER}",
        "PUBLIC_URL": f"http://127.0.0.1:{PORT}",
        "WIDGET_URL": f"http://localhost:{PORT}",
        "CONTENT_URL": f"http://content.localhost:{PORT}",
        "STATE_DIR": str(OWN.folder),
    }


os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
for name in ("FILES_DIR", "EMAIL_URL", "EXTRA_HOSTS", "BEHIND_PROXY"):
    os.environ.pop(name, None)
os.environ.update(settings_of_this_worker())


def pytest_configure(config: pytest.Config) -> None:
    if config.option.collectonly:
        return
    try:
        _make_the_bed(config)
    except Trouble as trouble:
        pytest.exit(str(trouble), returncode=1)


def _make_the_bed(config: pytest.Config) -> None:
    hands_out = bool(getattr(config.option, "numprocesses", None))
    if WORKER == "main":
        started.append(postgres.start())
        ensure_template(postgres, variables())
    if not hands_out:
        _clear()
        clone_for(postgres, DATABASE)
        started.append(redis.start())


def _clear() -> None:
    """Files, mails and logs of the last run go; its sockets' folder stays."""
    for left in OWN.folder.iterdir():
        if left.is_dir() and left != OWN.sockets:
            shutil.rmtree(left)
        elif left.is_file():
            left.unlink()


def pytest_unconfigure() -> None:
    while started:
        started.pop().stop()
    LISTENING.close()
    if LOCK is not None:
        LOCK.close()


def pytest_report_header() -> list[str]:
    return [f"servers: PostgreSQL from {postgres.programs}, Redis from {redis.program}, state in {FOLDER}"]


@pytest.fixture(scope="session", autouse=True)
def _database_open(django_db_blocker) -> None:
    """Every test may use the database: it is a real one and stays as the tests leave it."""
    django_db_blocker.unblock()


@pytest.fixture(scope="module", autouse=True)
def _few_firms(_database_open) -> None:
    """Many firms of earlier files are gone. A worker that is in the middle of something keeps them, for the next time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM accounts_firm_id_seq")
        newest = cursor.fetchone()[0]
    if newest - emptied_at["firm"] >= MANY_FIRMS and _emptied():
        emptied_at["firm"] = newest


def _emptied() -> bool:
    try:
        with psycopg.connect(os.environ["MIGRATE_DATABASE_URL"], autocommit=True) as owner:
            owner.execute("SET lock_timeout = '1s'")
            owner.execute(EMPTY)
    except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
        return False
    return True


@pytest.fixture(autouse=True)
def _a_whole_connection() -> Iterator[None]:
    """A test may cut every connection to the database, this process's own among them: the next one gets a new one."""
    yield
    if connection.connection is not None and not connection.is_usable():
        connection.close()


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is there already; nothing is made for it and nothing is flushed."""


@pytest.fixture(scope="session")
def redis_server() -> Valkey:
    """This worker's own Redis, which a test may kill and start."""
    return redis
