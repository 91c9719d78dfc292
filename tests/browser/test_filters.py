"""A list is filtered: by keyboard, in the address, live, on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults

pytestmark = pytest.mark.covers("I1", "L2")


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


def test_a_filter_is_built_shared_and_lives(cast, page_for, browser) -> None:
    browser.allow("status of 404")  # a row that does not stand here
    anna, tom = cast.visitor("Anna Arndt"), cast.visitor("Tom")
    first, second = cast.conversation("About the tender", visitor=anna), cast.conversation("Hello", visitor=tom)
    page = live(page_for(cast.alice, "/inbox/all/"))
    rows = page.locator("#rows > .row")
    expect(rows).to_have_count(2)

    page.keyboard.press("f")
    dialog = page.get_by_role("dialog", name="Filter this list")
    field = dialog.get_by_label("Field")
    expect(field).to_be_focused()
    field.select_option("contact")
    dialog.get_by_label("Value").fill("anna")
    dialog.get_by_role("button", name="Group").click()
    group = dialog.locator(".filter-group .filter-group")
    group.get_by_label("Field").select_option("assignee")
    group.get_by_label("Value").select_option("nobody")
    group.get_by_role("button", name="Condition", exact=True).click()
    group.get_by_label("Field").last.select_option("unanswered")
    assert faults(page) == []
    page.keyboard.press("Control+Enter")
    expect(rows).to_have_count(1)
    expect(page.locator(".filters__chip")).to_have_count(2)
    expect(page.locator("#filters")).to_contain_text("Client contains “anna”")
    expect(page.locator("#filters")).to_contain_text("(Assigned to is nobody or Waits for our answer is yes)")
    assert faults(page) == []

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".thread > .message", has_text="About the tender")).to_be_visible()
    shared = live(page_for(cast.bob, page.evaluate("location.pathname + location.search")))
    expect(shared.locator("#rows > .row")).to_have_count(1)
    expect(shared.locator("#filters")).to_contain_text("Client contains “anna”")

    with cast.scope():
        first.assign(by=cast.bob, to=cast.bob)
        first.reply(by=cast.bob, body="Good morning")
    expect(rows).to_have_count(0)  # it ceases to fit
    expect(page.get_by_text("No conversation fits this filter")).to_be_visible()
    with cast.scope():
        first.receive(visitor=anna, body="One more thing")
        second.receive(visitor=tom, body="And I")
    expect(rows).to_have_count(1)  # it fits again, and the other does not
    expect(rows).to_contain_text("One more thing")

    page.get_by_role("link", name="Without “Client contains “anna””").click()
    expect(rows).to_have_count(2)
    expect(page.locator(".filters__chip")).to_have_count(1)
    page.go_back()
    expect(page.locator(".filters__chip")).to_have_count(2)
    page.locator("#filters").get_by_role("link", name="Clear").click()
    expect(page.locator(".filters__chip")).to_have_count(0)


def test_the_order_of_a_list(cast, page_for) -> None:
    visitor = cast.visitor("Vera")
    first = cast.conversation("The first", visitor=visitor)
    cast.conversation("The second", visitor=cast.visitor("Tom"))
    page = live(page_for(cast.alice, "/inbox/all/"))
    rows = page.locator("#rows > .row")
    expect(rows.first).to_contain_text("The second")
    page.get_by_role("button", name="Order: Newest first").click()
    page.get_by_role("menuitemradio", name="Longest waiting for us first").click()
    expect(rows.first).to_contain_text("The first")
    with cast.scope():
        first.reply(by=cast.bob, body="Answered")
    page.locator("h1").click(force=True)
    expect(rows.first).to_contain_text("The second")
    expect(rows.last).to_contain_text("Answered")
    page.reload()
    expect(rows.last).to_contain_text("Answered")


def test_on_a_phone(cast, page_for) -> None:
    cast.conversation("About the tender", visitor=cast.visitor("Anna"))
    page = live(page_for(cast.alice, "/inbox/all/", viewport={"width": 390, "height": 844}, color_scheme="dark"))
    page.get_by_role("button", name="Filter").click()
    dialog = page.get_by_role("dialog", name="Filter this list")
    dialog.get_by_label("Field").select_option("created")
    dialog.get_by_label("Comparison").select_option("within")
    assert faults(page) == []
    dialog.get_by_role("button", name="Show them").click()
    expect(page.locator("#filters")).to_contain_text("Began in the last 7 days")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
