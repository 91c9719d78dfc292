"""Moving cards: where they come to stand, who is asked before, what the columns come to, and what is kept of it."""

import random
import threading
from datetime import timedelta
from decimal import Decimal

import pytest

from core import clock
from core.ids import uuid7
from crm.boards import Board, Choice, heads
from crm.errors import (
    CardMoved,
    DealNameless,
    LostWithoutReason,
    NoSuchRecord,
    NoSuchStage,
    PipelineEdited,
    PipelineInUse,
    PipelineUnfit,
    TooManyCards,
)
from crm.models import Deal, Pipeline, Stage, StageInterval
from crm.models.board.moving import LONGEST_RANK
from crm.past import Past, moment
from tests.crm.boards import Sales, wrongs
from tests.inbox import trail

pytestmark = pytest.mark.covers("P1", "P2", "P3")


@pytest.fixture
def sales(cast) -> Sales:
    return Sales(cast)


def test_a_new_deal_stands_at_the_top_of_its_stage(sales, cast) -> None:
    audit = sales.deal("Audit", amount=Decimal(12_000))
    sales.deal("Bid")
    assert sales.order("Enquiry") == ["Bid", "Audit"]
    assert (audit.currency, audit.closed_at) == ("EUR", None)
    assert trail.kinds(cast, audit) == ["deal_made"]
    assert wrongs(cast) == []


def test_a_deal_without_a_name_is_refused(sales) -> None:
    with pytest.raises(DealNameless):
        sales.deal("  ")


def test_the_same_deal_sent_twice_is_there_once(sales, cast) -> None:
    id = uuid7()
    sales.deal("Audit", id=id, amount=Decimal(5))
    sales.deal("Audit", id=id, amount=Decimal(5))
    assert sales.order("Enquiry") == ["Audit"]
    assert wrongs(cast) == []


def test_cards_come_to_stand_after_what_they_were_put_after(sales, cast) -> None:
    a, b, c, d = (sales.deal(name) for name in "ABCD")
    assert sales.order("Enquiry") == ["D", "C", "B", "A"]
    sales.move(d, to="Enquiry", after=[b])
    assert sales.order("Enquiry") == ["C", "B", "D", "A"]
    sales.move(a, to="Enquiry")
    assert sales.order("Enquiry") == ["A", "C", "B", "D"]
    sales.move(b, a, to="Proposal")
    assert (sales.order("Proposal"), sales.order("Enquiry")) == (["B", "A"], ["C", "D"])
    sales.move(c, to="Proposal", after=[Deal(id=uuid7()), b, a])
    assert sales.order("Proposal") == ["B", "C", "A"]
    assert wrongs(cast) == []


def test_where_what_it_was_put_after_has_gone_the_next_holds_its_place(sales) -> None:
    _a, b, c = (sales.deal(name, "Proposal") for name in "ABC")
    x = sales.deal("X")
    sales.move(b, to="Won")
    sales.move(x, to="Proposal", after=[b, c])
    assert sales.order("Proposal") == ["C", "X", "A"]


def test_a_question_is_asked_only_where_somebody_else_moved_it_to_another_stage(sales, cast) -> None:
    deal = sales.deal("Audit")
    sales.move(deal, to="Proposal", by=cast.bob)
    with pytest.raises(CardMoved) as asked:
        sales.move(deal, to="Won", by=cast.carol)
    assert str(asked.value) == "“Audit” was moved to Proposal meanwhile."
    sales.move(deal, to="Negotiation", by=cast.bob)  # who moved it last knows
    sales.move(deal, to="Negotiation", by=cast.carol)  # a mere place is no question
    sales.move(deal, to="Won", by=cast.carol, seen=False)
    assert sales.order("Won") == ["Audit"]
    assert wrongs(cast) == []


def test_a_move_of_several_is_made_whole_or_not_at_all(sales, cast) -> None:
    a, b = sales.deal("A"), sales.deal("B")
    sales.move(b, to="Proposal", by=cast.bob)
    with pytest.raises(CardMoved):
        sales.move(a, b, to="Won", by=cast.carol)
    assert sales.order("Won") == []
    with pytest.raises(NoSuchRecord):
        sales.move(a, Deal(id=uuid7()), to="Won")
    with cast.scope(), pytest.raises(TooManyCards):
        Deal.move({uuid7(): None for _ in range(201)}, to=sales.stage("Won"), by=cast.bob)


