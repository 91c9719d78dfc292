"""Waking what was snoozed until a moment, and bringing back what no client has answered, in every firm.

Doing it twice, or being killed half way, does no harm.
"""

from uuid import UUID

import structlog
from django.db import connection, transaction

from core import clock
from core.tenancy import firm_scope
from inbox.models import Conversation

AT_ONCE = 500
log = structlog.get_logger(__name__)


def wake_due() -> int:
    """One transaction a conversation; one that cannot be woken keeps none of the others asleep."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT firm_id, conversation_id FROM inbox_due(%s, %s)", [clock.now(), AT_ONCE])
        due = cursor.fetchall()
    return sum(_wake(firm_id, id) for firm_id, id in due)


def _wake(firm_id: int, id: UUID) -> bool:
    try:
        with firm_scope(firm_id), transaction.atomic():
            conversation: Conversation = Conversation.objects.get(pk=id)
            return conversation.wake_in_time() or conversation.remind_in_time()
    except Exception:
        log.exception("inbox_wake_failed", firm_id=firm_id, conversation_id=str(id))
        return False
