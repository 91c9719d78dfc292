"""Mentioning a colleague by keyboard, from the first "@" to the folder of whoever is named; on a phone by touch."""

import re

import pytest
from playwright.sync_api import Page, expect

from inbox.models import Mention
from tests.browser.axe import faults
from tests.inbox import trail
from tests.inbox.test_states import team
from tests.support.waiting import until

pytestmark = pytest.mark.covers("I3")


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


@pytest.fixture
def note(cast, page_for):
    """`note(who)`: their page on a conversation, with a note begun."""
    conversation = cast.conversation("A hard one", visitor=cast.visitor("Vera"))

    def begin(who, **options) -> Page:
        page = live(page_for(who, f"/inbox/conversations/{conversation.pk}/?in=all", **options))
        page.get_by_role("button", name="Note", exact=True).click()
        return page

    begin.conversation = conversation  # type: ignore[attr-defined]
    return begin


def test_by_keyboard_from_at_to_the_folder_of_who_is_named(cast, note, page_for) -> None:
    team(cast, "Tax advisers", cast.bob)
    bob = live(page_for(cast.bob, "/inbox/mentions/"))
    expect(bob.get_by_text("Nobody has mentioned you yet")).to_be_visible()
    alice = note(cast.alice)
    text = alice.get_by_role("textbox")
    alice.keyboard.type("Can you, @")
    box = alice.get_by_role("listbox", name="Colleagues and teams")
    expect(box.get_by_role("option")).to_have_text(
        [re.compile(each) for each in ("Alice Archer", "Bob Brandt", "Carol Chen", "Dora Dietz", "Tax advisers.*Team")]
    )
    expect(text).to_have_attribute("aria-controls", box.get_attribute("id") or "")
    alice.keyboard.press("ArrowDown")
    first = box.get_by_role("option", selected=True)
    expect(first).to_have_text(re.compile("Alice Archer"))
    expect(text).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    assert faults(alice) == []
    alice.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(text).to_be_focused()
    alice.keyboard.press("Backspace")
    alice.keyboard.type("@BRA")
    expect(box.get_by_role("option", selected=True)).to_have_text(re.compile("Bob Brandt"))
    alice.keyboard.press("Enter")
    alice.keyboard.type("or @tax")
    expect(box.get_by_role("option", selected=True)).to_have_text(re.compile("Tax advisers"))
    alice.keyboard.press("Tab")
    expect(text).to_have_value("Can you, @Bob Brandt or @Tax advisers ")
    alice.keyboard.type("look?")
    expect(box).to_be_hidden()
    alice.keyboard.press("Control+Enter")
    chips = alice.locator(".message--note .mention")
    expect(chips).to_have_text(["@Bob Brandt", "@Tax advisers (team)"])
    expect(bob.locator("#rows > .row", has_text="Vera")).to_be_visible()
    expect(bob.locator("[data-count-of=mentions]")).to_have_text("1")
    trail.settle(cast)
    bob.locator("#rows .row__link").click()
    expect(bob.locator(".message--note .mention[data-mine]")).to_have_text("@Bob Brandt")
    expect(bob.locator("[data-count-of=mentions]")).to_have_text("0")
    assert faults(bob) == []


def test_a_draft_with_a_mention_goes_on_where_it_is_opened(cast, note, page_for) -> None:
    """Begun at the desk, sent from the phone; and a mention that is deleted is none."""
    alice = note(cast.alice)
    with alice.expect_response("**/draft/"):
        alice.keyboard.type("@bob")
        alice.get_by_role("option", name="Bob Brandt").click()
    alice.keyboard.type("@car")
    expect(alice.get_by_role("option", selected=True)).to_have_text(re.compile("Carol Chen"))
    alice.keyboard.press("Enter")
    for _ in range(len("@Carol Chen ")):
        alice.keyboard.press("Backspace")
    with alice.expect_response("**/draft/"):
        alice.keyboard.type("please")
    size = {"width": 390, "height": 800}
    path = f"/inbox/conversations/{note.conversation.pk}/"
    phone = live(page_for(cast.alice, path, viewport=size, has_touch=True, is_mobile=True))
    expect(phone.get_by_role("textbox")).to_have_value("@Bob Brandt please")
    phone.get_by_role("button", name="Mention a colleague").tap()
    option = phone.get_by_role("option", name="Dora Dietz")
    assert option.bounding_box()["height"] >= 44
    option.tap()
    phone.get_by_role("button", name="Add note").tap()
    expect(phone.locator(".message--note .mention")).to_have_text(["@Bob Brandt", "@Dora Dietz"])

    def named() -> set[int]:
        phone.title()
        with cast.scope():
            return set(Mention.objects.values_list("membership_id", flat=True))

    until(lambda: named() == {cast.bob.pk, cast.dora.pk}, what="the note to name them")


def test_a_reply_offers_nobody(cast, note) -> None:
    alice = note(cast.alice)
    alice.get_by_role("button", name="Reply", exact=True).click()
    alice.keyboard.type("Write to @bob")
    expect(alice.get_by_role("textbox")).to_have_value("Write to @bob")
    assert alice.get_by_role("listbox").count() == 0
    expect(alice.get_by_role("button", name="Mention a colleague")).to_be_hidden()
