"""Undo send and send later, as agents use them: by keyboard, on two devices, with what the client writes meanwhile."""

import pytest
from playwright.sync_api import Page, expect

from inbox.models import Outgoing
from tests.browser.axe import faults
from tests.browser.holding import holds
from tests.inbox import trail
from tests.support.waiting import until


def opened(page_for, who, conversation) -> Page:
    page = page_for(who, f"/inbox/conversations/{conversation.pk}/?in=all")
    page.wait_for_selector("html[data-live=live]")
    return page


def line(page: Page, words: str):
    return page.locator(".thread > .message", has_text=words)


@pytest.mark.covers("I2")
def test_a_reply_is_taken_back_by_z_and_goes_by_itself_the_second_time(cast, page_for) -> None:
    conversation = cast.conversation("Hello", visitor=cast.visitor("Vera"))
    with cast.scope():
        cast.alice.prefer(undo_send="30")
    page, desk, colleague = (opened(page_for, who, conversation) for who in (cast.alice, cast.alice, cast.bob))
    text = page.locator("textarea[name=body]")
    text.fill("Good mornin")
    page.keyboard.press("Control+Enter")
    for each in (page, desk, colleague):
        expect(line(each, "Good mornin")).to_have_attribute("data-outgoing", "held")
        expect(line(each, "Good mornin")).to_contain_text("Sending in")
    expect(colleague.get_by_role("button", name="Undo")).to_be_hidden()
    expect(page.locator("#toasts")).to_contain_text("Sending")
    assert faults(page) == []
    text.fill("And one more")  # what is written since stays, below it
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    for each in (page, desk):
        expect(each.locator("textarea[name=body]")).to_have_value("Good mornin\n\nAnd one more")
    expect(line(colleague, "Good mornin")).to_have_count(0)
    with cast.scope():
        assert conversation.messages.count() == 1
        cast.alice.prefer(undo_send="5")
    text.fill("Good morning")
    page.keyboard.press("Control+Enter")
    expect(line(page, "Good morning")).to_have_attribute("data-seq", "2", timeout=20_000)
    expect(line(colleague, "Good morning")).to_have_attribute("data-seq", "2")
    expect(page.locator("#toasts .toast")).to_have_count(0)
    expect(text).to_have_value("")


@pytest.mark.covers("I2")
def test_a_reply_for_later_stops_when_the_client_writes_and_goes_when_its_author_says_so(cast, page_for) -> None:
    visitor = cast.visitor("Vera")
    conversation = cast.conversation("Hello", visitor=visitor)
    page, colleague = opened(page_for, cast.alice, conversation), opened(page_for, cast.bob, conversation)
    page.locator("textarea[name=body]").fill("Shall we talk?")
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator(".later__moment", has_text="Tomorrow morning")).to_be_visible()
    holds(page, "document.activeElement.closest('#later') !== null")
    assert faults(page) == []
    page.locator(".later__moment", has_text="Tomorrow morning").press("Enter")
    expect(line(page, "Shall we talk?")).to_have_attribute("data-outgoing", "scheduled")
    expect(line(colleague, "Shall we talk?")).to_contain_text("Will be sent")
    expect(page.locator("textarea[name=body]")).to_have_value("")

    line(page, "Shall we talk?").get_by_role("button", name="Change").click()
    page.locator("#later-text").fill("Shall we talk on Friday?")
    page.locator("#later").get_by_role("button", name="Save").click()
    expect(line(colleague, "Shall we talk on Friday?")).to_be_visible()
    expect(page.locator("#later")).to_be_hidden()

    page.goto(page.url.replace(f"conversations/{conversation.pk}/?in=all", "scheduled/"))
    page.wait_for_selector("html[data-live=live]")
    expect(page.locator("#scheduled .row")).to_contain_text("Shall we talk on Friday?")
    cast.conversation("Is Friday possible?", visitor=visitor)
    trail.settle(cast)
    expect(page.locator("#scheduled .row")).to_contain_text("Not sent")
    assert faults(page) == []
    page.locator("#scheduled .row__link").click()
    held = line(page, "Shall we talk on Friday?")
    expect(held).to_contain_text("the conversation has moved on")
    held.get_by_role("button", name="Send anyway").click()
    expect(held).to_have_attribute("data-seq", "3")

    def is_gone() -> bool:
        with cast.scope():
            return not Outgoing.objects.filter(conversation=conversation).exists()

    until(lambda: (page.title(), is_gone())[1], what="it to be gone")
