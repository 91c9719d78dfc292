"""The end of a transaction: work done just before the commit stands inside it."""

import pytest
from django.db import OperationalError, connection, transaction

from core.tenancy import firm_scope
from core.transaction import OutsideTransaction, after_commit, before_commit
from crm.models import Contact

pytestmark = pytest.mark.covers("Z1")


def test_it_reads_and_writes_in_the_transaction_and_its_firm(cast) -> None:
    def work(items: list[str]) -> None:
        with transaction.atomic():
            Contact.objects.create(name=f"{items[0]} of {Contact.objects.count()}")

    with cast.scope():
        Contact.objects.create(name="First")
        before_commit(work, "Last")
    with cast.scope():
        assert set(Contact.objects.values_list("name", flat=True)) == {"First", "Last of 1"}


def test_it_is_done_once_with_everything_in_order(cast) -> None:
    seen: list[list[int]] = []
    with cast.scope():
        for number in range(3):
            with transaction.atomic():
                before_commit(seen.append, number)
    assert seen == [[0, 1, 2]]


def test_it_may_ask_for_more(cast) -> None:
    seen: list[list[str]] = []

    def work(items: list[str]) -> None:
        seen.append(items)
        if items == ["first"]:
            before_commit(work, "second")

    with cast.scope():
        before_commit(work, "first")
    assert seen == [["first"], ["second"]]


def test_its_failure_takes_everything_back_and_is_told_as_it_is(cast) -> None:
    told: list[str] = []

    def work(items: list[str]) -> None:
        after_commit(lambda: told.append("too early"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")

    with pytest.raises(Exception, match="division by zero"), cast.scope():
        Contact.objects.create(name="Never")
        before_commit(work, None)
    with cast.scope():
        assert not Contact.objects.exists()
    assert told == []


def test_a_forgotten_savepoint_forgets_its_work(cast) -> None:
    seen: list[list[str]] = []
    with cast.scope():
        before_commit(seen.append, "kept")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            with transaction.atomic():
                before_commit(seen.append, "lost, two levels down")
            _ = 1 / 0
    assert seen == [["kept"]]


def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(OutsideTransaction):
        before_commit(print, None)


def test_a_connection_that_dies_while_it_is_told_the_firm_is_not_used_again(cast) -> None:
    """Django would think it has no transaction open, and all it wrote afterwards would be lost."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    end_backend(pid)
    with pytest.raises(OperationalError), firm_scope(cast.acme.pk), transaction.atomic():
        pass
    with cast.scope():
        Contact.objects.create(name="After")
    with cast.scope():
        assert Contact.objects.filter(name="After").exists()


def end_backend(pid: int) -> None:
    from tests.support.bed import postgres

    postgres.sql(f"SELECT pg_terminate_backend({pid}, 5000)")


def test_what_follows_the_commit_fails_alone(cast) -> None:
    def work(items: list[None]) -> None:
        after_commit(lambda: 1 / 0)

    with cast.scope():
        Contact.objects.create(name="Stays")
        before_commit(work, None)
    with cast.scope():
        assert Contact.objects.filter(name="Stays").exists()
