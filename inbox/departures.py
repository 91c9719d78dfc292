"""Sending what is due: by a task for each reply that is held for seconds, by a sweep every second for all, and by the
author's own page when its countdown ends. Whoever comes first sends it; the others find it gone.
"""

from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction

from core import clock
from core.tenancy import firm_scope
from inbox.models import Outgoing
from ledger.wake import hint

SOON = 90
"""Seconds within which a worker is asked at once; what is later is the sweep's."""
log = structlog.get_logger(__name__)


def ask_for(outgoing: Outgoing) -> None:
    """After the commit a worker is asked to send it in time. The hint may be lost."""
    wait = (outgoing.due_at - clock.now()).total_seconds()
    if wait <= SOON:
        arguments: dict[str, Any] = {"firm_id": outgoing.firm_id, "outgoing_id": str(outgoing.pk)}
        transaction.on_commit(lambda: hint("inbox.send", after=max(wait, 0.01), **arguments), robust=True)


def send_due() -> int:
    """What is due in all firms. One that cannot be sent is left for the next time and keeps none of the others waiting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT firm_id, outgoing_id FROM inbox_outgoing_due(%s)", [clock.now()])
        due = cursor.fetchall()
    return sum(send(firm_id, outgoing_id) for firm_id, outgoing_id in due)


def send(firm_id: int, outgoing_id: UUID) -> bool:
    """Send one, if it is due and nobody else did."""
    try:
        with firm_scope(firm_id), transaction.atomic():
            found = Outgoing.objects.select_related("conversation").filter(pk=outgoing_id).first()
            return bool(found and found.depart())
    except Exception:
        log.exception("inbox.outgoing_failed", firm_id=firm_id, outgoing_id=str(outgoing_id))
        return False
