"""Facts are committed with their rows, or not at all; a stream's numbers have no gap."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import connection, transaction

from core.ids import uuid7
from core.tenancy import firm_scope
from core.transaction import OutsideTransaction
from crm.models import Contact
from ledger.facts import Fact
from ledger.frames import Frame, Happening, pushes, upsert
from ledger.models import Change, Event, StreamFrame, StreamHead
from ledger.record import record

pytestmark = pytest.mark.covers("L2")


@dataclass(frozen=True)
class LampLit(Fact):
    """A fact of the tests' own: it is told on the streams it names."""

    kind: ClassVar[str] = "tests.lamp_lit"
    lamp: UUID
    streams: list[str]
    key: str = ""


@pushes(LampLit)
def tell(fact: LampLit, happening: Happening) -> Iterator[Frame]:
    for stream in fact.streams:
        yield upsert(stream, fact.key or f"lamp-{happening.at.isoformat()}-{id(fact)}", "<i>lit</i>")


def stream() -> str:
    return f"test:{uuid7()}"


def seqs(name: str) -> list[int]:
    return list(StreamFrame.objects.filter(stream=name).order_by("seq").values_list("seq", flat=True))


def test_a_fact_is_written_with_its_transaction(cast) -> None:
    name, lamp = stream(), uuid7()
    with cast.scope():
        record(LampLit(lamp, [name]), by=cast.alice, subject=cast.alice)
    with cast.scope():
        event = Event.objects.get(kind="tests.lamp_lit", data__lamp=str(lamp))
        assert event.actor == cast.alice.pk
        assert event.fact() == LampLit(lamp, [name])
        assert seqs(name) == [1]
        assert StreamHead.objects.get(pk=name).seq == 1


def test_a_rolled_back_transaction_leaves_no_fact(cast) -> None:
    name = stream()
    with pytest.raises(ZeroDivisionError), cast.scope():
        record(LampLit(uuid7(), [name]))
        _ = 1 / 0
    with cast.scope():
        assert not StreamHead.objects.filter(pk=name).exists()


def test_a_rolled_back_savepoint_takes_its_facts_with_it(cast) -> None:
    name, kept, lost = stream(), uuid7(), uuid7()
    with cast.scope():
        record(LampLit(kept, [name]))
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record(LampLit(lost, [name]))
            _ = 1 / 0
    with cast.scope():
        assert seqs(name) == [1]
        assert not Event.objects.filter(data__lamp=str(lost)).exists()


def test_a_failing_pusher_rolls_the_rows_back(cast) -> None:
    with pytest.raises(TypeError), cast.scope():
        contact = Contact.objects.create(name="Never")
        record(LampLit(uuid7(), [None]))  # type: ignore[list-item]  # a stream without a name cannot be told
        record(LampLit(object(), []))  # type: ignore[arg-type]  # nor can this be written
    with cast.scope():
        assert not Contact.objects.filter(pk=contact.pk).exists()


def test_outside_a_transaction_nothing_is_recorded(cast) -> None:
    with firm_scope(cast.acme.pk), pytest.raises(OutsideTransaction):
        record(LampLit(uuid7(), []))


def test_the_audit_keeps_who_and_from_what_to_what(cast) -> None:
    with cast.scope():
        record(LampLit(uuid7(), []), by=cast.bob, subject=cast.alice, changes={"light": ("off", "on")})
    with cast.scope():
        change = Change.objects.filter(kind="tests.lamp_lit", actor=cast.bob.pk).get()
        assert (change.before, change.after) == ({"light": "off"}, {"light": "on"})
        assert change.subject_id == str(cast.alice.pk)


def test_the_audit_cannot_be_rewritten(cast) -> None:
    from django.db import ProgrammingError

    for statement in ("UPDATE ledger_audit SET kind = ''", "DELETE FROM ledger_audit"):
        with pytest.raises(ProgrammingError, match="permission denied"), cast.scope(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_frames_that_overwrite_each_other_are_sent_once(cast) -> None:
    name = stream()
    with cast.scope():
        for _ in range(3):
            record(LampLit(uuid7(), [name], key="row-1"))
    with cast.scope():
        assert seqs(name) == [1]


def test_a_stream_belongs_to_one_firm(cast) -> None:
    from django.db import ProgrammingError

    name = stream()
    with cast.scope():
        record(LampLit(uuid7(), [name]))
    with pytest.raises(ProgrammingError, match="row-level security"), cast.scope(cast.borealis):
        record(LampLit(uuid7(), [name]))


@pytest.mark.covers("L2")
def test_writers_in_opposite_orders_neither_wait_for_ever_nor_leave_a_gap(cast) -> None:
    """Eight writers, each over the same three streams in its own order: no deadlock, no gap, commit order."""
    names = [stream() for _ in range(3)]
    failures: list[BaseException] = []
    threads = [threading.Thread(target=write_many, args=(cast, rotate(names, n), failures)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    with cast.scope():
        for name in names:
            assert seqs(name) == list(range(1, 8 * 12 + 1))
            ids = list(StreamFrame.objects.filter(stream=name).order_by("seq").values_list("event_id", flat=True))
            assert len(set(ids)) == len(ids)


def write_many(cast: Any, names: list[str], failures: list[BaseException]) -> None:
    try:
        for _ in range(12):
            with cast.scope():
                for name in names:
                    record(LampLit(uuid7(), [name]))
    except BaseException as error:
        failures.append(error)
    finally:
        connection.close()


def rotate(names: list[str], by: int) -> list[str]:
    turned = names[by % 3 :] + names[: by % 3]
    return turned[::-1] if by % 2 else turned


def test_a_frame_body_is_an_object_that_begins_with_op(cast) -> None:
    name = stream()
    with cast.scope():
        record(LampLit(uuid7(), [name], key="row"))
    with cast.scope():
        body = StreamFrame.objects.get(stream=name).body
    assert body.startswith('{"op":')
    assert json.loads(body) == {"op": "upsert", "id": "row", "html": "<i>lit</i>"}
