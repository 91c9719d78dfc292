"""Readers of the ledger: in order, effectively once, found again when the hint was lost."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import connection

from core.ids import uuid7
from core.transaction import before_commit
from crm.models import Contact
from ledger import wake
from ledger.facts import Fact
from ledger.handlers import firms_behind, handler_names, handles, run_handlers
from ledger.models import Cursor, Event, Head
from ledger.record import record
from ledger.tasks import sweep

pytestmark = pytest.mark.covers("L2")


@dataclass(frozen=True)
class BellRang(Fact):
    kind: ClassVar[str] = "tests.bell_rang"
    bell: UUID
    number: int


@handles(BellRang, name="tests.silent")
def hear(event: Event) -> None:
    """A second reader, with a cursor of its own."""


broken: set[str] = set()
meanwhile: dict[str, Callable[[], None]] = {}
"""What happens, once, in another worker while a bell is being written down."""


@handles(BellRang, name="tests.bell")
def write_down(event: Event) -> None:
    """Writes a contact a bell: what a handler does is a row of its own."""
    if event.data["bell"] in broken:
        Contact.objects.create(name="half-done")
        raise RuntimeError("the bell is broken")
    Contact.objects.create(name=event.data["bell"], phone=str(event.data["number"]))
    if happens := meanwhile.pop(event.data["bell"], None):
        in_another_worker(happens)


def written(cast, bell: UUID) -> list[str]:
    with cast.scope():
        return list(Contact.objects.filter(name=str(bell)).order_by("created_at").values_list("phone", flat=True))


def ring(cast, bell: UUID, numbers: range) -> None:
    for number in numbers:
        with cast.scope():
            record(BellRang(bell, number))


def test_each_event_is_handled_once_and_in_order(cast) -> None:
    bell = uuid7()
    ring(cast, bell, range(5))
    run_handlers(cast.acme.pk)
    run_handlers(cast.acme.pk)
    assert written(cast, bell) == ["0", "1", "2", "3", "4"]


def test_two_workers_at_once_handle_each_event_once(cast) -> None:
    bell = uuid7()
    ring(cast, bell, range(30))
    threads = [threading.Thread(target=run_and_close, args=(cast.acme.pk,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    run_handlers(cast.acme.pk)
    assert written(cast, bell) == [str(number) for number in range(30)]


def in_another_worker(work: Callable[[], None]) -> None:
    def run() -> None:
        work()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)


def run_and_close(firm_id: int) -> None:
    run_handlers(firm_id)
    connection.close()


def test_a_firm_with_unread_events_is_found_without_a_hint(cast) -> None:
    ring(cast, uuid7(), range(1))
    assert cast.acme.pk in firms_behind()
    run_handlers(cast.acme.pk)
    assert cast.acme.pk not in firms_behind()


def test_a_failing_handler_keeps_its_place_and_leaves_nothing_half_done(cast) -> None:
    bell = uuid7()
    broken.add(str(bell))
    ring(cast, bell, range(2))
    run_handlers(cast.acme.pk)
    assert written(cast, bell) == []
    with cast.scope():
        assert not Contact.objects.filter(name="half-done").exists()
    broken.clear()
    run_handlers(cast.acme.pk)
    assert written(cast, bell) == ["0", "1"]


def test_an_event_still_uncommitted_is_not_jumped_over(cast) -> None:
    """A writer that has its number and has not committed: those behind it wait, so a reader never passes it by."""
    bell, has_number, may_commit = uuid7(), threading.Event(), threading.Event()

    def hold(items: list[Any]) -> None:
        has_number.set()
        may_commit.wait(30)

    def slow() -> None:
        record(BellRang(bell, 0))
        before_commit(hold, None)

    first = begin(cast, slow)
    has_number.wait(30)
    second = begin(cast, lambda: record(BellRang(bell, 1)))
    run_handlers(cast.acme.pk)
    assert written(cast, bell) == []
    may_commit.set()
    first.join(30)
    second.join(30)
    run_handlers(cast.acme.pk)
    assert written(cast, bell) == ["0", "1"]


def test_facts_of_one_row_are_read_in_the_order_of_its_lock(cast) -> None:
    """The second to hold a row began to write first: its fact is still the second."""
    with cast.scope():
        bell = Contact.objects.create(name="A bell")
    has_written, may_lock = threading.Event(), threading.Event()

    def begins_first() -> None:
        Contact.objects.create(name="something else")
        has_written.set()
        may_lock.wait(30)
        Contact.objects.lock(bell.pk)
        record(BellRang(bell.pk, 2))

    thread = begin(cast, begins_first)
    has_written.wait(30)
    with cast.scope():
        Contact.objects.lock(bell.pk)
        record(BellRang(bell.pk, 1))
    may_lock.set()
    thread.join(30)
    run_handlers(cast.acme.pk)
    assert written(cast, bell.pk) == ["1", "2"]


def test_a_long_transaction_elsewhere_holds_no_reader_up(cast) -> None:
    bell, has_written, may_commit = uuid7(), threading.Event(), threading.Event()

    def long() -> None:
        Contact.objects.create(name="a slow import")
        has_written.set()
        may_commit.wait(30)

    thread = begin(cast, long)
    has_written.wait(30)
    ring(cast, bell, range(2))
    run_handlers(cast.acme.pk)
    assert written(cast, bell) == ["0", "1"]
    may_commit.set()
    thread.join(30)


def test_a_worker_that_stepped_back_was_not_needed(cast) -> None:
    """An event committed while another worker was at it, whose own hint came to nothing, is read all the same."""
    bell, steps_back = uuid7(), []

    def second_hint() -> None:
        ring(cast, bell, range(1, 2))
        run_handlers(cast.acme.pk)
        steps_back.append(written(cast, bell))

    meanwhile[str(bell)] = second_hint
    ring(cast, bell, range(1))
    run_handlers(cast.acme.pk)
    assert written(cast, bell) == ["0", "1"]
    assert steps_back == [[]]


def test_what_is_past_its_retention_is_left_behind(cast) -> None:
    """A reader that is new, or slept for months, finds its events gone and is not called behind for ever."""
    bell = uuid7()
    with cast.scope(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_head SET event_id = event_id + 40")
    run_handlers(cast.acme.pk)
    assert cast.acme.pk not in firms_behind()
    ring(cast, bell, range(1))
    run_handlers(cast.acme.pk)
    assert written(cast, bell) == ["0"]


def test_one_failing_handler_does_not_hold_up_the_others(cast) -> None:
    bell = uuid7()
    broken.add(str(bell))
    ring(cast, bell, range(1))
    run_handlers(cast.acme.pk)
    with cast.scope():
        read = set(Cursor.objects.filter(event_id=Head.objects.get().event_id).values_list("handler", flat=True))
    assert read == {*handler_names()} - {"tests.bell"}
    broken.clear()


def begin(cast, work: Callable[[], None]) -> threading.Thread:
    """`work` in a transaction of its own, beside this one."""

    def run() -> None:
        with cast.scope():
            work()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_handler_reads_in_the_scope_of_its_firm_only(cast) -> None:
    bell = uuid7()
    ring(cast, bell, range(1))
    run_handlers(cast.acme.pk)
    with cast.scope(cast.borealis):
        assert not Contact.objects.filter(name=str(bell)).exists()


def test_one_sweep_at_a_time(cast) -> None:
    """Others of the workers are left to the hints of what happens now, however much a sweep has to do."""
    bell = uuid7()
    ring(cast, bell, range(1, 3))
    with wake.alone("sweep") as alone, wake.alone("sweep") as another:
        assert (alone, another) == (True, False)
        assert sweep() == 0
    assert written(cast, bell) == []
    with wake.alone("sweep") as alone:
        assert alone
