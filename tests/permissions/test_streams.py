"""Each kind of stream is open to whom the table says; all of them get the same bytes, and nobody else gets one."""

import json
from collections import defaultdict
from typing import Any

import pytest
from django.db import transaction

from core.tenancy import firm_scope
from crm.models import Association, Contact
from inbox.models import Conversation
from live import streams, tickets
from tests.live.page import Frame, Page
from tests.permissions.stream_table import EVERYBODY, ROWS, VISITORS, Company, Row

pytestmark = pytest.mark.covers("Z1", "Z2")
SECRET = "Vera must not read this"


@pytest.fixture(scope="module")
def company() -> Company:
    return Company()


def may(company: Company, who: str, stream: str) -> bool:
    actor = company.actor(who)
    with firm_scope(actor.firm_id), transaction.atomic():
        return streams.may_subscribe(actor, stream)


def test_every_kind_is_in_the_table() -> None:
    kinds = {name for name in streams.kinds() if not name.startswith("test")}
    assert kinds <= {row.kind for row in ROWS}, "Add rows for the new kind to tests/permissions/stream_table.py."
    assert {row.kind for row in ROWS} - kinds == {streams.ACCESS}


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_gets_what_the_table_says(company: Company, row: Row) -> None:
    stream = row.stream(company)
    assert {who: may(company, who, stream) for who in EVERYBODY} == row.expected


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_name_that_is_nearly_right_opens_nothing(company: Company, who: str) -> None:
    talk = company.open_talk.pk
    for stream in (
        f"conversation:{talk}x",
        f"conversation:{str(talk)[:-1]}",
        "conversation:",
        "firm:0",
        "person:",
        "visitor:%",
    ):
        assert not may(company, who, stream)


class Ear(Page):
    """A page that keeps each numbered frame as it came."""

    def __init__(self, server: Any, company: Company, who: str) -> None:
        self.heard: defaultdict[str, list[str]] = defaultdict(list)
        self.who = who
        door = "/widget/live" if who in VISITORS else "/live"
        super().__init__(server, tickets.issue(company.actor(who).as_dict()), door=door)

    def next(self, timeout: float = 10.0) -> Frame | None:
        known = len(self.frames)
        frame = super().next(timeout)
        if len(self.frames) > known and "q" in frame:
            self.heard[frame["s"]].append(json.dumps(frame, ensure_ascii=False))
        return frame


def test_all_who_may_get_the_same_and_the_others_nothing(server) -> None:
    """Everybody asks for everything; then everything happens."""
    company = Company()
    names = sorted({row.stream(company) for row in ROWS})
    ears = [Ear(server, company, who) for who in EVERYBODY if who != "former"]
    open_to = {
        ear.who: {name for name in names if ear.subscribe(name, after=None)["op"] == "subscribed"} for ear in ears
    }
    everything_happens(company)
    heads = heads_of(company, names)
    for ear in ears:
        for name in open_to[ear.who]:
            ear.until_seq(name, heads.get(name, 0))
    for name in names:
        told = {ear.who: ear.heard[name] for ear in ears if ear.heard[name]}
        assert set(told) == {who for who, theirs in open_to.items() if name in theirs and heads.get(name, 0)}
        assert len({tuple(frames) for frames in told.values()}) <= 1, f"{name} told people different things"
    for ear in ears:
        if ear.who in VISITORS:
            assert SECRET not in str(ear.heard)
        ear.close()


def everything_happens(company: Company) -> None:
    """Every verb that the inbox has, in both conversations; and what a person is told of their own."""
    anonymous = company.conversation("Before I sign in.")
    with company.scope():
        anonymous.belong_to(company.vera.identity)
    for talk in (company.open_talk, company.tax_talk):
        with company.scope():
            talk.note(by=company.bob, body=SECRET)
            talk.reply(by=company.alice, body="We are here.")
            talk.assign(by=company.alice, to=company.bob)
            talk.keep_draft(by=company.bob, body=SECRET)
            talk.mark_read(by=company.bob, seq=1)
            Contact.objects.get(pk=talk.contact_id).change(by=company.bob, name="Vera Vogel")
        with company.scope():
            talk.close(by=company.bob)
            talk.rate(score=4, comment="Well done")
            talk.reopen(by=company.bob)
            talk.mark_seen_by_visitor(seq=3)
    deal, sales = company.sales.deal("Audit"), company.sales
    sales.move(deal, to="Lost", lost_reason="Too dear")
    with company.scope():
        client = Contact.objects.get(pk=company.open_talk.contact_id)
        Association.make(client.ref, deal.ref, by=company.bob, label="Champion")
        client.change(by=company.bob, name="Vera Vance")
        sales.fresh(deal).change(by=company.bob, name="Audit 2027")
    with company.scope():
        visitor = company.vera
        Conversation.objects.get(pk=company.open_talk.pk).receive(visitor=visitor, body="Thank you.")


def heads_of(company: Company, names: list[str]) -> dict[str, int]:
    """Of both firms' streams, as the table names them."""
    from tests.permissions.schema import ask

    return dict(ask("SELECT stream, seq FROM ledger_heads(%s)", names))
