"""From signing in to a closed conversation by keyboard alone: no pointer is used."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.holding import holds
from tests.cast import PASSWORD


@pytest.mark.covers("I1", "I2", "I3", "I4")
def test_sign_in_read_answer_note_assign_close_and_undo(cast, browser, server) -> None:
    conversation = cast.conversation("The first question", visitor=cast.visitor("Vera"))
    cast.conversation("The second question", visitor=cast.visitor("Tom"))
    page = browser.page(server.url + reverse("account_login"))

    tab_until(page, "document.activeElement.type === 'email'")
    page.keyboard.type(cast.alice.person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-live=live]")

    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/inbox/mine/")
    expect(page.get_by_role("heading", name="Inbox")).to_be_focused()
    tab_until(page, "document.activeElement.textContent.includes('Unassigned')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/unassigned/")
    expect(page.locator("#rows > .row")).to_have_count(2)

    page.keyboard.press("j")
    page.keyboard.press("j")
    holds(page, "document.activeElement.closest('.row')?.textContent.includes('The first question')")
    page.keyboard.press("Enter")
    expect(page.locator(".thread > .message", has_text="The first question")).to_be_visible()

    page.keyboard.press("r")
    holds(page, "document.activeElement.name === 'body'")
    page.keyboard.type("Answered")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message--ours", has_text="Answered")).not_to_have_attribute("data-pending", "")

    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("Noted")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message--note", has_text="Noted")).not_to_have_attribute("data-pending", "")

    page.keyboard.press("Escape")
    page.keyboard.press("a")
    holds(
        page, "document.activeElement.matches('[role^=menuitem]') && document.activeElement.textContent.includes('Me')"
    )
    page.keyboard.press("Enter")
    expect(page.locator(".thread-head")).to_contain_text("with Alice Archer")

    page.keyboard.press("e")
    expect(page.locator(".thread > .message", has_text="The second question")).to_be_visible()
    assert cast.fresh(conversation).is_closed
    page.keyboard.press("z")
    holds(page, "document.querySelector('#toasts').textContent.includes('Closed') === false")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Close and next")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Choose a conversation")).to_be_visible()


def tab_until(page, reached: str) -> None:
    """Walk by Tab until the focus is where it shall be."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(reached):
            return
    raise AssertionError(f"Tab never comes to where {reached}")
