"""Whose digest is due: every minute, in every firm, each firm in its turn.

A person's turn is a transaction of its own, and one that fails keeps nobody else waiting. What goes into a digest is
marked in the transaction that records DigestDue, whose handler mails it; a round that is done twice finds nothing.
"""

import structlog
from django.db import connection, transaction

from core import clock
from core.tenancy import firm_scope
from timeline.models import DigestTurn

AT_ONCE = 500
log = structlog.get_logger(__name__)


def make_due() -> int:
    """Make the digests whose time has come. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT firm_id, membership_id FROM timeline_digests_due(%s, %s)", [clock.now(), AT_ONCE])
        due = cursor.fetchall()
    return sum(_make(firm_id, person) for firm_id, person in due)


def _make(firm_id: int, person: int) -> bool:
    try:
        with firm_scope(firm_id), transaction.atomic():
            return DigestTurn.come(person)
    except Exception:
        log.exception("timeline.digest_failed", firm_id=firm_id, membership_id=person)
        with firm_scope(firm_id), transaction.atomic():
            DigestTurn.objects.filter(membership=person).update(due_at=clock.now() + DigestTurn.PAUSE)
        return False
