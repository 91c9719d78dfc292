"""Boards as colleagues use them: by mouse, finger and keys, several people at once, with a question only where it is one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from core import clock
from crm.models import Association, Company, Deal, Pipeline, StageInterval
from tests.browser.axe import faults
from tests.crm.boards import Sales, wrongs

pytestmark = pytest.mark.covers("P1", "P2", "P3", "L2")


@pytest.fixture
def sales(cast, no_worker) -> Sales:
    made = Sales(cast)
    for name in ("Audit", "Bid", "Course"):
        made.deal(name, amount=Decimal(1_000), owner=cast.bob)
    return made


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


@pytest.fixture
def board(page_for, sales):
    def open_board(who, query: str = "", **options) -> Page:
        return live(page_for(who, f"/boards/{sales.pipeline.pk}/{query}", **options))

    return open_board


def column(page: Page, stage: str) -> Locator:
    return page.locator(f".board__column[data-name='{stage}']")


def shows(page: Page, stage: str, *names: str) -> None:
    expect(column(page, stage).locator(".card__name")).to_have_text(list(names))


def card(page: Page, name: str) -> Locator:
    return page.locator(".card", has=page.get_by_role("link", name=name, exact=True))


def drag(page: Page, what: Locator, to: Locator, *, at: float = 60, drop: bool = True, moves: bool = True) -> None:
    """Down, away, over `to` (a column, or the card to come before), and up once the gap is there: as a hand does it."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), to.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 20, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 30, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + at, steps=8)
    if moves:
        inside, before = (
            to.locator(".card--gap"),
            to.locator("xpath=preceding-sibling::*[1][contains(@class, 'card--gap')]"),
        )
        expect(inside.or_(before)).to_be_attached()
    if drop:
        page.mouse.up()


def test_a_card_is_dragged_and_everybody_sees_it_go(board, sales, cast) -> None:
    bob, carol = board(cast.bob), board(cast.carol)
    shows(bob, "Enquiry", "Course", "Bid", "Audit")
    expect(column(bob, "Enquiry").locator(".board__head")).to_contain_text("€3,000")
    assert faults(bob) == []
    drag(bob, card(bob, "Bid"), column(bob, "Proposal").locator(".board__cards"))
    for page in (bob, carol):
        shows(page, "Proposal", "Bid")
        shows(page, "Enquiry", "Course", "Audit")
        expect(column(page, "Enquiry").locator(".board__head")).to_contain_text("€2,000")
        expect(column(page, "Proposal").locator(".board__head")).to_contain_text("€500 weighted")
    expect(card(bob, "Bid")).not_to_have_attribute("data-pending", "")
    bob.get_by_role("button", name="Undo").click()
    for page in (bob, carol):
        shows(page, "Enquiry", "Course", "Bid", "Audit")
        shows(page, "Proposal")
    assert wrongs(cast) == []


def test_the_order_within_a_column_is_everyone_s(board, sales, cast) -> None:
    bob, carol = board(cast.bob), board(cast.carol)
    drag(bob, card(bob, "Audit"), card(bob, "Course"), at=6)
    for page in (bob, carol):
        shows(page, "Enquiry", "Audit", "Course", "Bid")
    bob.reload()
    shows(bob, "Enquiry", "Audit", "Course", "Bid")


def test_by_keys_alone(board, sales, cast) -> None:
    bob, carol = board(cast.bob), board(cast.carol)
    bob.get_by_role("link", name="Bid", exact=True).focus()
    bob.keyboard.press("Space")
    expect(bob.get_by_text("Bid is picked up")).to_be_attached()
    bob.keyboard.press("ArrowRight")
    bob.keyboard.press("ArrowRight")
    expect(bob.get_by_text("Proposal, 1 of 1")).to_be_attached()
    shows(carol, "Enquiry", "Course", "Bid", "Audit")
    bob.keyboard.press("Space")
    for page in (bob, carol):
        shows(page, "Proposal", "Bid")
    expect(bob.get_by_role("link", name="Bid", exact=True)).to_be_focused()
    bob.keyboard.press("ArrowLeft")
    bob.keyboard.press("Space")
    bob.keyboard.press("ArrowDown")
    bob.keyboard.press("Escape")
    shows(bob, "Enquiry", "Course", "Audit")
    bob.keyboard.press("v")
    assert faults(bob) == []
    bob.get_by_role("menuitem", name="Won").click()
    for page in (bob, carol):
        shows(page, "Won", "Course")


def test_several_at_once(board, sales, cast) -> None:
    bob, carol = board(cast.bob), board(cast.carol)
    for name in ("Course", "Audit"):
        bob.get_by_role("link", name=name, exact=True).focus()
        bob.keyboard.press("x")
    drag(bob, card(bob, "Course"), column(bob, "Negotiation").locator(".board__cards"))
    for page in (bob, carol):
        shows(page, "Negotiation", "Course", "Audit")
        shows(page, "Enquiry", "Bid")
    expect(bob.get_by_text("2 cards are in Negotiation").first).to_be_attached()
    bob.get_by_role("button", name="Undo").click()
    for page in (bob, carol):
        shows(page, "Enquiry", "Course", "Bid", "Audit")


