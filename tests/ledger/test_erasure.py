"""Erasure: what the ledger keeps in words can be emptied, in the firm in scope and nowhere else."""

import pytest
from django.db import connection

from core.ids import uuid7
from ledger.erasure import blank, forget_changes
from ledger.models import Change, StreamFrame, StreamHead
from ledger.record import record
from tests.ledger.test_record import LampLit, seqs, stream
from tests.live.page import Page, ticket_for

pytestmark = pytest.mark.covers("L2")


def light(cast, name: str, times: int = 1) -> None:
    for _ in range(times):
        with cast.scope():
            record(LampLit(uuid7(), [name]))


def test_a_blank_stream_has_forgotten_its_words_and_moved_on(cast) -> None:
    name = stream()
    light(cast, name, 3)
    with cast.scope():
        blank(name)
    with cast.scope():
        assert seqs(name) == []
        assert StreamHead.objects.get(pk=name).seq == 4
    light(cast, name)
    with cast.scope():
        assert seqs(name) == [5]


def test_what_is_said_in_the_same_transaction_stays(cast) -> None:
    """The screens are told the row without the words, and can no longer be told it with them."""
    name = stream()
    light(cast, name)
    with cast.scope():
        record(LampLit(uuid7(), [name]))
        blank(name)
    with cast.scope():
        assert seqs(name) == [3]


def test_an_erasure_that_is_rolled_back_forgets_nothing(cast) -> None:
    name = stream()
    light(cast, name)
    with pytest.raises(ZeroDivisionError), cast.scope():
        blank(name)
        _ = 1 / 0
    with cast.scope():
        assert seqs(name) == [1]


def test_another_firm_can_blank_nothing_here(cast) -> None:
    name = stream()
    light(cast, name)
    with cast.scope(cast.borealis), connection.cursor() as cursor:
        cursor.execute("SELECT ledger_forget(%s)", [name])
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_forget(%s)", [name])
    with cast.scope():
        assert StreamFrame.objects.filter(stream=name).count() == 1


def test_the_audit_of_a_row_keeps_who_and_when(cast) -> None:
    with cast.scope():
        record(LampLit(uuid7(), []), by=cast.bob, subject=cast.alice, changes={"name": ("Alice", "Alicia")})
        record(LampLit(uuid7(), []), by=cast.bob, subject=cast.carol, changes={"name": ("Carol", "Carola")})
    with cast.scope(cast.borealis):
        forget_changes(cast.alice)
    assert words_of(cast, cast.alice) == [({"name": "Alice"}, {"name": "Alicia"})]
    with cast.scope():
        forget_changes(cast.alice)
    assert words_of(cast, cast.alice) == [(None, None)]
    assert words_of(cast, cast.carol) == [({"name": "Carol"}, {"name": "Carola"})]


def words_of(cast, subject) -> list[tuple[object, object]]:
    with cast.scope():
        changes = Change.objects.filter(kind="tests.lamp_lit", subject_id=str(subject.pk), actor=cast.bob.pk)
        return list(changes.values_list("before", "after"))


def test_open_and_returning_pages_are_told_to_reload(cast, server) -> None:
    """Neither the one that looks now, nor the one that comes back with a cursor, is told the words again."""
    name = f"person:{cast.alice.pk}"
    light(cast, name, 3)
    with Page(server, ticket_for(cast.alice)) as looking:
        looking.subscribe(name, after=3)
        with cast.scope():
            blank(name)
        assert looking.until(lambda frame: frame["op"] == "reset")["seq"] == 4
        with Page(server, ticket_for(cast.alice)) as back:
            back.subscribe(name, after=1)
            assert back.until(lambda frame: frame["op"] == "reset")["seq"] == 4
            light(cast, name)
            back.until_seq(name, 5)
        looking.until_seq(name, 5)
    assert back.seqs(name) == looking.seqs(name) == [5]
