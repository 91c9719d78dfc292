"""Editing and deleting as colleagues and the client see it: in place, by keyboard, undone, without a reload."""

import pytest
from playwright.sync_api import Route, expect

from inbox.models import Conversation
from tests.browser.axe import faults
from tests.browser.holding import on_its_way


def the_conversation(cast) -> Conversation:
    with cast.scope():
        return Conversation.objects.get()


@pytest.mark.covers("I2", "W2", "I11")
def test_a_message_is_edited_deleted_and_brought_back_while_the_client_looks_on(cast, visitor, page_for) -> None:
    vera = visitor(cast.website).arrive().open()
    vera.sent("What does it cost?")
    with cast.scope():
        conversation = Conversation.objects.get()
        conversation.reply(by=cast.bob, body="It costs a hundrd")
    page = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    page.wait_for_selector("html[data-live=live]")
    line = page.locator(".thread > .message--ours")
    expect(vera.message("It costs a hundrd")).to_be_visible()

    page.keyboard.press("r")
    page.keyboard.press("ArrowUp")
    editor = page.get_by_role("textbox", name="Edit the message")
    expect(editor).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("ed <b>euros</b>")
    page.keyboard.press("Control+Enter")
    expect(line).to_contain_text("It costs a hunded <b>euros</b>")
    expect(vera.message("It costs a hunded <b>euros</b>").locator(".message__foot")).to_contain_text("edited")
    expect(page.locator("textarea[data-composer-target=text]")).to_be_focused()
    page.keyboard.press("Escape")

    page.keyboard.press("m")
    menu = page.get_by_role("menu", name="What to do with this message")
    expect(menu.get_by_role("menuitem", name="React with 👍")).to_be_focused()
    assert faults(page) == []
    menu.get_by_role("menuitem", name="Earlier versions").press("Enter")
    expect(page.get_by_role("dialog", name="Earlier versions")).to_contain_text("It costs a hundrd")
    page.keyboard.press("Escape")

    page.keyboard.press("m")
    menu.get_by_role("menuitem", name="Delete").press("Enter")
    expect(page.locator(".happened", has_text="Bob Brandt deleted a message")).to_be_visible()
    expect(vera.chat.locator("[data-removed] .message__body")).to_have_text("This message was removed.")
    page.keyboard.press("z")
    expect(line).to_contain_text("It costs a hunded")
    expect(vera.message("It costs a hunded <b>euros</b>")).to_be_visible()


@pytest.mark.covers("I2")
def test_what_is_being_saved_is_not_given_up(cast, page_for) -> None:
    conversation = cast.conversation("What does it cost?")
    with cast.scope():
        conversation.reply(by=cast.bob, body="It costs a hundrd")
    page = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    page.wait_for_selector("html[data-live=live]")
    held: list[Route] = []
    page.route("**/inbox/messages/*/", lambda route: held.append(route))
    page.keyboard.press("r")
    page.keyboard.press("ArrowUp")
    editor = page.get_by_role("textbox", name="Edit the message")
    editor.fill("It costs a hundred")
    page.keyboard.press("Control+Enter")
    saving = on_its_way(page, held)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(editor).to_have_value("It costs a hundred")
    saving.continue_()
    expect(editor).to_have_count(0)
    expect(page.locator(".thread > .message--ours")).to_contain_text("It costs a hundred")
    expect(page.get_by_text("Your changes were dropped")).to_have_count(0)
    assert len(held) == 1


@pytest.mark.covers("I2", "W2", "I11")
def test_a_message_is_answered_with_its_quote_formatted_and_reacted_to(cast, visitor, page_for) -> None:
    vera = visitor(cast.website).arrive().open()
    vera.sent("What does it cost?")
    conversation = the_conversation(cast)
    page = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    page.wait_for_selector("html[data-live=live]")

    page.keyboard.press("m")
    menu = page.get_by_role("menu", name="What to do with this message")
    menu.get_by_role("menuitem", name="Answer this").press("Enter")
    expect(page.locator(".inbox__quoting")).to_contain_text("What does it cost?")
    page.keyboard.type("It is ")
    page.keyboard.press("Control+b")
    page.keyboard.type("free")
    page.keyboard.press("End")
    page.keyboard.type(" <b>")
    expect(page.locator(".inbox__preview strong")).to_have_text("free")
    page.get_by_role("button", name="Formatting").click()
    assert faults(page) == []
    page.keyboard.press("Control+Enter")
    line = page.locator(".thread > .message--ours")
    expect(line.locator("strong")).to_have_text("free")
    expect(line.locator(".quote")).to_contain_text("What does it cost?")
    expect(page.locator(".inbox__quoting")).to_be_hidden()
    answer = vera.message("It is free <b>")
    expect(answer.locator(".message__body strong")).to_have_text("free")
    expect(answer.get_by_role("button", name="You What does it cost?")).to_be_visible()

    answer.get_by_role("button", name="React", exact=True).click()
    answer.get_by_role("button", name="React with 🎉").click()
    reaction = line.get_by_role("button", name="🎉 1: the client")
    expect(reaction).to_have_attribute("aria-pressed", "false")
    reaction.click()
    expect(line.get_by_role("button", name="🎉 2: Bob Brandt, the client")).to_have_attribute("aria-pressed", "true")
    expect(answer.get_by_role("button", name="🎉 2: Bob Brandt, You")).to_be_visible()
    assert faults(page) == []
