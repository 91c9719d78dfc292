"""The visitor ends the chat, says how it was and keeps what was said; colleagues see it without a reload."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inbox.models import Conversation
from tests.browser.test_widget_look import faults_in_frame, some_talk
from tests.browser.visitors import Visitor
from tests.live import dom
from tests.support.waiting import until


@pytest.mark.covers("W2", "I13")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chat_is_ended_rated_and_kept(cast, visitor, page_for: Callable[..., Page], browser, scheme):
    browser.allow("status of 409")
    size = {"width": 1280, "height": 800} if scheme == "light" else {"width": 320, "height": 640}
    vera: Visitor = visitor(cast.website, color_scheme=scheme, viewport=size).arrive().open()
    some_talk(cast, vera)
    with cast.scope():
        conversation = Conversation.objects.get()
    bob = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    until(lambda: dom.is_live(bob), what="the page to be live")
    more = vera.chat.get_by_role("button", name="More about this chat")
    more.click()
    with vera.page.expect_download() as saved:
        vera.chat.get_by_role("button", name="Save what was said").click()
    assert "A long answer with many words" in saved.value.path().read_text()
    more.click()
    vera.chat.get_by_role("button", name="Send it to me by email").click()
    expect(vera.chat.locator("#notice")).to_contain_text("Leave your email address")
    vera.chat.get_by_role("button", name="Back to the chat").click()
    more.focus()
    vera.page.keyboard.press("Enter")
    vera.page.keyboard.press("Escape")  # the menu goes, the chat stays
    expect(more).to_be_visible()
    more.click()
    vera.chat.get_by_role("button", name="End this chat").click()
    rating = vera.chat.get_by_role("form", name="How was this conversation?")
    expect(rating).to_be_visible()
    expect(bob.get_by_text("The client ended the chat")).to_be_visible()
    rating.get_by_role("radio", name="Poor").focus()
    vera.page.keyboard.press("ArrowRight")
    vera.page.keyboard.press("ArrowRight")
    expect(rating.get_by_role("radio", name="All right")).to_be_checked()
    assert faults_in_frame(vera) == []
    assert vera.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    rating.get_by_label("Anything you would like to add").fill("A bit slow")
    rating.get_by_role("button", name="Send").click()
    expect(vera.chat.locator("#rating-said")).to_have_text("Thank you. You gave 3 of 5.")
    expect(bob.get_by_text("The client rated this 3 of 5: “A bit slow”")).to_be_visible()
    expect(bob.locator(f"#rating-{conversation.pk}")).to_contain_text("3 of 5")
    rating.get_by_role("button", name="Change").click()
    expect(rating.get_by_label("Anything you would like to add")).to_have_value("A bit slow")
    rating.get_by_role("radio", name="Great").check()
    rating.get_by_role("button", name="Send").click()
    expect(bob.get_by_text("The client rated this 5 of 5: “A bit slow”")).to_be_visible()
    assert faults_in_frame(vera) == []
    vera.sent("One more thing")
    expect(rating).to_be_hidden()
    expect(bob.locator(f"#rating-{conversation.pk}")).to_be_hidden()
