"""Choosing the mail that sums up what is not read, and turning it off from the mail."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults
from timeline.digest.leaving import leaving_link
from timeline.digest.moments import Rhythm
from timeline.wishes import Wishes

pytestmark = pytest.mark.covers("L4")

SETTINGS = "/notifications/preferences/"
MENTION = "A colleague mentions me Email"


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_chosen_on_the_page_of_notifications(cast, page_for, scheme: str, width: int) -> None:
    page = page_for(cast.bob, SETTINGS, viewport={"width": width, "height": 900}, color_scheme=scheme)
    expect(page.get_by_label("How often")).to_have_value("daily")
    expect(page.get_by_label("At what time of day")).to_have_value("8")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".told").evaluate("table => table.offsetWidth <= table.parentElement.clientWidth"), "cut off"
    page.get_by_role("checkbox", name=MENTION).uncheck()
    page.get_by_label("At what time of day").select_option("17:00")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast", has_text="Saved.")).to_be_visible()
    expect(page.get_by_role("checkbox", name=MENTION)).not_to_be_checked()
    expect(page.get_by_label("At what time of day")).to_have_value("17")
    assert Wishes.of(cast.fresh(cast.bob)).rhythm == Rhythm("daily", 17)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_mails_link_asks_and_turns_it_off(cast, server, browser, scheme: str) -> None:
    page = browser.context(viewport={"width": 390, "height": 700}, color_scheme=scheme).new_page()
    page.goto(f"{server.url}/{leaving_link(cast.bob).split('/', 3)[3]}")
    assert faults(page) == []
    page.get_by_role("button", name="Turn off").click()
    expect(page.get_by_role("heading", name="No more of these mails")).to_be_visible()
    assert faults(page) == []
    assert Wishes.of(cast.fresh(cast.bob)).rhythm.often == "off"
