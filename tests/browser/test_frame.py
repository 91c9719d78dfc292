"""The frame loads once: moving about swaps <main> alone, and looks after address, title, focus, place and Back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.holding import holds, on_its_way
from tests.inbox import trail
from tests.support.sign_in import session_cookie
from tests.support.waiting import until

TONE = """async () => {
    const rate = 8000, samples = rate * 60, bytes = new DataView(new ArrayBuffer(44 + samples));
    const write = (at, words) => [...words].forEach((letter, place) => bytes.setUint8(at + place, letter.charCodeAt(0)));
    write(0, "RIFF"); bytes.setUint32(4, 36 + samples, true); write(8, "WAVEfmt "); bytes.setUint32(16, 16, true);
    bytes.setUint16(20, 1, true); bytes.setUint16(22, 1, true); bytes.setUint32(24, rate, true);
    bytes.setUint32(28, rate, true); bytes.setUint16(32, 1, true); bytes.setUint16(34, 8, true);
    write(36, "data"); bytes.setUint32(40, samples, true);
    for (let n = 0; n < samples; n++) bytes.setUint8(44 + n, 128 + 20 * Math.sin(n / 3));
    const audio = document.createElement("audio");
    audio.src = URL.createObjectURL(new Blob([bytes], {type: "audio/wav"}));
    audio.dataset.stops = "";
    for (const event of ["pause", "ended", "emptied", "stalled", "error"])
        audio.addEventListener(event, () => (audio.dataset.stops += event + " "));
    document.getElementById("dock").append(audio);
    await audio.play();
}"""


def live(page: Page) -> None:
    page.wait_for_selector("html[data-live='live']")


def heading(page: Page) -> str:
    """The words that the focus stands on."""
    return page.evaluate("document.activeElement.matches('h1') ? document.activeElement.textContent.trim() : ''")


@pytest.mark.covers("L1")
def test_ten_pages_on_one_socket_while_a_sound_plays_without_a_stop(cast, page_for) -> None:
    page = page_for(cast.alice, "/inbox/mine/")
    live(page)
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.reload()
    live(page)
    page.evaluate("window.theSame = true")
    page.evaluate(TONE)
    rail = page.get_by_role("navigation", name="Main")
    visited = set()

    def visit(link) -> None:
        before = page.url
        link.click()
        page.wait_for_url(lambda url: url != before)
        until(lambda: heading(page), 10, f"the focus to stand on the heading of {page.url}")
        visited.add((page.url, page.title(), heading(page)))

    visit(rail.get_by_role("link", name="People"))
    visit(rail.get_by_role("link", name="Settings"))
    for name in ("preferences", "sessions", "teams", "roles", "people", "profile"):
        visit(page.locator(f"#settings-menu a[href='/settings/{name}/']"))
    visit(rail.get_by_role("link", name=re.compile("Notifications")))
    visit(rail.get_by_role("link", name="Inbox"))
    visit(page.get_by_role("navigation", name="Folders").get_by_role("link", name=re.compile("^All")))

    assert len({url for url, _title, _heading in visited}) >= 10
    assert len({title for _url, title, _heading in visited}) >= 9, visited
    assert len(sockets) == 1, sockets
    assert page.evaluate("window.theSame"), "the page was loaded anew"
    audio = page.locator("#dock audio")
    assert audio.get_attribute("data-stops") == ""
    at = audio.evaluate("audio => audio.currentTime")
    until(lambda: audio.evaluate("audio => audio.currentTime") > at, 5, "the sound to go on")
    live(page)


def test_the_rail_marks_where_one_is(cast, page_for) -> None:
    page = page_for(cast.alice, "/inbox/mine/")
    rail = page.get_by_role("navigation", name="Main")
    expect(rail.get_by_role("link", name="Inbox")).to_have_attribute("aria-current", "page")
    rail.get_by_role("link", name="People").click()
    expect(rail.get_by_role("link", name="People")).to_have_attribute("aria-current", "page")
    expect(rail.get_by_role("link", name="Inbox")).not_to_have_attribute("aria-current", "page")


def test_back_returns_to_the_place_and_to_the_link_one_left_by(cast, page_for) -> None:
    for number in range(30):
        cast.conversation(f"Question {number}")
    page = page_for(cast.alice, "/inbox/all/", viewport={"width": 1280, "height": 500})
    pane = page.locator("#list-body")
    pane.evaluate("pane => (pane.scrollTop = 700)")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="People").click()
    page.wait_for_url("**/people/")
    until(lambda: heading(page), 10, "the heading to have the focus")
    page.go_back()
    page.wait_for_url("**/inbox/all/")
    holds(page, "document.getElementById('list-body')?.scrollTop === 700")
    page.go_forward()
    page.wait_for_url("**/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("People")


def test_back_stands_on_the_link_one_left_by(cast, page_for) -> None:
    page = page_for(cast.alice, "/settings/teams/")
    page.locator("#settings-menu a[href='/settings/roles/']").click()
    page.wait_for_url("**/roles/")
    until(lambda: heading(page), 10, "the heading to have the focus")
    page.go_back()
    page.wait_for_url("**/teams/")
    holds(page, "document.activeElement.getAttribute('href') === '/settings/roles/'")


def test_a_page_that_cannot_be_reached_leaves_everything_and_offers_another_try(cast, page_for, browser) -> None:
    browser.allow("ERR_FAILED")
    browser.allow("htmx:")
    page = page_for(cast.alice, "/settings/teams/")
    live(page)
    page.route("**/settings/people/", lambda route: route.abort())
    page.get_by_role("navigation", name="Main").get_by_role("link", name="People").click()
    notices = page.get_by_role("region", name="Notices")
    expect(notices.get_by_text("No connection. Nothing was changed.")).to_be_visible()
    assert page.url.endswith("/settings/teams/")
    page.unroute("**/settings/people/")
    notices.get_by_role("button", name="Try again").click()
    page.wait_for_url("**/settings/people/")


def test_the_progress_hint_waits_a_moment(cast, page_for) -> None:
    page = page_for(cast.alice, "/settings/teams/")
    live(page)
    held = []
    page.route("**/settings/people/", lambda route: held.append(route))
    page.get_by_role("navigation", name="Main").get_by_role("link", name="People").click()
    page.wait_for_selector("html[data-navigating]")
    on_its_way(page, held).continue_()
    page.wait_for_url("**/settings/people/")
    page.wait_for_selector("html:not([data-navigating])")


def test_the_last_click_wins(cast, page_for, browser) -> None:
    browser.allow("htmx:")
    page = page_for(cast.alice, "/settings/teams/")
    live(page)
    held = []
    page.route("**/settings/people/", lambda route: held.append(route))
    rail = page.get_by_role("navigation", name="Main")
    with page.expect_request("**/settings/people/"):
        rail.get_by_role("link", name="People").click()
    rail.get_by_role("link", name="Inbox").click()
    page.wait_for_url("**/inbox/mine/")
    on_its_way(page, held).abort()
    assert page.url.endswith("/inbox/mine/")
    assert page.get_by_role("region", name="Notices").get_by_role("alert").count() == 0


def test_who_is_signed_out_meanwhile_is_led_to_the_sign_in(cast, page_for) -> None:
    page = page_for(cast.alice, "/settings/teams/")
    live(page)
    page.context.clear_cookies()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="People").click()
    page.wait_for_url("**/accounts/login/**")
    assert page.locator("body.plain").count() == 1


def test_a_missing_page_keeps_the_frame_and_says_so(cast, page_for, browser) -> None:
    browser.allow("status of 404")
    page = page_for(cast.alice, "/nowhere/")
    expect(page.get_by_text("There is nothing at this address")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


@pytest.mark.covers("L2")
def test_the_screen_says_how_complete_it_is_and_when_it_is_cut_off(cast, browser, start_server) -> None:
    browser.allow("ERR_CONNECTION|WebSocket connection|Failed to load resource")
    server = start_server()
    context = browser.context()
    context.add_cookies([{**session_cookie(cast.alice), "url": server.url}])
    page = context.new_page()
    page.goto(f"{server.url}/settings/teams/")
    live(page)
    state = page.locator(".live-state")
    expect(state).to_contain_text(re.compile(r"Live, complete to \d\d:\d\d:\d\d"))
    offline = page.get_by_text("You are offline.")
    server.kill()
    page.wait_for_selector("html[data-live='catching-up']")
    assert offline.is_hidden(), "a blink is no news"
    page.wait_for_selector("html[data-live='offline']")
    expect(offline).to_be_visible()
    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector("html[data-live='live']", timeout=40_000)
    expect(offline).to_be_hidden()


@pytest.mark.covers("L3")
def test_ones_own_face_shows_that_one_is_here(cast, page_for) -> None:
    page = page_for(cast.alice, "/settings/teams/")
    face = page.locator("[data-account] .avatar")
    expect(face).to_have_attribute("data-presence", "online")
    page.get_by_role("button", name="Alice Archer").click()
    page.get_by_role("menuitemradio", name="Busy").click()
    expect(face).to_have_attribute("data-presence", "busy")


def test_the_theme_is_chosen_at_once_and_kept(cast, page_for) -> None:
    page = page_for(cast.alice, "/settings/teams/")
    page.get_by_role("button", name="Alice Archer").click()
    with page.expect_response("**/preferences/quick/"):
        page.get_by_role("menuitemradio", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


def test_the_firms_own_colour_is_worn_with_the_contrast_that_text_needs(cast, page_for) -> None:
    with cast.scope():
        cast.acme.accent = "#ffe600"
        cast.acme.save(update_fields=["accent"])
    page = page_for(cast.alice, "/settings/teams/")
    colour = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--brand').trim()")
    assert colour == "#ffe600"


def test_skipping_to_the_content_needs_one_key(cast, page_for) -> None:
    page = page_for(cast.alice, "/settings/teams/")
    live(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    holds(page, "document.activeElement.id === 'main'")


def test_back_from_another_place_shows_the_whole_page_and_not_the_part_that_was_fetched(cast, page_for) -> None:
    page = page_for(cast.alice, "/settings/teams/")
    live(page)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="People").click()
    page.wait_for_url("**/settings/people/")
    page.goto("about:blank")
    page.go_back()
    page.wait_for_url("**/settings/people/")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def test_a_page_that_cannot_be_reached_says_so_in_our_words(cast, page_for, browser, server) -> None:
    browser.allow("ERR_INTERNET_DISCONNECTED|WebSocket connection")
    page = page_for(cast.alice, "/settings/teams/", service_workers="allow")
    holds(page, "navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto(f"{server.url}/settings/people/")
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).display") == "grid", "without its style sheet"
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People")


@pytest.mark.covers("L4")
def test_the_tab_says_how_much_is_unread(cast, page_for) -> None:
    page = page_for(cast.bob, "/settings/teams/")
    live(page)
    title = page.title()
    cast.conversation("Hello")
    trail.settle(cast)
    expect(page).to_have_title(f"(1) {title}", timeout=30_000)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Inbox").click()
    expect(page).to_have_title(re.compile(r"^\(1\) Mine · Inbox"))
    assert not page.locator("#announcer").inner_text().startswith("(")
    page.reload()
    expect(page).to_have_title(re.compile(r"^\(1\) Mine · Inbox"))
    page.goto(page.url.replace("/inbox/mine/", "/notifications/"))
    page.get_by_role("button", name="Mark all as read").click()
    expect(page).to_have_title(re.compile("^Notifications"))


@pytest.mark.covers("L4")
def test_a_client_whose_name_begins_like_a_number_keeps_it_in_the_title(cast, page_for) -> None:
    conversation = cast.conversation("Hello")
    with cast.scope():
        conversation.contact.change(by=cast.alice, name="(555) 123-4567")
    page = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    live(page)
    expect(page).to_have_title(re.compile(r"^(\(1\) )?\(555\) 123-4567"))
