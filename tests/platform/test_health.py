"""What the probes are told: enough to act on, nothing that helps a stranger, and at no cost."""

import secrets
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.support import bed
from tests.support.database import template_name
from tests.support.processes import WebServer
from tests.support.waiting import until

pytestmark = pytest.mark.covers("Z5")


class Living(WebServer):
    """A web process that need not become ready."""

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/live", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False


def readiness(url: str) -> str:
    """What the probe is told; the process may wait a while for its database first."""
    try:
        with urllib.request.urlopen(f"{url}/health/ready", timeout=30) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


@pytest.fixture
def later() -> Iterator[str]:
    """The name of a database that is not there yet."""
    name = f"later_{secrets.token_hex(4)}"
    yield name
    bed.postgres.drop(name)


@pytest.fixture
def early(later: str) -> Iterator[Living]:
    """A web process started before its database, with a role that sees over the walls."""
    server = Living("uvicorn", DATABASE_URL=bed.postgres.url("postgres", later))
    server.start()
    yield server
    server.close()


def test_a_mighty_role_is_found_when_the_database_comes_later_than_we(early: Living, later: str) -> None:
    away = readiness(early.url)
    assert "PostgreSQL does not answer" in away
    assert later not in away, "a stranger reads this"
    assert later in early.said
    bed.postgres.create(later, template=template_name())
    until(lambda: "role may do too much" in readiness(early.url), what="the role to be found out")
    assert "is a superuser" in early.said


def test_what_was_found_well_is_not_asked_again() -> None:
    probe = Client()
    assert probe.get("/health/ready").json()["ready"]
    with CaptureQueriesContext(connection) as asked:
        assert probe.get("/health/ready").json()["ready"]
    assert len(asked) == 1
