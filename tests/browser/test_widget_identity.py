"""A visitor who is anonymous, then signed in on the firm's site, on two devices, and signed out again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inbox.models import Conversation
from tests.browser.axe import faults
from tests.browser.visitors import Visitor
from tests.support.waiting import until
from tests.widget.signing import FirmServer


def identify(vera: Visitor, token: str) -> None:
    vera.page.evaluate("token => ConsultantPro('identify', {token})", token)


@pytest.mark.covers("W3", "W2")
def test_a_visitor_signs_in_goes_on_at_another_device_and_signs_out(
    cast, visitor, page_for: Callable[..., Page], browser
):
    browser.allow("status of 403|status of 401")
    firm = FirmServer(cast, cast.website)
    desk: Visitor = visitor(cast.website).arrive().open()
    desk.sent("About my taxes")
    with cast.scope():
        conversation = Conversation.objects.get()
    bob = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    bob.wait_for_selector("html[data-live='live']")
    expect(bob.get_by_role("img", name="verified")).to_have_count(0)

    desk.page.evaluate("window.heard = []; ConsultantPro('on', 'identified', yes => heard.push(yes)); null")
    with desk.page.expect_event("console", lambda line: "No active key of this inbox made this" in line.text):
        identify(desk, firm.token()[:-4] + "AAAA")
    until(lambda: desk.page.evaluate("heard") == [False], what="the page to hear that it was refused")

    identify(desk, firm.token(sub="u-7", name="Vera Vogel"))
    expect(bob.get_by_role("img", name="verified")).to_be_visible()
    expect(bob.get_by_role("heading", name="Vera Vogel verified")).to_be_visible()
    expect(bob.get_by_text("The client signed in on your website")).to_be_visible()
    expect(desk.message("About my taxes")).to_be_visible()

    phone: Visitor = visitor(cast.website).arrive()
    identify(phone, firm.token(sub="u-7"))
    expect(phone.messages).to_have_count(1)  # fetched before it is opened, as there may be answers
    phone.open()
    phone.sent("Now from the phone")
    expect(desk.message("Now from the phone")).to_be_visible()
    desk.sent("And back at the desk")
    expect(phone.message("And back at the desk")).to_be_visible()

    with phone.page.expect_response("**/widget/api/session"):
        phone.page.evaluate("ConsultantPro('forget')")
    expect(phone.messages).to_have_count(0)
    phone.sent("Somebody else at this phone")
    expect(desk.messages).to_have_count(3)
    with cast.scope():
        assert Conversation.objects.filter(identity=None).count() == 1


@pytest.mark.covers("W3")
def test_where_sign_in_is_asked_for_the_chat_says_so_and_opens_for_who_is_signed_in(cast, visitor, page_for):
    alice = page_for(cast.alice, f"/settings/inboxes/{cast.website.pk}/identity/")
    alice.get_by_role("button", name="Make the key").click()
    secret = alice.get_by_label("The secret")
    expect(secret).to_have_value(re.compile(r"[\w-]{64}"))
    alice.get_by_role("button", name="Ask for sign-in").click()
    expect(alice.get_by_text("Only signed-in visitors can write.", exact=True)).to_be_visible()
    assert faults(alice) == []
    vera: Visitor = visitor(cast.website).arrive()
    vera.button.click()
    expect(vera.chat.locator("#said")).to_have_text("Please sign in on this website, then write to us here.")
    expect(vera.text).to_be_disabled()
    firm = FirmServer(cast, cast.website, "EdDSA")
    identify(vera, firm.token())
    expect(vera.text).to_be_enabled()
    vera.sent("Signed in")
