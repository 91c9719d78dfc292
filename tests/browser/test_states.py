"""Putting aside and saying what is urgent, by keyboard, on a row and in a conversation."""

import pytest
from playwright.sync_api import expect

from inbox.models import Tag
from tests.browser.axe import faults
from tests.browser.holding import holds
from tests.support.waiting import until


@pytest.mark.covers("I4")
def test_snooze_undo_pick_and_priority_by_keyboard(cast, browser, page_for) -> None:
    browser.allow("status of 422")
    first = cast.conversation("The first question", visitor=cast.visitor("Vera"))
    second = cast.conversation("The second question", visitor=cast.visitor("Tom"))
    page = page_for(cast.alice, "/inbox/unassigned/")
    page.wait_for_selector("html[data-live=live]")
    rows = page.locator("#rows > .row")

    page.keyboard.press("j")
    holds(page, "document.activeElement.closest('.row')?.textContent.includes('The second question')")
    page.keyboard.press("p")
    holds(page, "document.activeElement.textContent.includes('Urgent')")
    page.keyboard.press("Enter")
    expect(rows.first.locator(".inbox__priority")).to_have_text("Priority: urgent")
    assert cast.fresh(second).priority_code == "urgent"

    rows.first.locator(".row__link").focus()
    page.keyboard.press("h")
    expect(page.locator("#snooze .menu__item").first).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    holds(page, "document.activeElement.textContent.includes('When the client replies')")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    expect(page.locator("#toasts")).to_contain_text("Snoozed until the client replies")
    holds(page, "document.activeElement.closest('.row')?.textContent.includes('The first question')")
    expect(page.locator("[data-count-of=snoozed]")).to_have_text("1")
    page.keyboard.press("z")
    expect(rows).to_have_count(2)

    page.get_by_role("link", name="Vera").click()
    expect(page.locator(".thread > .message", has_text="The first question")).to_be_visible()
    page.get_by_role("button", name="Snooze", exact=True).click()
    page.get_by_role("menuitem", name="Pick date and time…").click()
    page.keyboard.type("yesterday")
    page.keyboard.press("Enter")
    expect(page.locator("#snooze-error")).to_contain_text("names no moment")
    assert faults(page) == []
    page.get_by_label("In words").fill("3d 14:00")
    page.keyboard.press("Enter")
    expect(page.locator(".thread > .message", has_text="The second question")).to_be_visible()
    until(lambda: (page.title(), cast.fresh(first).state == "snoozed")[1], what="it to be snoozed")

    page.get_by_role("link", name="Snoozed").click()
    expect(rows.first.locator(".inbox__snoozed")).to_contain_text("Snoozed until")
    page.get_by_role("link", name="Vera").click()
    expect(page.locator(".happened", has_text="Alice Archer snoozed this until")).to_be_visible()
    page.get_by_role("button", name="Snooze", exact=True).click()
    page.get_by_role("menuitem", name="Wake up now").click()
    expect(page.locator(".happened", has_text="Alice Archer woke this up")).to_be_visible()
    expect(rows).to_have_count(0)


@pytest.mark.covers("I2")
def test_tags_by_keyboard(cast, page_for) -> None:
    conversation = cast.conversation("The first question", visitor=cast.visitor("Vera"))
    cast.conversation("The second question", visitor=cast.visitor("Tom"))
    with cast.scope():
        vip, tax = (Tag.make(by=cast.alice, name=name) for name in ("VIP", "Tax"))
        conversation.tag(by=cast.bob, add=[tax])
    page = page_for(cast.alice, "/inbox/unassigned/")
    page.wait_for_selector("html[data-live=live]")
    row = page.locator(f"#row-{conversation.pk}")
    row.locator(".row__link").focus()
    page.keyboard.press("l")
    expect(page.get_by_role("combobox", name="Find or make a tag")).to_be_focused()
    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("option", selected=True)).to_have_text("Tax")
    assert faults(page) == []
    page.keyboard.type("vi")
    holds(page, f"document.querySelector('#tag-option-{vip.pk}')?.hasAttribute('data-active')")
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", selected=True)).to_have_text("VIP")
    page.get_by_role("combobox").fill("<b>Größe</b>")
    expect(page.get_by_role("option", name="Make the tag “<b>Größe</b>”")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", selected=True)).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_be_hidden()
    expect(row.locator(".tag")).to_have_text(["<b>Größe</b>", "Tax", "VIP"])
    assert faults(page) == []

    row.locator(".row__link").click()
    expect(page.locator(".thread-head .tag")).to_have_count(3)
    expect(page.locator(".happened", has_text="Alice Archer added <b>Größe</b>, VIP")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row.locator(".tag")).to_have_text(["Tax"])
    expect(page.locator(".happened", has_text="Alice Archer tagged this and took it back")).to_be_visible()


@pytest.mark.covers("I14")
def test_after_a_dialog_that_a_menu_opened_the_focus_is_on_the_menus_button(cast, page_for) -> None:
    conversation = cast.conversation()
    page = page_for(cast.alice, f"/inbox/conversations/{conversation.pk}/")
    page.wait_for_selector("html[data-live=live]")
    page.get_by_role("button", name="Snooze", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Pick date and time…").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Snooze", exact=True)).to_be_focused()