def test_a_lost_deal_says_why_and_who_gives_no_reason_has_it_back(board, sales, cast) -> None:
    bob = board(cast.bob)
    drag(bob, card(bob, "Bid"), column(bob, "Lost").locator(".board__cards"))
    dialog = bob.get_by_role("dialog", name="Why was it lost?")
    expect(dialog).to_be_visible()
    assert faults(bob) == []
    bob.keyboard.press("Escape")
    shows(bob, "Enquiry", "Course", "Bid", "Audit")
    drag(bob, card(bob, "Bid"), column(bob, "Lost").locator(".board__cards"))
    dialog.get_by_role("combobox").fill("Too dear")
    dialog.get_by_role("button", name="Mark as lost").click()
    shows(bob, "Lost", "Bid")
    expect(card(bob, "Bid")).to_contain_text("Too dear")


def test_whoever_was_faster_is_named_and_one_decides(board, sales, cast, browser) -> None:
    browser.allow("status of 409")
    bob, carol = board(cast.bob), board(cast.carol)
    bob.get_by_role("link", name="Bid", exact=True).focus()
    bob.keyboard.press("Space")
    for _column in range(4):
        bob.keyboard.press("ArrowRight")
    drag(carol, card(carol, "Bid"), column(carol, "Proposal").locator(".board__cards"))
    expect(carol.locator(".toast")).to_contain_text("Bid is in Proposal")
    bob.keyboard.press("Space")
    dialog = bob.get_by_role("dialog", name="Somebody was faster")
    expect(dialog).to_contain_text("Carol Chen moved “Bid” to Proposal meanwhile. Move it to Won all the same?")
    assert faults(bob) == []
    dialog.get_by_role("button", name="Move it anyway").click()
    shows(carol, "Won", "Bid")
    assert wrongs(cast) == []


def test_what_somebody_holds_has_their_name_and_what_comes_meanwhile_waits(board, sales, cast) -> None:
    bob, carol = board(cast.bob), board(cast.carol)
    drag(bob, card(bob, "Bid"), column(bob, "Proposal").locator(".board__cards"), drop=False)
    expect(card(carol, "Bid")).to_have_attribute("data-by", "Bob Brandt")
    drag(carol, card(carol, "Audit"), column(carol, "Proposal").locator(".board__cards"))
    shows(carol, "Proposal", "Audit")
    bob.mouse.up()
    for page in (bob, carol):
        expect(column(page, "Proposal").locator(".card__name")).to_have_count(2)
        shows(page, "Enquiry", "Course")
    assert wrongs(cast) == []


def test_a_card_that_is_held_while_another_moves_it_is_where_that_one_put_it_when_let_go(
    board, sales, cast, browser
) -> None:
    bob, carol = board(cast.bob), board(cast.carol)
    bob.get_by_role("link", name="Bid", exact=True).focus()
    bob.keyboard.press("Space")
    drag(carol, card(carol, "Bid"), column(carol, "Won").locator(".board__cards"))
    expect(carol.locator(".toast")).to_contain_text("Bid is in Won")
    bob.keyboard.press("Escape")
    shows(bob, "Won", "Bid")
    shows(bob, "Enquiry", "Course", "Audit")


def test_what_cannot_be_reached_goes_back(board, sales, cast, browser) -> None:
    browser.allow("ERR_|Failed to fetch")
    bob = board(cast.bob)
    bob.route("**/moves/", lambda route: route.abort())
    drag(bob, card(bob, "Bid"), column(bob, "Won").locator(".board__cards"))
    expect(bob.get_by_role("alert").filter(has_text="The server was not reached")).to_be_visible()
    shows(bob, "Enquiry", "Course", "Bid", "Audit")


def test_a_viewer_looks_and_moves_nothing(board, sales, cast) -> None:
    dora = board(cast.dora)
    expect(dora.get_by_role("link", name="New deal")).to_have_count(0)
    drag(dora, card(dora, "Bid"), column(dora, "Won").locator(".board__cards"), moves=False)
    shows(dora, "Enquiry", "Course", "Bid", "Audit")
    assert faults(dora) == []


def test_a_part_of_the_board_counts_for_itself_and_stays_live(board, sales, cast) -> None:
    with cast.scope():
        Deal.objects.get(name="Audit").change(by=cast.alice, owner=cast.carol)
    page = board(cast.bob)
    page.get_by_label("Whose").select_option("Mine")
    shows(page, "Enquiry", "Course", "Bid")
    expect(column(page, "Enquiry").locator(".board__head")).to_contain_text("€2,000")
    page.get_by_label("Search on this board").fill("bi")
    shows(page, "Enquiry", "Bid")
    with cast.scope():
        bid = Deal.objects.get(name="Bid")
    sales.move(bid, to="Proposal")
    shows(page, "Proposal", "Bid")
    page.get_by_label("Search on this board").fill("")
    shows(page, "Enquiry", "Course")
    drag(page, card(page, "Course"), column(page, "Won").locator(".board__cards"))
    shows(page, "Won", "Course")
    assert page.url.endswith("owner=me")


