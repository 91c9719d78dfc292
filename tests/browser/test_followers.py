"""Following a conversation and handing it over, as colleagues see it: live on each screen, by keyboard, undone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults

pytestmark = pytest.mark.covers("I3")


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


def part(page: Page):
    return page.get_by_role("region", name="Followers")


def test_followers_stand_beside_the_conversation_on_every_screen(cast, page_for) -> None:
    conversation = cast.conversation("Do you work with tenders?")
    path = f"/inbox/conversations/{conversation.pk}/?in=all"
    bob, carol = live(page_for(cast.bob, path)), live(page_for(cast.carol, path))
    expect(part(bob)).to_contain_text("Nobody follows this conversation.")
    part(bob).get_by_role("button", name="Follow", exact=True).click()
    expect(part(carol).locator("li bdi")).to_have_text(["Bob Brandt"])
    expect(part(carol).get_by_role("button", name="Follow", exact=True)).to_be_visible()
    expect(part(bob).get_by_role("button", name="Stop following")).to_be_visible()

    part(bob).get_by_role("button", name="Add a follower").press("Enter")
    menu = bob.get_by_role("menu", name="Add a follower")
    expect(menu.get_by_role("menuitemcheckbox").first).to_be_focused()
    assert faults(bob) == []
    menu.get_by_role("menuitemcheckbox", name="Carol Chen").press("Enter")
    expect(part(carol).get_by_role("button", name="Stop following")).to_be_visible()
    expect(part(bob).locator("li bdi")).to_have_text(["Bob Brandt", "Carol Chen"])
    bob.keyboard.press("z")
    expect(part(bob).locator("li bdi")).to_have_text(["Bob Brandt"])
    part(bob).get_by_role("button", name="Stop following").click()
    expect(part(carol)).to_contain_text("Nobody follows this conversation.")


def test_a_conversation_is_handed_over_with_a_note(cast, page_for, browser) -> None:
    browser.allow("status of 422")
    conversation = cast.conversation("Do you work with tenders?")
    path = f"/inbox/conversations/{conversation.pk}/?in=all"
    bob, carol = live(page_for(cast.bob, path)), live(page_for(cast.carol, "/inbox/mine/"))
    bob.keyboard.press("a")
    bob.get_by_role("menuitem", name="Hand over with a note…").click()
    dialog = bob.get_by_role("dialog", name="Hand over with a note")
    expect(dialog.get_by_label("To whom")).to_be_focused()
    assert faults(bob) == []
    dialog.get_by_label("Note for them").fill("They ask for <b>fees</b>")
    bob.keyboard.press("Control+Enter")
    expect(dialog.get_by_role("alert")).to_have_text("Choose a colleague or a team to hand it over to.")
    bob.keyboard.press("Escape")
    bob.keyboard.press("a")
    bob.get_by_role("menuitem", name="Hand over with a note…").click()
    expect(dialog.get_by_label("Note for them")).to_have_value("They ask for <b>fees</b>")
    dialog.get_by_label("To whom").select_option(label="Carol Chen")
    dialog.get_by_label("Follow it from now on").check()
    dialog.get_by_role("button", name="Hand over").click()
    expect(dialog).to_be_hidden()
    expect(bob.locator(".thread > .message--note")).to_contain_text("They ask for <b>fees</b>")
    expect(bob.locator(".thread-head")).to_contain_text("Carol Chen")
    expect(part(bob).locator("li bdi")).to_have_text(["Bob Brandt"])
    expect(carol.locator(f"#row-{conversation.pk}")).to_be_visible()