def test_a_card_does_not_leave_its_pipeline_by_a_move(sales, cast) -> None:
    other = Sales(cast, "Renewals")
    deal = sales.deal("Audit")
    with pytest.raises(NoSuchRecord):
        other.move(deal, to="Won")


def test_a_lost_deal_says_why_and_one_that_is_open_again_does_not(sales, cast) -> None:
    deal = sales.deal("Audit", amount=Decimal(100))
    with pytest.raises(LostWithoutReason):
        sales.move(deal, to="Lost", lost_reason="  ")
    sales.move(deal, to="Lost", lost_reason="Too dear")
    lost = sales.fresh(deal)
    assert (lost.lost_reason, lost.closed_at is not None, lost.version) == ("Too dear", True, 2)
    sales.move(lost, to="Proposal")
    again = sales.fresh(deal)
    assert (again.lost_reason, again.closed_at, again.version) == ("", None, 3)
    assert wrongs(cast) == []


def test_columns_come_to_what_stands_in_them_by_currency_and_probability(sales, cast) -> None:
    sales.deal("A", "Proposal", amount=Decimal("10000.50"))
    sales.deal("B", "Proposal", amount=Decimal(1_000), probability=90)
    sales.deal("C", "Proposal", amount=Decimal(500), currency="CHF")
    deal = sales.deal("D", "Proposal")
    with cast.scope():
        shown = heads([sales.stage("Proposal")])[sales.stage("Proposal").pk]
    assert shown.count == 4
    assert shown.sums == [("€11,000.50", "€5,900"), ("CHF\u00a0500", "CHF\u00a0250")]
    with cast.scope():
        deal.change(by=cast.bob, amount=Decimal(3), currency="CHF", probability=0)
        deal.change(by=cast.bob, owner=cast.carol)
    assert wrongs(cast) == []
    with cast.scope():
        part = Board(sales.pipeline, cast.carol, Choice(owner="me"))
        (column,) = [each for each in part.columns if each.stage.name == "Proposal"]
    assert ([card.item.name for card in column.cards], column.head.count) == (["D"], 1)


def test_the_books_agree_after_anything_in_any_order(sales, cast) -> None:
    chance = random.Random(7)
    deals = [sales.deal(f"Deal {number}", amount=Decimal(number)) for number in range(12)]
    for _step in range(60):
        deal = sales.fresh(chance.choice(deals))
        stage = chance.choice(list(sales.stages))
        after = [sales.fresh(each) for each in chance.sample(deals, 2) if each.pk != deal.pk]
        if chance.random() < 0.3:
            with cast.scope():
                amount = chance.choice([None, Decimal(chance.randrange(9999)) / 100])
                probability = chance.choice([None, 0, 50, 100])
                deal.change(by=cast.bob, amount=amount, probability=probability, currency=chance.choice(["EUR", "CHF"]))
        else:
            sales.move(
                deal, to=stage, after=after, lost_reason="No", by=chance.choice([cast.alice, cast.bob]), seen=False
            )
    assert wrongs(cast) == []


def test_many_who_move_at_once_lose_double_and_tie_nothing(sales, cast) -> None:
    deals = [sales.deal(f"Deal {number}", amount=Decimal(number)) for number in range(10)]
    failures: list[BaseException] = []

    def work(seed: int) -> None:
        from django.db import connection

        chance = random.Random(seed)
        try:
            for _step in range(12):
                some = chance.sample(deals, chance.choice([1, 1, 2, 3]))
                after = [deal for deal in chance.sample(deals, 2) if deal not in some]
                sales.move(*some, to=chance.choice(["Enquiry", "Proposal", "Won"]), after=after, seen=False)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert wrongs(cast) == []
    assert sum(len(sales.order(stage)) for stage in sales.stages) == 10


def test_a_place_can_be_cut_again_and_again(sales, cast) -> None:
    first, _last = sales.deal("First", "Proposal"), sales.deal("Last", "Proposal")
    sales.move(first, to="Proposal")
    others = [sales.deal(f"Deal {number}") for number in range(30)]
    for _round in range(4):
        for deal in others:
            sales.move(sales.fresh(deal), to="Proposal", after=[first], seen=False)
    with cast.scope():
        assert max(len(rank) for rank in Deal.objects.values_list("rank", flat=True)) <= LONGEST_RANK
    assert sales.order("Proposal") == ["First", *[deal.name for deal in reversed(others)], "Last"]
    assert wrongs(cast) == []


