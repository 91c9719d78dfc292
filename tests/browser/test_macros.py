"""Macros by keyboard: built from steps, looked at before the first run, run, taken back; a refusal says what came."""

import pytest
from playwright.sync_api import Page, expect

from inbox.models import Macro
from tests.browser.axe import faults

pytestmark = pytest.mark.covers("I9")


def step(page: Page, number: int):
    return page.get_by_role("group", name=f"Step {number}", exact=True)


def test_a_macro_is_built_run_and_taken_back(cast, page_for, browser) -> None:
    browser.allow("status of 409")
    page = page_for(cast.bob, "/settings/macros/")
    page.get_by_role("link", name="New macro").first.click()
    page.get_by_label("Name", exact=True).fill("Thank and close")
    for _time in range(3):
        page.get_by_role("button", name="Add a step").click()
    step(page, 1).get_by_label("What it does").select_option("close")
    step(page, 2).get_by_label("Text").fill("Thank you, {{contact.first_name|friend}}.")
    step(page, 3).get_by_label("What it does").select_option("assign")
    step(page, 3).get_by_label("To whom").select_option("me")
    step(page, 1).get_by_label("What it does").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(step(page, 3).get_by_label("What it does")).to_have_value("close")
    expect(step(page, 3).get_by_label("What it does")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Control+s")
    expect(page.locator("#macro-list .row")).to_contain_text("not run yet")
    assert faults(page) == []
    with cast.scope():
        assert [one["do"] for one in Macro.objects.get().steps] == ["reply", "assign", "close"]

    visitor = cast.visitor("Vera Vance")
    conversation = cast.conversation(visitor=visitor)
    page = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/?in=all")
    page.wait_for_selector("html[data-live=live]")
    page.keyboard.press("q")
    page.get_by_role("menuitem", name="Thank and close").click()
    dialog = page.get_by_role("dialog", name="Thank and close")
    expect(dialog).to_contain_text("Thank you, Vera.")
    expect(dialog).to_contain_text("Give it to you")
    assert faults(page) == []
    with cast.scope():
        conversation.note(by=cast.carol, body="Wait, I know them")
    dialog.get_by_role("button", name="Run").click()
    expect(dialog).to_contain_text("Wait, I know them")
    dialog.get_by_role("button", name="Run anyway").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".thread > .message").last).to_contain_text("Thank you, Vera.")
    expect(page.locator(".thread-head")).to_have_attribute("data-state", "closed")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".thread-head")).to_have_attribute("data-state", "open")
    expect(page.locator(".thread-head")).to_have_attribute("data-assignee", "")
    page.keyboard.press("Control+k")
    page.keyboard.type("macro thank")
    expect(page.get_by_role("option", name="Macro: Thank and close")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".thread-head")).to_have_attribute("data-state", "closed")
