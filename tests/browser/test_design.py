"""The design pages: every component, both themes, three widths, right to left."""

import pytest

from tests.browser.axe import faults
from tests.browser.holding import holds
from tests.support.waiting import until

WIDTHS = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_component_is_accessible_in_both_themes_and_directions(browser, server, theme, direction) -> None:
    page = browser.page(f"{server.url}/design/?theme={theme}&dir={direction}")
    page.wait_for_selector("html[data-started]")
    found = faults(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("state", ["", "empty/", "loading/", "list/"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_frame_is_accessible_in_every_state_and_width(browser, server, state, width, theme) -> None:
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    page = browser.page(f"{server.url}/design/frame/{state}?theme={theme}", viewport=size)
    page.wait_for_selector("html[data-started]")
    found = faults(page)
    assert not found, "\n".join(found)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], "the page scrolls sideways"


def test_a_dialog_keeps_the_focus_and_gives_it_back(browser, server) -> None:
    page = browser.page(f"{server.url}/design/")
    page.get_by_role("button", name="Open a dialog").click()
    dialog = page.get_by_role("dialog", name="Remove Bob from Acme Advisory")
    assert dialog.is_visible()
    assert dialog.evaluate("d => d.contains(document.activeElement)")
    page.keyboard.press("Escape")
    assert dialog.is_hidden()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Open a dialog"


def test_a_menu_is_walked_by_keys(browser, server) -> None:
    page = browser.page(f"{server.url}/design/")
    page.get_by_role("button", name="Open a menu").focus()
    page.keyboard.press("Enter")
    focused = "document.activeElement.textContent.trim()"
    holds(page, f"{focused}.startsWith('Assign to me')")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused).startswith("Snooze")
    page.keyboard.press("End")
    assert page.evaluate(focused) == "Delete"
    page.keyboard.press("c")
    assert page.evaluate(focused) == "Copy the link"
    page.keyboard.press("Escape")
    holds(page, f"{focused} === 'Open a menu'")


def test_tabs_over_panels_move_by_arrows(browser, server) -> None:
    page = browser.page(f"{server.url}/design/")
    page.get_by_role("tab", name="Details").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_text("What happened with Nadia.").is_visible()
    assert page.get_by_text("What we know of Nadia.").is_hidden()


def test_shortcuts_are_listed_can_be_turned_off_and_never_fire_while_typing(browser, server) -> None:
    page = browser.page(f"{server.url}/design/")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Keyboard shortcuts")
    assert help_.get_by_text("Find and do").is_visible()
    help_.get_by_role("switch").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert help_.is_hidden()
    page.keyboard.press("Control+k")
    assert page.get_by_role("dialog", name="Find and do").is_visible(), (
        "the palette is not one of those that can be turned off"
    )
    page.keyboard.press("Escape")
    page.evaluate("document.body.dataset.shortcuts = 'on'")
    page.get_by_role("textbox", name="Full name").first.press("?")
    assert help_.is_hidden()


def test_the_palette_finds_and_does(browser, server) -> None:
    page = browser.page(f"{server.url}/design/")
    page.keyboard.press("Control+k")
    page.keyboard.type("assign")
    page.wait_for_selector("#palette-list [aria-selected='true']:has-text('Assign to me')")
    page.keyboard.type("zzz")
    page.get_by_text("Nothing of that name here.").wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog", name="Find and do").is_hidden()


def test_a_list_is_walked_by_j_and_k(browser, server) -> None:
    page = browser.page(f"{server.url}/design/frame/", viewport={"width": 1440, "height": 900})
    page.wait_for_selector("html[data-started]")
    focused = "document.activeElement.textContent.trim()"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "Jonas Weber"  # the open conversation is the first: next is the second
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.evaluate(focused) == "Nadia Rahman"


def test_a_toast_undoes_by_z_and_the_newest_first(browser, server) -> None:
    page = browser.page(f"{server.url}/design/")
    page.wait_for_selector("html[data-started]")
    asked: list[str] = []

    def undo(route) -> None:
        asked.append(f"{route.request.method} {route.request.url}")
        route.fulfill(status=204)

    page.route("**/undo/*", undo)
    for name in ("first", "second"):
        page.evaluate(
            f"document.dispatchEvent(new CustomEvent('toast', {{detail: {{text: '{name}', undo: '/undo/{name}'}}}}))"
        )
    page.keyboard.press("z")
    holds(page, "document.querySelectorAll('#toasts .toast').length === 1")
    page.keyboard.press("z")
    holds(page, "document.querySelectorAll('#toasts .toast').length === 0")
    until(lambda: (page.title(), len(asked) == 2)[1], what="both to be undone")
    assert [each.rsplit("/", 1)[1] for each in asked] == ["second", "first"]
    assert asked[0].startswith("DELETE")
