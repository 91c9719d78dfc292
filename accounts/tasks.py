"""This room's sweeps."""

from celery import shared_task
from django.core.management import call_command
from django.db import connection

from accounts.idempotency import KEPT_FOR


@shared_task(name="accounts.sweep")
def sweep() -> int:
    """Once an hour: forget the answers kept for retries that are two days old, and sessions that have run out."""
    call_command("clearsessions")
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_forget_replies(%s::interval)", [f"{KEPT_FOR.total_seconds()} seconds"])
        return int(cursor.fetchone()[0])
