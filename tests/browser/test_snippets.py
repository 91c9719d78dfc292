"""Snippets as people use them: written in the settings, put into a reply by # and a few letters, sent with nothing left open."""

import io

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from timeline.models import Snippet, SnippetUse

pytestmark = pytest.mark.covers("I9")

BODY = "Hello {{contact.first_name|there}},\nmy number for you is {{contact.phone}}. {{me.first_name}}"


def text(page: Page):
    return page.locator("textarea[name=body]")


def test_a_snippet_is_written_found_put_in_and_sent(cast, page_for) -> None:
    page = page_for(cast.alice, "/settings/snippets/")
    page.get_by_role("link", name="New snippet").first.click()
    page.get_by_label("Shortcut", exact=True).fill("#logcoaching")
    page.get_by_label("Title", exact=True).fill("How coaching works")
    page.get_by_label("Text", exact=True).fill("Hello ")
    page.get_by_role("button", name="First name of the client").click()
    page.keyboard.type("you")
    expect(text(page)).to_have_value("Hello {{contact.first_name|you}}")
    expect(page.locator("#snippet-preview")).to_contain_text("Hello Anna")
    text(page).fill(BODY)
    expect(page.locator("#snippet-preview")).to_contain_text("Nora")
    assert faults(page) == []
    page.get_by_label("The whole firm").check()
    page.keyboard.press("Control+s")
    expect(page.locator("#snippets .row")).to_contain_text("not sent yet")
    assert faults(page) == []

    conversation = cast.conversation(visitor=cast.visitor("Vera Vance"))
    bob = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/?in=all")
    bob.wait_for_selector("html[data-live=live]")
    text(bob).click()
    bob.keyboard.type("See #12 and #lgco")
    option = bob.get_by_role("option")
    expect(option).to_have_count(1)
    expect(text(bob)).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    assert faults(bob) == []
    bob.keyboard.press("Escape")
    expect(option).to_have_count(0)
    expect(text(bob)).to_have_value("See #12 and #lgco")
    for _letter in "See #12 and #lgco":
        bob.keyboard.press("Backspace")
    bob.get_by_role("button", name="Insert a snippet").click()
    bob.keyboard.type("log")
    expect(option).to_have_count(1)
    bob.keyboard.press("Enter")
    expect(text(bob)).to_have_value("Hello Vera,\nmy number for you is [[missing: contact.phone]]. Bob")
    assert bob.evaluate("getSelection().toString()") == "[[missing: contact.phone]]"
    bob.keyboard.press("Control+z")
    expect(text(bob)).to_have_value("#log")
    bob.keyboard.press("Control+Shift+z")
    bob.keyboard.press("Control+Enter")
    expect(bob.get_by_role("alert").filter(has_text="Fill in [[missing: contact.phone]]")).to_be_visible()
    assert bob.evaluate("getSelection().toString()") == "[[missing: contact.phone]]"
    bob.keyboard.type("555")
    bob.keyboard.press("Control+Enter")
    expect(bob.locator(".thread > .message").last).to_contain_text("my number for you is 555. Bob")
    expect(bob.locator(".thread > .message[data-pending]")).to_have_count(0)
    with cast.scope():
        assert [(use.membership_id, use.count) for use in SnippetUse.objects.all()] == [(cast.bob.pk, 1)]


def test_the_list_is_live_and_what_is_deleted_comes_back(cast, page_for) -> None:
    page = page_for(cast.bob, "/settings/snippets/")
    page.wait_for_selector("html[data-live=live]")
    with cast.scope():
        Snippet.make(by=cast.alice, shortcut="firms", title="The firm’s", body="Hello", sharing="firm")
        Snippet.make(by=cast.bob, shortcut="own", title="Bob’s", body="Hello")
    expect(page.locator("#snippets .row")).to_have_count(2)
    page.get_by_role("button", name="Delete #own").click()
    expect(page.locator("#snippets .row")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#snippets .row")).to_have_count(2)
    page.get_by_role("searchbox", name="Search in the snippets").fill("frms")
    expect(page.locator("#snippets .row")).to_have_count(1)
    page.get_by_role("button", name="Make a copy of #firms").click()
    expect(page.get_by_role("heading", name="#firms")).to_be_visible()


def test_on_a_phone_a_tap_puts_it_in(cast, page_for) -> None:
    with cast.scope():
        snippet = Snippet.make(by=cast.bob, shortcut="hi", title="Hi", body="Hello {{contact.first_name}}")
        file = io.BytesIO(b"Terms")
        file.name = "terms.txt"
        snippet.attach([file], by=cast.bob)
    conversation = cast.conversation(visitor=cast.visitor("Vera Vance"))
    page = page_for(
        cast.bob, f"/inbox/conversations/{conversation.pk}/", viewport={"width": 390, "height": 800}, has_touch=True
    )
    page.wait_for_selector("html[data-live=live]")
    page.get_by_role("button", name="Insert a snippet").tap()
    option = page.get_by_role("option", name="#hi")
    expect(option).to_be_in_viewport()
    option.tap()
    expect(text(page)).to_have_value("Hello Vera")
    expect(page.locator(".composer__files .file")).to_have_count(1)
    page.get_by_role("button", name="Send", exact=True).tap()
    expect(page.locator(".thread > .message").last).to_contain_text("terms.txt")
