"""The report of a pipeline: each figure recounted from what happened, and the rows behind it."""

import random
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import clock
from crm.boards import Choice
from crm.models import Deal
from crm.report import Report
from tests.crm.boards import Sales

pytestmark = pytest.mark.covers("P6", "N1")


def ago(days: float) -> Any:
    return clock.as_of(clock.now() - timedelta(days=days))


class Story(Sales):
    """Four deals of Bob's and Carol's over sixty days: one won, one lost, one on its way, one just entered."""

    def __init__(self, cast: Any) -> None:
        with ago(60):
            super().__init__(cast)
        bob, carol = cast.bob, cast.carol
        today = clock.now().date()
        with ago(50):
            self.audit = self.deal("Audit", amount=Decimal(10_000), owner=bob)
            self.course = self.deal("Course", amount=Decimal(2_000), owner=carol)
        with ago(40):
            self.bid = self.deal(
                "Bid", amount=Decimal(4_000), owner=carol, expected_on=today + timedelta(days=3), probability=50
            )
            self.move(self.audit, to="Proposal", seen=False)
        with ago(30):
            self.move(self.audit, to="Won", seen=False)
            self.move(self.course, to="Lost", seen=False, lost_reason="Too dear")
        with ago(10):
            self.move(self.bid, to="Proposal", seen=False)
        self.late = self.deal("Late", amount=Decimal(100), owner=bob, expected_on=today - timedelta(days=1))

    def report(self, days: int = 90, **said: Any) -> Report:
        return Report(self.pipeline, self.cast.bob, days, Choice(**said))


@pytest.fixture
def story(cast) -> Story:
    return Story(cast)


def test_what_was_won_lost_and_why(story) -> None:
    with story.cast.scope():
        report = story.report()
        assert (report.won.count, report.won.worth) == (1, "€10,000")
        assert (report.lost.count, report.lost.worth) == (1, "€2,000")
        assert (report.open.count, report.open.worth) == (2, "€4,100")
        assert report.win_rate == 50
        assert round(report.took) == 20
        assert [(reason, figure.count) for reason, figure in report.reasons] == [("Too dear", 1)]
        assert [(speed.currency, speed.said) for speed in report.speeds] == [("EUR", "€15,000")]


def test_from_stage_to_stage(story) -> None:
    with story.cast.scope():
        passages = {each.stage.name: each for each in story.report().passages}
        enquiry, proposal = passages["Enquiry"], passages["Proposal"]
        assert [len(each) for each in (enquiry.came, enquiry.went_on, enquiry.lost, enquiry.there)] == [4, 2, 1, 1]
        assert (enquiry.rate, round(enquiry.days)) == (50, 20)
        assert [len(each) for each in (proposal.came, proposal.went_on, proposal.lost, proposal.there)] == [2, 1, 0, 1]
        assert passages["Negotiation"].rate is None


def test_a_period_and_whose(story) -> None:
    with story.cast.scope():
        assert story.report(days=30).won.count == 0
        mine = story.report(owner="me")
        assert (mine.won.count, mine.lost.count, mine.open.count) == (1, 0, 1)
        assert mine.weeks == []


def test_what_is_to_come_by_owner_and_month(story) -> None:
    with story.cast.scope():
        report = story.report()
        assert report.months[0] == "late"
        by_owner = {owner.name: months for owner, months in report.forecast}
        whole, weighted = by_owner[story.cast.carol.name][1]
        assert (whole.worth, weighted.worth) == ("€4,000", "€2,000")
        assert by_owner[story.cast.bob.name][0][0].count == 1


def test_weeks_are_as_they_were(story) -> None:
    with story.cast.scope():
        weeks = story.report().weeks
        assert len(weeks) == 9
        assert [(count, amount) for _currency, count, amount, _weighted in weeks[0][1]] == [(2, Decimal(4_100))]
        five = weeks[5][1]  # thirty-five days ago: Audit, Course and Bid stood open
        assert [(count, amount) for _currency, count, amount, _weighted in five] == [(3, Decimal(16_000))]


def test_what_was_opened_again_is_neither_lost_nor_won(story) -> None:
    story.move(story.course, to="Enquiry", seen=False)
    with story.cast.scope():
        report = story.report()
        assert (report.lost.count, report.win_rate) == (0, 100)
        assert report.reasons == []


def test_figures_agree_with_a_recount_after_any_moves(cast) -> None:
    chance = random.Random(7)
    sales = Sales(cast)
    deals = [sales.deal(f"Deal {number}", amount=Decimal(chance.randrange(1, 999))) for number in range(12)]
    names = list(sales.stages)
    for _move in range(80):
        sales.move(chance.choice(deals), to=chance.choice(names), seen=False, lost_reason="So")
    with cast.scope():
        report = Report(sales.pipeline, cast.bob)
        for kind, figure in (("won", report.won), ("lost", report.lost), ("open", report.open)):
            rows = Deal.objects.filter(stage__kind=kind)
            assert figure.cards == {row.pk for row in rows}
            assert figure.sums.get("EUR", 0) == sum(row.amount for row in rows)
        for passage in report.passages:
            assert passage.there <= {row.pk for row in Deal.objects.filter(stage=passage.stage)}
            assert not passage.went_on & passage.lost


def test_every_figure_opens_its_rows(story, client_for) -> None:
    client = client_for(story.cast.bob)
    page = client.get(f"/boards/{story.pipeline.pk}/report/").content.decode()
    links = re.findall(r'href="([^"]*report/rows/[^"]*)">(\d+)<', page.replace("&amp;", "&"))
    assert len(links) > 20
    for href, count in links:
        rows = client.get(href).content.decode()
        assert rows.count('id="record-row-') == int(count), href
    assert client.get(f"/boards/{story.pipeline.pk}/report/rows/?what=everything").status_code == 200
    assert client.get(f"/boards/{story.pipeline.pk}/report/?days=forever&owner=nobody").status_code == 200


def test_the_api_tells_the_same(story, client_for) -> None:
    told = client_for(story.cast.bob).get(f"/api/v1/pipelines/{story.pipeline.pk}/report/").json()
    assert (told["won"], told["win_rate"]) == ({"count": 1, "sums": {"EUR": "10000.00"}}, 50)
    assert told["reasons"] == [{"reason": "Too dear", "count": 1, "sums": {"EUR": "2000.00"}}]
    assert [row["count"] for row in told["forecast"]] == [1, 1]
