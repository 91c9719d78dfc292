"""Outside business hours: the chat says when one is back and takes a message; it turns when hours are set, and at the minute."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core import clock
from inbox.models import Conversation
from tests.browser.axe import faults
from tests.browser.test_widget_look import faults_in_frame
from tests.browser.visitors import Visitor

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def away_until_tomorrow(cast) -> None:
    """A zone in which it is not near midnight: its hours begin with each day, and are over."""
    zone = "UTC" if 2 < clock.now().hour < 20 else "Asia/Dubai"
    with cast.scope():
        week = {day: [["00:00", "00:05"]] for day in DAYS}
        cast.website.change(by=cast.alice, hours={"on": True, "zone": zone, "week": week})


@pytest.mark.covers("W2")
def test_a_message_is_left_while_nobody_is_there(cast, visitor, browser):
    browser.allow("status of 422|Failed to fetch|ERR_FAILED")
    away_until_tomorrow(cast)
    vera: Visitor = visitor(cast.website, viewport={"width": 390, "height": 844}).arrive()
    vera.button.click()
    form = vera.chat.locator("#away")
    expect(form.locator("#away-back")).to_contain_text("We are back")
    expect(form.get_by_label("Name")).to_be_focused()
    form.get_by_label("Your message").fill("Could you call me?")
    expect(vera.text).to_be_hidden()
    assert faults_in_frame(vera) == []
    leave = form.locator("[type=submit]")
    leave.click()
    expect(form.locator("#away-said")).to_contain_text("Leave an email address")
    expect(form.get_by_label("Email")).to_be_focused()
    form.get_by_label("Name").fill("Vera Vogel")
    form.get_by_label("Email").fill("vera@-example.com")  # only the server knows that this is none
    leave.click()
    expect(form.locator("#away-said")).to_contain_text("does not look like an email address")
    expect(form.get_by_label("Your message")).to_have_value("Could you call me?")
    form.get_by_label("Email").fill("vera@example.com")
    vera.page.route("**/widget/api/messages", lambda route: route.abort())
    leave.click()
    expect(vera.message("Could you call me?")).to_have_attribute("data-pending", "")
    vera.page.unroute("**/widget/api/messages")
    expect(vera.message("Could you call me?")).not_to_have_attribute("data-pending", "")
    expect(vera.chat.locator("#notice")).to_have_text("We will answer to vera@example.com.")
    expect(form).to_be_hidden()
    expect(vera.chat.locator("#standing")).to_contain_text("We are back")
    with cast.scope():
        contact = Conversation.objects.get().contact
    assert (contact.name, contact.email) == ("Vera Vogel", "vera@example.com")


@pytest.mark.covers("W6", "W2")
def test_words_to_begin_with_stand_in_the_message_that_is_left(cast, visitor):
    away_until_tomorrow(cast)
    vera: Visitor = visitor(cast.website).arrive()
    vera.button.click()
    message = vera.chat.locator("#away").get_by_label("Your message")
    expect(message).to_have_value("")
    vera.page.evaluate("ConsultantPro('open', {text: 'I read the fees. '})")
    expect(message).to_have_value("I read the fees. ")
    message.press_sequentially("Call me")
    with vera.page.expect_event("console", lambda line: "the visitor has begun with their own" in line.text):
        vera.page.evaluate("ConsultantPro('open', {text: 'Others'})")
    expect(message).to_have_value("I read the fees. Call me")


@pytest.mark.covers("W2", "W5")
def test_hours_are_written_quickly_and_reach_a_chat_that_is_open(cast, visitor, page_for: Callable[..., Page]):
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Hello")
    page = page_for(cast.alice, f"/settings/inboxes/{cast.website.pk}/")
    page.get_by_role("link", name="Set the hours").click()
    page.get_by_label("Keep business hours").check()
    page.get_by_label("Monday, from").first.fill("09:00")
    page.get_by_label("Monday, to").first.fill("17:00")
    page.get_by_role("button", name="Tuesday to Friday as Monday").click()
    expect(page.get_by_label("Friday, to").first).to_have_value("17:00")
    page.get_by_label("Closed from").fill("2020-01-01")
    page.get_by_role("button", name="Another closed day").click()
    expect(page.get_by_label("Closed from").nth(1)).to_be_focused()
    page.get_by_label("Closed from").nth(1).fill("2020-01-01")
    page.get_by_label("Closed until, the last day").nth(1).fill("2120-01-01")
    page.get_by_role("button", name="Remove this row").first.click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Away now")).to_be_visible()
    assert faults(page, "#main") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(vera.chat.locator("#away")).to_be_visible()
    expect(vera.chat.locator("#away-back")).to_have_text("Nobody is here just now.")
    page.get_by_label("Keep business hours").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(vera.chat.locator("#away")).to_be_hidden()
    expect(vera.text).to_be_visible()
