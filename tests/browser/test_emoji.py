"""Choosing an emoji by its name: in the composer, after a colon, and in the chat."""

import json

import pytest
from django.conf import settings
from playwright.sync_api import expect

from inbox.models import Conversation
from tests.browser.axe import faults
from tools.places import ROOT


def test_every_language_has_its_names() -> None:
    for code, _name in settings.LANGUAGES:
        groups = json.loads((ROOT / "static" / "dist" / "emoji" / f"{code}.json").read_text())
        assert sum(len(emoji) for _group, emoji in groups) > 1_800


@pytest.mark.covers("I2", "W2", "I11")
def test_emoji_by_name_and_by_keyboard(cast, visitor, page_for) -> None:
    vera = visitor(cast.website).arrive().open()
    vera.chat.get_by_role("button", name="Emoji", exact=True).click()
    panel = vera.chat.get_by_role("dialog", name="Choose an emoji")
    panel.get_by_role("searchbox").fill("party pop")
    panel.get_by_role("button", name="party popper").click()
    expect(vera.text).to_have_value("🎉")
    vera.text.press("Enter")
    expect(vera.message("🎉").locator(".message__state")).to_have_text("Sent")

    with cast.scope():
        conversation = Conversation.objects.get()
    page = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    page.wait_for_selector("html[data-live=live]")
    page.keyboard.press("r")
    page.keyboard.type("On our way :rocke")
    expect(page.get_by_role("option", name="🚀 rocket")).to_be_visible()
    page.keyboard.press("Enter")
    text = page.locator(".inbox__composer textarea")
    expect(text).to_have_value("On our way 🚀 ")

    page.get_by_role("button", name="Emoji", exact=True).click()
    panel = page.get_by_role("dialog", name="Choose an emoji")
    expect(panel.get_by_role("searchbox")).to_be_focused()
    expect(panel.get_by_role("group", name="Used last").get_by_role("button", name="rocket")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(text).to_have_value("On our way 🚀 🚀")
    expect(text).to_be_focused()
    page.get_by_role("button", name="Emoji", exact=True).click()
    panel.get_by_role("searchbox").fill("<b>nothing")
    expect(panel).to_contain_text("No emoji is called so.")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
