"""The chat begins by itself: a card over its button on the right page, for the right visitor, once; answered, it is a conversation."""

import pytest
from playwright.sync_api import expect

from inbox.models import Conversation, Message, ProactiveMessage
from tests.browser.axe import faults
from tests.browser.visitors import Visitor


def say(cast, text, **fields):
    with cast.scope():
        made = {"after_seconds": 0, "open_only": False, **fields}
        return ProactiveMessage.make(cast.website, by=cast.alice, text=text, **made)


def came_to(vera: Visitor) -> None:
    """The page is there, and what is due at once would have come: the chat's button stands, and a moment has passed on it."""
    expect(vera.button).to_be_visible()
    vera.page.evaluate("new Promise((done) => setTimeout(done, 300))")


@pytest.mark.covers("W5", "W3")
@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}], ids=["desk", "phone"])
def test_a_card_is_answered_and_becomes_a_conversation(cast, visitor, size):
    with cast.scope():
        cast.website.change(by=cast.alice, greeting="Welcome to Acme.")
    say(cast, "Shall we go through the fees?\nIt takes ten minutes.", pages=["/index*"])
    say(cast, "Another question")
    vera: Visitor = visitor(cast.website, viewport=size).arrive()
    expect(vera.card).to_have_role("status")
    card = vera.card.get_by_role("button", name="Shall we go through the fees?")
    expect(card).to_be_visible()
    assert vera.page.evaluate("document.activeElement === document.body")  # nobody's focus was taken
    assert vera.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(vera.page) == []
    card.click()
    expect(vera.text).to_be_focused()
    expect(vera.card.get_by_role("button")).to_have_count(0)
    expect(vera.message("It takes ten minutes.")).to_be_visible()
    vera.sent("Yes, tomorrow?")
    expect(vera.message("Welcome to Acme.")).to_have_count(0)  # it was greeted with the message
    assert [text.split("\n")[0] for text in vera.read()] == ["Shall we go through the fees?", "Yes, tomorrow?"]
    with cast.scope():
        rows = [(row.body, row.contact_id is None) for row in Message.objects.order_by("seq")]
    assert rows == [("Shall we go through the fees?\nIt takes ten minutes.", True), ("Yes, tomorrow?", False)]
    vera.page.reload()  # in a conversation nothing is begun
    came_to(vera)
    expect(vera.card.get_by_role("button")).to_have_count(0)
    vera.button.click()
    expect(vera.message("Yes, tomorrow?")).to_be_visible()
    assert len(vera.read()) == 2
    with cast.scope():
        Conversation.objects.get().close(by=cast.bob)
    vera.page.reload()  # it is over: the next one may come
    expect(vera.card.get_by_role("button", name="Another question")).to_be_visible()
    expect(vera.card.get_by_role("button", name="Shall we go")).to_have_count(0)


@pytest.mark.covers("W5")
def test_who_says_not_now_is_not_asked_again_and_the_next_one_waits_for_the_next_page(cast, visitor):
    say(cast, "The first")
    say(cast, "The second, each visit", repeat="visit")
    vera: Visitor = visitor(cast.website).arrive()
    expect(vera.card.get_by_role("button", name="The first")).to_be_visible()
    expect(vera.card.get_by_role("button", name="The second")).to_have_count(0)
    vera.card.get_by_role("button", name="Not now").focus()
    vera.page.keyboard.press("Escape")
    expect(vera.card.get_by_role("button")).to_have_count(0)
    expect(vera.button).to_be_focused()
    vera.page.reload()
    expect(vera.card.get_by_role("button", name="The second")).to_be_visible()
    vera.card.get_by_role("button", name="Not now").click()
    vera.page.reload()
    came_to(vera)
    expect(vera.card.get_by_role("button")).to_have_count(0)
    later = Visitor(vera.page.context.new_page(), vera.home).arrive()  # a tab of its own is another visit
    expect(later.card.get_by_role("button", name="The second")).to_be_visible()


@pytest.mark.covers("W5")
def test_it_comes_on_its_pages_to_whom_it_is_for_and_never_over_an_open_chat(cast, visitor):
    say(cast, "To newcomers", audience="first", pages=["/index.html"])
    say(cast, "Welcome back", audience="returning", pages=["/index.html"])
    say(cast, "On the fees", pages=["/fees*", "*-fees"])
    say(cast, "To who is signed in", audience="known")
    vera: Visitor = visitor(cast.website).arrive()
    expect(vera.card.get_by_role("button", name="To newcomers")).to_be_visible()
    vera.page.evaluate("history.pushState({}, '', '/fees-2026')")
    expect(vera.card.get_by_role("button", name="On the fees")).to_be_visible()
    vera.button.click()
    expect(vera.text).to_be_focused()
    expect(vera.card.get_by_role("button")).to_have_count(0)
    vera.page.evaluate("history.pushState({}, '', '/other-fees')")
    vera.page.evaluate("new Promise((done) => setTimeout(done, 700))")
    expect(vera.card.get_by_role("button")).to_have_count(0)
    again = Visitor(vera.page.context.new_page(), vera.home).arrive()
    expect(again.card.get_by_role("button", name="Welcome back")).to_be_visible()
    expect(again.card.get_by_role("button", name="signed in")).to_have_count(0)


@pytest.mark.covers("W5")
def test_words_in_right_to_left_script_and_marks_stay_words(cast, visitor):
    say(cast, "<img src=x onerror=alert(1)> שלום, אפשר לעזור?")
    vera: Visitor = visitor(cast.website, color_scheme="dark").arrive()
    card = vera.card.get_by_role("button", name="שלום")
    expect(card).to_contain_text("<img src=x onerror=alert(1)>")
    assert vera.card.locator("img").count() == 0


@pytest.mark.covers("W5", "W6")
def test_it_is_written_in_the_settings_with_a_preview(cast, browser, page_for):
    browser.allow("status of 422")
    page = page_for(cast.alice, f"/settings/inboxes/{cast.website.pk}/")
    page.get_by_role("link", name="Write the messages").click()
    expect(page.get_by_text("The chat says nothing by itself yet")).to_be_visible()
    preview = page.locator(".widget-card__text")
    expect(preview).to_have_text("Your message")
    page.get_by_label("Message", exact=True).fill("Shall we talk?")
    expect(preview).to_have_text("Shall we talk?")
    page.get_by_label("Pages").fill("prices")
    page.get_by_role("button", name="Make the message").click()
    expect(page.get_by_text("names no page")).to_be_visible()
    expect(page.get_by_label("Message", exact=True)).to_have_value("Shall we talk?")
    page.get_by_label("Pages").fill("/prices*")
    assert faults(page) == []
    page.get_by_role("button", name="Make the message").click()
    page.get_by_role("link", name="Shall we talk?").click()
    expect(page.get_by_label("Pages")).to_have_value("/prices*")
    page.get_by_role("button", name="Remove the message").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove the message").click()
    expect(page.get_by_text("The chat says nothing by itself yet")).to_be_visible()
