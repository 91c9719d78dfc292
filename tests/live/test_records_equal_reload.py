"""Boards, records and their lists, brought up to date by pushes, equal the pages freshly loaded."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page

from crm.models import Association, Company, Contact, Deal
from tests.crm.boards import Sales
from tests.inbox import trail
from tests.live.screens import Screen, Stage, run
from timeline.models import Activity

pytestmark = pytest.mark.covers("L2", "P2", "H4")


class Play(Stage):
    """Alice looks at boards and records while Bob and Carol work."""

    def __init__(self, cast: Any, page_for: Callable[..., Page]) -> None:
        super().__init__(cast, page_for)
        self.sales = Sales(cast)
        self.audit = self.sales.deal("Audit", amount=Decimal(1_000), owner=cast.alice)
        self.bid = self.sales.deal("Bid", owner=cast.bob)
        with cast.scope():
            self.company = Company.make(by=cast.bob, name="Weber GmbH")
            self.contact = Contact.make(by=cast.bob, name="Anna Weber")
            Association.make(self.audit.ref, self.company.ref, by=cast.bob)
        trail.settle(cast)

    def move(self, *deals: Deal, to: str, after: Any = (), **said: Any) -> None:
        wish = {deal.pk: None for deal in deals}
        Deal.move(wish, to=self.sales.stage(to), after=[deal.pk for deal in after], by=self.cast.bob, **said)

    def arrange(self, *names: str) -> None:
        stages = {stage.name: stage for stage in self.sales.pipeline.stages.standing()}
        said = [{"id": stages[name].pk, "name": name} if name in stages else {"name": name} for name in names]
        self.sales.pipeline.arrange(by=self.cast.alice, name="Bids", currency="EUR", stages=said)


def associated(play: Play, label: str = "Decision maker") -> None:
    play.together = Association.make(play.contact.ref, play.company.ref, by=play.cast.bob, label=label)


def logged(play: Play) -> None:
    play.note = Activity.log(by=play.cast.bob, kind="note", body="Prefers <b>mornings</b>", about=[play.contact.ref])


def with_a_parent(play: Play) -> None:
    play.novak = Company.make(by=play.cast.bob, name="Novak", parent=play.company)


def entered(play: Play) -> None:
    stage = play.sales.stage("Enquiry")
    play.course = Deal.make(by=play.cast.carol, name="Course", stage=stage, amount=Decimal("9.5"), currency="CHF")


DEEDS: dict[str, Callable[[Play], Any]] = {
    "a deal is entered": entered,
    "it moves": lambda play: play.move(play.course, to="Proposal"),
    "one is put above another": lambda play: play.move(play.audit, to="Proposal"),
    "one below": lambda play: play.move(play.bid, to="Proposal", after=[play.course]),
    "two move at once": lambda play: play.move(play.bid, play.audit, to="Negotiation"),
    "one is worth more": lambda play: play.audit.change(by=play.cast.bob, amount=Decimal(2_000), probability=90),
    "one is somebody else's": lambda play: play.audit.change(by=play.cast.bob, owner=play.cast.carol),
    "and hers again": lambda play: play.audit.change(by=play.cast.bob, owner=play.cast.alice),
    "one has another name": lambda play: play.audit.change(by=play.cast.bob, name="Audit 2027"),
    "one is lost": lambda play: play.move(play.bid, to="Lost", lost_reason="Too <dear>"),
    "and open again": lambda play: play.move(play.bid, to="Enquiry"),
    "somebody belongs to the company": associated,
    "as something else": lambda play: associated(play, "Billing"),
    "something is logged on them": logged,
    "and edited": lambda play: play.note.edit(by=play.cast.bob, body="Prefers evenings"),
    "it is pinned": lambda play: play.note.entries.get(subject_type="contact").pin(by=play.cast.bob),
    "on the company too": lambda play: play.note.entries.get(subject_type="company").pin(by=play.cast.bob),
    "and edited there": lambda play: play.note.edit(by=play.cast.bob, body="Prefers noon"),
    "the company has another name": lambda play: play.company.change(by=play.cast.bob, name="Weber AG"),
    "they have another name": lambda play: play.contact.change(by=play.cast.bob, name="Anna Berg", lifecycle="client"),
    "it is deleted": lambda play: play.note.discard(by=play.cast.bob),
    "and put back": lambda play: play.note.restore(by=play.cast.bob),
    "it is taken down": lambda play: play.note.entries.get(subject_type="company").unpin(by=play.cast.bob),
    "they go": lambda play: play.together.part(by=play.cast.bob),
    "a company is entered": with_a_parent,
    "it has another name": lambda play: play.novak.change(by=play.cast.bob, name="Novak & Co"),
    "it has no parent any more": lambda play: play.novak.change(by=play.cast.bob, parent=None),
    "the stages are arranged": lambda play: play.arrange("New", "Negotiation", "Proposal", "Enquiry", "Lost"),
}


@pytest.fixture
def play(cast, page_for, no_worker) -> Play:
    return Play(cast, page_for)


def test_boards(play: Play) -> None:
    board = f"/boards/{play.sales.pipeline.pk}/"
    run(play, DEEDS, [Screen(play, board), Screen(play, f"{board}?owner=me")])


def test_records(play: Play) -> None:
    paths = [f"/companies/{play.company.pk}/", f"/deals/{play.audit.pk}/", f"/contacts/{play.contact.pk}/"]
    run(play, DEEDS, [Screen(play, path) for path in (*paths, "/companies/", "/deals/")])
