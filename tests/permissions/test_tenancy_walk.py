"""Tasks are asked, in Borealis' name, for what is Acme's: nothing of Acme's changes.

With this the walk is whole: tables in test_tenancy_tables.py, functions in test_definers.py, URLs and API in
test_urls.py (the column `foreign`), streams in test_streams.py. Each fails on what is new and not listed.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from core import clock
from live.jobs import start
from live.models import Job
from tests.cast import Cast
from tests.inbox import trail
from tests.permissions.schema import listed, walled
from tests.permissions.test_tasks import tasks
from tests.permissions.urls.records import a_device
from timeline.models import Notification

pytestmark = pytest.mark.covers("Z1")


def a_job(cast: Cast) -> str:
    with cast.scope():
        return str(start("inbox.export", by=cast.alice).pk)


def a_reply_that_is_due(cast: Cast) -> str:
    conversation = cast.conversation()
    with cast.scope():
        return str(conversation.hold(by=cast.alice, body="Secret", due_at=clock.now() - timedelta(seconds=1)).pk)


def a_notification(cast: Cast) -> str:
    cast.conversation()
    trail.settle(cast)
    with cast.scope():
        return str(Notification.objects.of(cast.alice).latest("id").pk)


# A task that takes a firm → its other arguments, naming what is Acme's.
ACMES: dict[str, Callable[[Cast], dict[str, Any]]] = {
    "ledger.run_handlers": lambda cast: {},
    "inbox.send": lambda cast: {"outgoing_id": a_reply_that_is_due(cast)},
    "timeline.push": lambda cast: {"notification_id": a_notification(cast)},
    "timeline.push_to": lambda cast: {"device_id": str(a_device(cast)[0]), "notification_id": a_notification(cast)},
    "live.run_job": lambda cast: {"job_id": a_job(cast)},
}


def of_one_firm() -> list[str]:
    return sorted(name for name, how in listed("Tasks").items() if "argument `firm_id`" in how)


def test_every_task_of_one_firm_is_walked() -> None:
    assert set(of_one_firm()) == set(ACMES), "Say in ACMES what the new task is to be asked for."


@pytest.mark.parametrize("name", of_one_firm())
def test_a_task_of_another_firm_changes_nothing_here(cast, no_worker, name: str) -> None:
    cast.conversation()
    asked_for = ACMES[name](cast)
    trail.settle(cast)
    before = everything_of_acme(cast)
    tasks()[name].apply(kwargs={"firm_id": cast.borealis.pk, **asked_for}, throw=True)
    assert everything_of_acme(cast) == before
    with cast.scope(cast.borealis):
        assert not Job.objects.exists()


def everything_of_acme(cast: Cast) -> dict[str, str]:
    """A fingerprint of every walled table, as Acme sees it."""
    found = {}
    with cast.scope(), connection.cursor() as cursor:
        for table in walled():
            cursor.execute(f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')
            found[table] = str(cursor.fetchone())
    return found
