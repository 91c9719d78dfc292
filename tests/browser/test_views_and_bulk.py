"""A day with many conversations: a filter is saved as a view, rows are chosen by keyboard, done at once, and undone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.holding import holds
from tests.support.waiting import until

VIEW = '/inbox/all/?filter={"and":[{"field":"contact","contains":"visitor"},{"field":"state","is":"open"}]}'


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


@pytest.mark.covers("I1", "L2")
def test_a_view_is_saved_shared_and_counts_live(cast, page_for, browser) -> None:
    browser.allow("status of 404")
    rows = [cast.conversation(f"Question {n}", visitor=cast.visitor(f"Visitor {n}")) for n in range(3)]
    page = live(page_for(cast.alice, VIEW))
    page.get_by_role("link", name="Save as view").click()
    expect(page.get_by_role("heading", name="Save as view")).to_be_visible()
    page.get_by_label("Name").fill("Visitors")
    page.get_by_label("flag").check()
    page.get_by_label("Everybody").check()
    assert faults(page) == []
    page.keyboard.press("Control+s")
    page.wait_for_url("**/inbox/views/*/")
    tab = page.locator(".view-tab", has_text="Visitors")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(tab.locator(".tab__count")).to_have_text("3")
    expect(page.locator("#rows > .row")).to_have_count(3)
    page.mouse.move(700, 400)  # what the pointer is over would stay until it moves away
    with cast.scope():
        rows[0].close(by=cast.bob)
    expect(tab.locator(".tab__count")).to_have_text("2")
    expect(page.locator("#rows > .row")).to_have_count(2)
    assert faults(page) == []

    bob = live(page_for(cast.bob, "/inbox/views/"))
    row = bob.locator(".view-row", has_text="Visitors")
    expect(row).to_contain_text("Client contains “visitor” and State is open")
    row.get_by_role("button", name="Pin beside the folders").click()
    expect(row.get_by_role("button", name="Pin beside the folders")).to_have_attribute("aria-pressed", "true")
    assert faults(bob) == []
    row.get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)
    expect(page.locator(".view-tab", has_text="Visitors")).to_have_count(0)  # gone from Alice's list too
    bob.keyboard.press("z")
    expect(row).to_have_count(1)
    expect(page.locator(".view-tab", has_text="Visitors")).to_have_count(1)


@pytest.mark.covers("I14", "L2")
def test_rows_are_chosen_closed_and_undone_by_keyboard(cast, page_for) -> None:
    rows = [cast.conversation(f"Question {n}", visitor=cast.visitor(f"Visitor {n}")) for n in range(5)]
    page = live(page_for(cast.alice, "/inbox/unassigned/"))
    other = live(page_for(cast.bob, "/inbox/unassigned/"))
    listed = page.locator("#rows > .row")
    expect(listed).to_have_count(5)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    expect(page.locator(".bulk__count")).to_have_text("3 selected")
    assert faults(page) == []
    with cast.scope():
        rows[3].close(by=cast.bob)  # one of those that are chosen: it stays in its place
    holds(page, f"document.querySelector('#row-{rows[3].pk}')?.dataset.state === 'closed'")
    expect(listed).to_have_count(5)
    page.keyboard.press("e")
    expect(page.locator(".toast")).to_contain_text("2 closed · 1 were so already")
    expect(listed).to_have_count(2)
    expect(other.locator("#rows > .row")).to_have_count(2)
    page.keyboard.press("z")
    expect(page.locator(".toast", has_text="2 put back")).to_be_visible()
    expect(listed).to_have_count(4)
    expect(other.locator("#rows > .row")).to_have_count(4)

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("Shift+X")
    expect(page.locator(".bulk__count")).to_have_text("All 4 of this list")
    page.keyboard.press("a")
    page.get_by_role("menuitem", name="Carol Chen").click()
    expect(page.locator(".toast", has_text="4 assigned")).to_be_visible()
    expect(listed).to_have_count(0)
    until(lambda: (page.title(), cast.fresh(rows[0]).assignee_id == cast.carol.pk)[1], what="Carol to have them")


@pytest.mark.covers("I1", "L2")
def test_marked_as_unread_on_all_tabs(cast, page_for) -> None:
    conversation = cast.conversation("Read me", visitor=cast.visitor("Vera"))
    tab = live(page_for(cast.alice, "/inbox/all/"))
    page = live(page_for(cast.alice, "/inbox/all/"))
    row = f"#row-{conversation.pk}"
    page.locator(f"{row} a").click()
    expect(tab.locator(row)).not_to_have_attribute("data-unread", "")
    page.keyboard.press("u")
    expect(page.get_by_text("Choose a conversation")).to_be_visible()
    expect(tab.locator(row)).to_have_attribute("data-unread", "")
    expect(page.locator(row)).to_have_attribute("data-unread", "")
