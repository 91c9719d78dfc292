"""A colleague blocks a client and undoes it, and puts what nobody asked for out of the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.test_widget import the_conversation
from tests.browser.visitors import Visitor


@pytest.mark.covers("I15")
def test_a_client_is_blocked_and_let_in_again_and_spam_is_put_away(
    cast, visitor, page_for: Callable[..., Page], browser
):
    browser.allow("status of 403")
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Buy my followers")
    conversation = the_conversation(cast)
    bob = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    bob.wait_for_selector("html[data-live='live']")
    more = bob.get_by_role("button", name="More", exact=True)
    more.click()
    bob.get_by_role("menuitem", name="Block the client").click()
    bob.get_by_label("Why, for your colleagues").fill("Sells followers")
    assert faults(bob) == []
    bob.keyboard.press("Enter")
    expect(bob.get_by_text("Blocked", exact=True)).to_be_visible()
    refused = vera.write("Buy more")
    expect(refused).to_contain_text("This chat is closed. Please reach us another way.")
    bob.get_by_role("button", name="Undo").click()
    expect(bob.get_by_text("Blocked", exact=True)).to_be_hidden()
    refused.get_by_role("button", name="Try again").click()
    expect(vera.message("Buy more")).not_to_have_attribute("data-pending", "")

    more.click()
    bob.get_by_role("menuitem", name="Mark as spam").click()
    expect(bob.get_by_text("Spam", exact=True).first).to_be_visible()
    bob.goto(bob.url.partition("/inbox/")[0] + "/inbox/spam/")
    expect(bob.get_by_role("link", name="Visitor").first).to_be_visible()
