"""The ledger's tasks: read what is new, sweep for what a lost hint left, roll the days."""

import random
import time

import structlog
from celery import shared_task
from django.conf import settings
from django.db import connection

from ledger import handlers, wake

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 4.0
"""After so long a sweep begins with no further firm: the next one, in seconds, goes on."""


@shared_task(name="ledger.run_handlers")
def run_handlers(*, firm_id: int) -> int:
    wake.awake(firm_id)
    return handlers.run_handlers(firm_id)


@shared_task(name="ledger.sweep")
def sweep() -> int:
    """Every few seconds: bring each firm up to date that a lost hint left behind.

    One at a time, so that firms with a long way to go, or many firms, leave the other workers to what happens now.
    """
    read = 0
    with wake.alone("sweep") as alone:
        firms = handlers.firms_behind() if alone else []
        random.shuffle(firms)  # none waits behind the same ones each time
        until = time.monotonic() + SWEEP_SECONDS
        for firm_id in firms:
            read += handlers.run_handlers(firm_id)
            if time.monotonic() > until:
                break
    return read


@shared_task(name="ledger.roll")
def roll() -> None:
    """Several times a day: partitions for the days ahead, none beyond their retention. What is busy waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_roll(%s, %s, %s, %s)",
            [
                settings.LEDGER_DAYS_AHEAD,
                settings.LEDGER_EVENT_DAYS,
                settings.LEDGER_FRAME_DAYS,
                handlers.handler_names(),
            ],
        )
        for sentence in cursor.fetchall():
            log.warning("ledger.roll", left=sentence[0])
