"""The heads are the last thing a transaction waits for: what the database checks at COMMIT is checked before them."""

import threading

from django.db import connection, connections, transaction

from core.tenancy import firm_scope
from tests.support.waiting import until


def waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            " AND pid IN (SELECT pid FROM pg_locks WHERE NOT granted)"
        )
        return bool(cursor.fetchone()[0])


def test_a_row_whose_parent_is_locked_waits_before_it_takes_a_head(cast):
    """Bob's other tab keeps his first draft while his reply is under way: the draft points at the conversation that the
    reply has locked, and both tell his own stream."""
    conversation = cast.conversation()
    failed: list[BaseException] = []

    def keep() -> None:
        try:
            with firm_scope(cast.acme.pk), transaction.atomic():
                conversation.keep_draft(by=cast.bob, body="Half a thought")
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    other_tab = threading.Thread(target=keep)
    with cast.scope():
        type(conversation).objects.lock(conversation.pk)
        other_tab.start()
        until(waiting_for_a_lock, what="the draft to wait for the conversation")
        conversation.reply(by=cast.bob, body="The whole answer")
    other_tab.join()
    assert failed == []
