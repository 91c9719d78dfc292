"""The inbox by keyboard alone: no pointer is used from the first key to the last."""

import pytest
from playwright.sync_api import expect

from tests.browser.holding import holds

FOCUSED = "document.activeElement"


@pytest.mark.covers("I1")
def test_find_read_answer_and_go_elsewhere_without_a_pointer(cast, page_for) -> None:
    cast.conversation("The older question")
    newer = cast.conversation("The newer question")
    page = page_for(cast.alice, "/inbox/all/")
    page.wait_for_selector("html[data-live='live']")

    page.keyboard.press("j")
    holds(page, f"{FOCUSED}.closest('.row')?.textContent.includes('The newer question')")
    page.keyboard.press("j")
    holds(page, f"{FOCUSED}.closest('.row')?.textContent.includes('The older question')")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/inbox/conversations/{newer.pk}/**")

    page.keyboard.press("r")
    holds(page, f"{FOCUSED}.name === 'body'")
    page.keyboard.type("Answered e by e keys alone?")  # letters that are shortcuts are letters here
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message", has_text="keys alone")).not_to_have_attribute("data-pending", "")

    page.keyboard.press("Escape")
    holds(page, f"{FOCUSED} === document.body")
    page.keyboard.press("n")
    holds(page, "document.querySelector('.composer').dataset.kind === 'note'")
    page.keyboard.type("Between us")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message--note", has_text="Between us")).not_to_have_attribute("data-pending", "")

    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("settings")
    expect(page.locator("#palette-list [aria-selected='true']")).to_contain_text("Settings")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/**")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/inbox/mine/")