def test_ranks_that_grew_too_long_are_dealt_anew(sales, cast) -> None:
    a, b, x = sales.deal("A", "Proposal"), sales.deal("B", "Proposal"), sales.deal("X")
    with cast.scope():
        Deal.objects.filter(pk=b.pk).update(rank="a0")
        Deal.objects.filter(pk=a.pk).update(rank="a0" + "0" * LONGEST_RANK + "1")
    sales.move(x, to="Proposal", after=[b])
    assert sales.order("Proposal") == ["B", "X", "A"]
    with cast.scope():
        assert max(len(rank) for rank in Deal.objects.values_list("rank", flat=True)) <= 4


def test_where_a_card_stood_is_kept_to_the_moment(sales, cast) -> None:
    deal = sales.deal("Audit", amount=Decimal(10))
    sales.move(deal, to="Proposal", by=cast.bob)
    with cast.scope():
        sales.fresh(deal).change(by=cast.carol, amount=Decimal(20))
        rows = list(StageInterval.objects.order_by("since").select_related("stage", "came_from", "by"))
    assert [(row.stage.name, row.amount, row.came_from and row.came_from.name) for row in rows] == [
        ("Enquiry", Decimal(10), None),
        ("Proposal", Decimal(10), "Enquiry"),
        ("Proposal", Decimal(20), None),
    ]
    assert [row.by.name for row in rows] == ["Alice Archer", "Bob Brandt", "Carol Chen"]
    assert rows[2].entered_at == rows[1].since
    assert wrongs(cast) == []


def test_a_pipeline_is_arranged_and_what_is_full_stays(sales, cast) -> None:
    deal = sales.deal("Audit", "Proposal")
    with cast.scope():
        said = [{"id": stage.pk, "name": stage.name, "kind": stage.kind} for stage in sales.pipeline.stages.standing()]
    without = [each for each in said if each["name"] != "Proposal"]
    with pytest.raises(PipelineInUse), cast.scope():
        sales.pipeline.arrange(by=cast.alice, name="Sales", currency="EUR", stages=without)
    sales.move(deal, to="Won")
    turned = [{"name": "New"}, *reversed(without)]
    with cast.scope():
        sales.pipeline.arrange(by=cast.alice, name="Bids", currency="CHF", stages=turned, version=1)
        names = [stage.name for stage in Pipeline.objects.get().stages.standing()]
    assert names == ["New", "Lost", "Won", "Negotiation", "First meeting", "Enquiry"]
    with pytest.raises(PipelineEdited), cast.scope():
        sales.pipeline.arrange(by=cast.alice, name="Bids", currency="CHF", stages=turned, version=1)
    with pytest.raises(NoSuchStage):
        sales.move(sales.fresh(deal), to="Proposal")


@pytest.mark.parametrize(
    "stages",
    [
        [],
        [{"name": "Won", "kind": "won"}],
        [{"name": ""}],
        [{"name": "One"}, {"name": "ONE"}],
        [{"name": f"Stage {number}"} for number in range(31)],
    ],
)
def test_a_pipeline_that_does_not_fit_is_refused(cast, stages) -> None:
    with pytest.raises(PipelineUnfit), cast.scope():
        Pipeline.make(by=cast.alice, name="Sales", stages=stages)


def test_over_http_bad_wishes_end_in_a_sentence(sales, cast) -> None:
    deal, client = sales.deal("Audit"), cast.client_for(cast.bob)
    url = f"/boards/{sales.pipeline.pk}/moves/"
    card, won = f"{deal.pk}:1", str(sales.stage("Won").pk)
    assert client.post(url, {"card": "nonsense", "stage": won}).status_code == 422
    assert client.post(url, {"card": card, "stage": str(uuid7())}).json()["error"] == "no_such_stage"
    assert client.post(url, {"card": card, "stage": "x"}).json()["error"] == "no_such_stage"
    assert client.post(url, {"card": f"{deal.pk}:{'9' * 40}", "stage": won}).status_code == 422
    assert (
        client.post(url, {"card": card, "stage": str(sales.stage("Lost").pk)}).json()["error"] == "lost_without_reason"
    )
    assert client.post(url, {"card": card, "stage": won, "after": ["x", str(uuid7())]}).json() == {
        "cards": [{"id": str(deal.pk), "version": 2}]
    }
    sales.move(sales.fresh(deal), to="Proposal", by=cast.carol)
    refused = client.post(url, {"card": f"{deal.pk}:2", "stage": won})
    assert refused.status_code == 409
    assert refused.json()["by"] == "Carol Chen"
    assert client.post(url, {"card": f"{deal.pk}:2", "stage": won, "force": "1"}).status_code == 200