def test_by_finger_on_a_phone(board, sales, cast) -> None:
    page = board(cast.bob, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults(page) == []
    card(page, "Bid").get_by_role("button", name="Move to another stage").tap()
    page.get_by_role("menuitem", name="Proposal").tap()
    shows(page, "Proposal", "Bid")


def test_a_new_deal_comes_with_its_company_and_shows_on_the_card(board, sales, cast, page_for, browser) -> None:
    browser.allow("status of 422")
    with cast.scope():
        company = Company.make(by=cast.alice, name="Weber GmbH")
    carol, bob = board(cast.carol), live(page_for(cast.bob, f"/companies/{company.pk}/"))
    bob.get_by_role("link", name="New deal").click()
    bob.get_by_label("Value").fill("twelve")
    bob.get_by_label("Name").fill("Due diligence")
    bob.get_by_role("button", name="Add deal").click()
    expect(bob.get_by_text("Write the value as a number")).to_be_visible()
    bob.get_by_label("Value").fill("12.500,00")
    bob.get_by_role("button", name="Add deal").click()
    expect(bob.get_by_role("heading", level=1)).to_have_text("Due diligence")
    expect(card(carol, "Due diligence")).to_contain_text("€12,500")
    expect(card(carol, "Due diligence")).to_contain_text("Weber GmbH")
    with cast.scope():
        company.change(by=cast.alice, name="Weber AG")
        assert Association.objects.count() == 1
    expect(card(carol, "Due diligence")).to_contain_text("Weber AG")
    bob.get_by_role("button", name="Change the details").click()
    bob.get_by_role("button", name="End of the quarter").click()
    expect(bob.locator("[name=expected_on]")).not_to_have_value("")
    bob.get_by_label("Value").fill("9000")
    bob.get_by_role("button", name="Save").click()
    expect(card(carol, "Due diligence")).to_contain_text("€9,000")
    assert faults(bob) == []


def test_the_first_board_is_begun_and_its_stages_arranged(cast, page_for) -> None:
    page = live(page_for(cast.alice, "/boards/"))
    assert faults(page) == []
    page.get_by_role("button", name="Start with these stages").click()
    expect(page.locator(".board__name")).to_have_text(
        ["Enquiry", "First meeting", "Proposal", "Negotiation", "Won", "Lost"]
    )
    carol = live(page_for(cast.carol, "/boards/"))
    page.get_by_role("link", name="Arrange the stages").click()
    page.get_by_role("button", name="Add a stage").click()
    page.locator("[name=stage-name]").last.fill("Archive")
    page.get_by_role("button", name="Move up").first.focus()
    page.locator("[name=stage-name]").nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    assert faults(page) == []
    page.get_by_role("button", name="Save").click()
    names = ["First meeting", "Enquiry", "Proposal", "Negotiation", "Won", "Lost", "Archive"]
    for each in (page, carol):
        expect(each.locator(".board__name")).to_have_text(names)


def test_the_board_as_it_was_and_back_to_now(board, sales, cast) -> None:
    with cast.scope():
        for model, field in ((StageInterval, "since"), (Pipeline, "created_at")):
            model.objects.update(**{field: clock.now() - timedelta(days=9)})
    sales.move(fresh(cast, "Bid"), to="Proposal")
    page = board(cast.bob)
    page.get_by_label("Search on this board").fill("bi")
    shows(page, "Proposal", "Bid")
    shows(page, "Enquiry")
    page.get_by_role("button", name="The board as it was").click()
    slider = page.get_by_role("slider", name="The board as it was")
    for _hour in range(3):
        slider.press("ArrowLeft")
    shows(page, "Proposal")
    expect(column(page, "Enquiry").locator(".card__name")).to_have_count(3)
    assert faults(page) == []
    page.get_by_role("link", name="Bid", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-dragging]")).to_have_count(0)
    page.get_by_role("button", name="Back to now").click()
    shows(page, "Proposal", "Bid")
    shows(page, "Enquiry")  # of the part that was looked at before
    page.get_by_label("Search on this board").fill("")
    sales.move(fresh(cast, "Audit"), to="Won")
    shows(page, "Won", "Audit")
    page.goto(f"{page.url.partition('?')[0]}?at={int((clock.now() - timedelta(hours=2)).timestamp())}")
    shows(page, "Proposal")
    page.get_by_role("button", name="Back to now").click()
    shows(page, "Proposal", "Bid")


def fresh(cast, name: str) -> Deal:
    with cast.scope():
        return Deal.objects.get(name=name)
