"""What shows on the desktop: once, however many tabs are open, and never beside a tab that has the focus."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.inbox import trail

pytestmark = pytest.mark.covers("L4")

SETTINGS = "/notifications/preferences/"
WATCHED = """
  // Playwright's pages all believe to have the focus; here it is where the test says.
  document.hasFocus = () => localStorage.getItem("test-focus") === window.name;
  window.Notification = class extends Notification {
    constructor(title, options) {
      super(title, options);
      window.told(title, options.body);
      window.shown = this;
    }
  };
"""


class Desktop:
    """A person's browser: a tab for each name, and what it put on the desktop."""

    def __init__(self, page: Page, path: str) -> None:
        self.context, self.url = page.context, page.url.partition("/notifications/")[0] + path
        self.shown: list[tuple[str, str, Page]] = []
        self.context.grant_permissions(["notifications"])
        self.context.expose_binding(
            "told", lambda source, title, text: self.shown.append((title, text, source["page"]))
        )
        self.context.add_init_script(WATCHED)
        page.close()

    def tab(self, name: str) -> Page:
        page = self.context.new_page()
        page.add_init_script(f"window.name = '{name}'")
        page.goto(self.url)
        page.wait_for_selector("html[data-live=live]")
        return page

    def focus(self, page: Page, name: str) -> None:
        page.evaluate("name => { localStorage.setItem('test-focus', name); dispatchEvent(new Event('focus')) }", name)


@pytest.fixture
def desktop(cast, page_for) -> Desktop:
    return Desktop(page_for(cast.bob, SETTINGS, own=True), SETTINGS)


def until_told(*pages: Page) -> None:
    """Each tab knows of it, and the lock under which tabs decide is free again."""
    for page in pages:
        expect(page.locator("#unread-notifications")).to_have_attribute("data-news", re.compile("Vera"), timeout=30_000)
        page.evaluate("navigator.locks.request('desktop', () => null)")


def test_two_tabs_show_it_once_and_the_click_leads_there(cast, desktop) -> None:
    tabs = [desktop.tab("one"), desktop.tab("two")]
    conversation = cast.conversation(visitor=cast.visitor("Vera <b>Vance</b>"))
    trail.settle(cast)
    until_told(*tabs)
    assert [(title, text) for title, text, _page in desktop.shown] == [
        ("Vera <b>Vance</b>", "waits for somebody to answer")
    ]
    shower = desktop.shown[0][2]
    shower.evaluate("shown.dispatchEvent(new Event('click'))")
    expect(shower).to_have_url(re.compile(f"/inbox/conversations/{conversation.pk}/"))


def test_nothing_shows_while_a_tab_has_the_focus(cast, desktop) -> None:
    tabs = [desktop.tab("one"), desktop.tab("two")]
    desktop.focus(tabs[0], "one")
    cast.conversation(visitor=cast.visitor("Vera"))
    trail.settle(cast)
    until_told(*tabs)
    assert desktop.shown == []


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_settings_say_where_one_stands_and_are_saved(cast, page_for, scheme: str, width: int) -> None:
    page = page_for(cast.bob, SETTINGS, viewport={"width": width, "height": 900}, color_scheme=scheme)
    expect(page.locator("[data-desktop-target=state]:visible")).to_have_count(1)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("checkbox", name="A colleague mentions me On the desktop").uncheck()
    page.get_by_label("Monday, from").fill("22:00")
    page.get_by_label("Monday, to").fill("07:00")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast").first).to_contain_text("Saved.")
    kept = cast.fresh(cast.bob).preferences
    assert (kept["off_desktop"], kept["quiet_hours"]) == (["inbox.mention"], {"mon": ["22:00", "07:00"]})
    expect(page.get_by_label("Monday, from")).to_have_value("22:00")


def test_leave_is_asked_for_on_a_click(cast, page_for) -> None:
    page = page_for(cast.bob, SETTINGS)
    page.add_init_script(
        "Object.defineProperty(Notification, 'permission', {get: () => window.said ?? 'default'});"
        "Notification.requestPermission = async () => { window.said = 'denied' };"
    )
    page.reload()
    page.get_by_role("button", name="Show notifications on this desktop").click()
    desktop = page.get_by_role("region", name="This desktop")
    expect(desktop.get_by_text("was told not to show notifications")).to_be_visible()
    expect(page.get_by_role("button", name="Show notifications on this desktop")).to_be_hidden()
