"""Forgetting what the ledger keeps in words, when what it was about is erased.

Events hold ids only. Words stand in two places: in the frames that a stream keeps for returning browsers, and in
the audit's before and after. The application may not change either by itself; two definer functions do it
(docs/tenancy.md), each within the firm in scope.
"""

from typing import Any

from django.db import connection

from core.tenancy import current_firm_id
from core.transaction import before_commit
from ledger.record import Forgetting, write


def blank(stream: str) -> None:
    """Let `stream` forget all it has said, at the end of this transaction.

    Its sequence moves on, so every screen that shows it, now or when it comes back, reloads with its own rights.
    """
    before_commit(write, Forgetting(current_firm_id(), stream))


def forget_changes(subject: Any) -> None:
    """Empty the audit of one row: who changed it and when stays, from what to what is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_forget_changes(%s, %s)", [subject._meta.label_lower, str(subject.pk)])
