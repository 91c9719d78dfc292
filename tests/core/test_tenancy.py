"""The firm in scope: no firm, no rows; the wrong firm, no rows; and nothing outlives its scope."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from core import clock
from core.tenancy import NoFirmInScope, current_firm_id, firm_scope
from crm.models import Contact
from inbox.models import Conversation, Inbox

pytestmark = pytest.mark.covers("Z1")


def test_without_a_firm_a_query_is_refused(cast) -> None:
    with transaction.atomic(), pytest.raises(NoFirmInScope):
        Inbox.objects.count()


def test_outside_a_transaction_a_query_is_refused(cast) -> None:
    with firm_scope(cast.acme.pk), pytest.raises(NoFirmInScope):
        Inbox.objects.count()


def test_the_database_itself_hides_other_firms(cast) -> None:
    with firm_scope(cast.acme.pk), transaction.atomic():
        Contact.objects.create(name="Only Acme's")
    for scope in (None, cast.borealis.pk):
        with firm_scope(scope), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM crm_contact WHERE firm_id = %s", [cast.acme.pk])
            assert cursor.fetchone() == (0,)


def test_a_row_cannot_be_written_into_another_firm(cast) -> None:
    with (
        firm_scope(cast.borealis.pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Contact(firm_id=cast.acme.pk, name="Smuggled").save(force_insert=True)


def test_a_row_cannot_point_into_another_firm(cast) -> None:
    with firm_scope(cast.acme.pk), transaction.atomic():
        inbox = Inbox.objects.create(name="Acme's")
    with firm_scope(cast.borealis.pk), pytest.raises(IntegrityError, match="same_firm"), transaction.atomic():
        contact, now = Contact.objects.create(name="Ours"), clock.now()
        Conversation.objects.create(inbox_id=inbox.pk, contact=contact, created_at=now, active_at=now)


def test_a_scope_inside_a_transaction_is_told_to_the_database_and_taken_back(cast) -> None:
    with firm_scope(cast.acme.pk), transaction.atomic():
        with firm_scope(cast.borealis.pk):
            assert shown_firm() == str(cast.borealis.pk)
        assert shown_firm() == str(cast.acme.pk)
        assert current_firm_id() == cast.acme.pk


def test_the_next_transaction_on_the_connection_knows_no_firm(cast) -> None:
    with firm_scope(cast.acme.pk), transaction.atomic():
        assert shown_firm() == str(cast.acme.pk)
    with transaction.atomic():
        assert shown_firm() in ("", None)


def shown_firm() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.firm', true)")
        return cursor.fetchone()[0]