def test_another_firm_s_cards_and_stages_are_not_there(sales, cast) -> None:
    deal = sales.deal("Audit")
    client = cast.client_for(cast.boris)
    url = f"/boards/{sales.pipeline.pk}/moves/"
    assert client.post(url, {"card": f"{deal.pk}:1", "stage": str(sales.stage("Won").pk)}).status_code == 404
    with cast.scope(cast.boris), pytest.raises((NoSuchRecord, NoSuchStage)):
        Deal.move({deal.pk: None}, to=sales.stage("Won"), by=cast.boris)


def test_a_long_column_comes_in_pages_by_rank(sales, cast) -> None:
    with cast.scope():
        for number in range(53):
            Deal.make(by=cast.alice, name=f"Deal {number}", stage=sales.stage("Enquiry"))
        shown = Board(sales.pipeline, cast.alice)
        first = shown.columns[0]
        rest = shown.page(sales.stage("Enquiry"), first.more)
    assert (len(first.cards), first.head.count) == (50, 53)
    assert [card.item.name for card in rest.cards] == ["Deal 2", "Deal 1", "Deal 0"]
    assert rest.more == ""


def test_a_stage_over_its_limit_says_so(cast) -> None:
    with cast.scope():
        pipeline = Pipeline.make(by=cast.alice, name="Work", stages=[{"name": "Doing", "wip_limit": 1}])
        (stage,) = pipeline.stages.standing()
        for name in "AB":
            Deal.make(by=cast.alice, name=name, stage=stage)
        assert heads([Stage.objects.get(pk=stage.pk)])[stage.pk].is_over


def test_a_board_is_shown_as_it_was_at_any_moment(cast) -> None:
    days = [clock.now() - timedelta(days=days) for days in (9, 6, 3)]
    with clock.as_of(days[0]):
        sales = Sales(cast)
        deal = sales.deal("Audit", amount=Decimal(100), owner=cast.bob)
        gone = sales.deal("Bid", "Proposal")
    with clock.as_of(days[1]):
        sales.move(deal, to="Proposal")
        sales.move(gone, to="Lost", lost_reason="Too dear")
    with clock.as_of(days[2]), cast.scope():
        sales.fresh(deal).change(by=cast.bob, amount=Decimal(300), owner=cast.carol)

    def stood(at) -> dict[str, list[tuple[str, str, str]]]:
        with cast.scope():
            columns = Past(sales.pipeline, at).columns
            return {
                column.stage.name: [
                    (card.item.name, card.item.worth, str(card.item.owner or "")) for card in column.cards
                ]
                for column in columns
                if column.cards
            }

    before = timedelta(seconds=1)
    assert stood(days[0] - before) == {}
    assert stood(days[1] - before) == {"Enquiry": [("Audit", "€100", "Bob Brandt")], "Proposal": [("Bid", "", "")]}
    assert stood(days[2] - before) == {"Proposal": [("Audit", "€100", "Bob Brandt")], "Lost": [("Bid", "", "")]}
    assert stood(clock.now()) == {"Proposal": [("Audit", "€300", "Carol Chen")], "Lost": [("Bid", "", "")]}
    with cast.scope():
        heads_then = {each.stage.name: (each.count, each.sums) for each in Past(sales.pipeline, days[1]).heads}
    assert heads_then["Proposal"] == (1, [("€100", "€50")])


@pytest.mark.parametrize("text", ["", "x", "-5", "9" * 12, "99999999999", "١"])
def test_a_moment_that_is_none_shows_the_board_as_it_is(text) -> None:
    assert moment(text) is None


def test_the_api_lists_deals_of_a_stage_and_an_owner(sales, cast) -> None:
    sales.deal("Audit", "Proposal", owner=cast.bob)
    sales.deal("Bid", "Proposal")
    sales.deal("Course", owner=cast.bob)
    client = cast.client_for(cast.bob)

    def listed(**asked: str) -> list[str]:
        return [deal["name"] for deal in client.get("/api/v1/deals/", asked).json()["results"]]

    assert listed() == ["Course", "Bid", "Audit"]
    assert listed(stage=str(sales.stage("Proposal").pk)) == ["Bid", "Audit"]
    assert listed(owner="me") == ["Course", "Audit"]
    assert listed(owner="none", pipeline=str(sales.pipeline.pk)) == ["Bid"]
    assert listed(stage="x") == listed(pipeline=str(uuid7())) == listed(owner="0") == listed(owner="9" * 20) == []
