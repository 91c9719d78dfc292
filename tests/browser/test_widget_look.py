"""How the website chat sits on a page and in a hand: no shift, no more weight than said, for everybody, under any policy."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inbox.models import Conversation
from tests.browser.axe import SOURCE, faults
from tests.browser.visitors import Visitor, Website
from tests.support.waiting import until
from tests.widget.signing import FirmServer
from tools.places import ROOT

STRICT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Strict</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' {host}; connect-src {host}; frame-src {host}; require-trusted-types-for 'script'">
<script async src="{host}/widget/loader.js" data-inbox="{key}"></script></head><body><main><h1>Strict</h1></main></body></html>"""
FRAMED = """<!doctype html><html lang="en"><title>Thief</title><link rel="icon" href="/icon.svg"><iframe src="{host}/widget/frame/{key}"></iframe></html>"""
SHIFTS = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
    .observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 500))"""


BROKEN = "addEventListener('securitypolicyviolation', said => (window.broken ??= []).push(said.violatedDirective))"
EARLY = """() => performance.getEntriesByType("resource").filter(each => /widget\\/(config|frame)/.test(each.name)
    && each.startTime < performance.getEntriesByType("navigation")[0].loadEventStart).map(each => each.name)"""


def some_talk(cast, vera: Visitor) -> None:
    vera.sent("Hello, can you help?")
    with cast.scope():
        conversation = Conversation.objects.get()
        conversation.reply(by=cast.bob, body="Gladly. " + "A long answer with many words in it. " * 6)
        conversation.reply(by=cast.carol, body="https://example.com/" + "a-very-long-path-without-a-break/" * 6)
    expect(vera.message("A long answer")).to_be_visible()
    expect(vera.message("a-very-long-path")).to_be_visible()


def faults_in_frame(vera: Visitor) -> list[str]:
    vera.frame.evaluate(SOURCE.read_text())
    return vera.frame.evaluate(
        """async () => (await axe.run({runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
            "best-practice"]}})).violations.map(v => v.id + ": " + v.nodes.map(n => n.target + " " + (n.any[0]?.message ?? "")).join(" | "))"""
    )


@pytest.mark.covers("W1", "W5")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("accent", ["#0f6e6e", "#ffe600", "#111111"])
def test_it_can_be_read_and_used_by_everybody(cast, visitor, scheme, accent):
    with cast.scope():
        cast.website.change(by=cast.alice, accent=accent, greeting="Ask us anything.")
    vera: Visitor = visitor(cast.website, color_scheme=scheme).arrive()
    assert faults(vera.page, "#consultantpro-widget") == []
    vera.open()
    assert faults_in_frame(vera) == []
    some_talk(cast, vera)
    assert faults_in_frame(vera) == []
    vera.chat.get_by_role("button", name="Your details").click()
    assert faults_in_frame(vera) == []
    assert faults(vera.page, "#consultantpro-widget") == []


def test_by_keyboard_alone(cast, visitor):
    vera: Visitor = visitor(cast.website).arrive()
    vera.button.focus()
    vera.page.keyboard.press("Enter")
    expect(vera.text).to_be_focused()
    vera.page.keyboard.type("By keyboard")
    vera.page.keyboard.press("Shift+Enter")
    vera.page.keyboard.type("on two lines")
    vera.page.keyboard.press("Enter")
    expect(vera.message("By keyboard")).not_to_have_attribute("data-pending", "")
    assert vera.read() == ["By keyboard\non two lines"]
    vera.page.keyboard.press("Shift+Tab")
    expect(vera.chat.get_by_role("button", name="Add files")).to_be_focused()
    vera.page.keyboard.press("Escape")
    expect(vera.button).to_be_focused()
    expect(vera.button).to_have_attribute("aria-expanded", "false")
    vera.page.keyboard.press("Enter")
    expect(vera.text).to_be_focused()


@pytest.mark.covers("W1")
def test_nothing_on_the_page_moves(cast, visitor):
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Hello")
    vera.page.keyboard.press("Escape")
    vera.page.reload()
    vera.open()
    assert vera.page.evaluate(SHIFTS) == 0
    assert vera.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.covers("W1")
def test_it_weighs_next_to_nothing_until_it_is_opened(cast, visitor):
    vera: Visitor = visitor(cast.website)
    asked: list[str] = []
    vera.page.on("request", lambda request: asked.append(request.url))
    vera.arrive()
    ours = [url.split("/widget/")[1].split("/")[0] for url in asked if "/widget/" in url]
    assert ours == ["loader.js", "config"]
    weight = {
        name: len(gzip.compress((ROOT / "static/dist/widget" / name).read_bytes(), 9))
        for name in ("loader.js", "frame.js", "frame.css")
    }
    assert weight["loader.js"] <= 6 * 1024
    assert weight["frame.js"] + weight["frame.css"] <= 35 * 1024


@pytest.mark.covers("W1")
def test_it_works_under_a_strict_policy(cast, visitor, website: Website, server):
    website.pages["/strict.html"] = STRICT.format(host=server.widget_url, key=cast.website.key)
    vera: Visitor = visitor(cast.website)
    vera.page.add_init_script(BROKEN)
    vera.page.goto(f"{website.url}/strict.html")
    vera.open()
    vera.sent("Strictly")
    vera.page.evaluate("token => ConsultantPro('identify', {token})", FirmServer(cast, cast.website).token())
    expect(vera.chat.get_by_text("Strictly")).to_be_visible()
    with cast.scope():
        until(
            lambda: Conversation.objects.exclude(identity=None).exists() and vera.page.title(), what="them to be known"
        )
    vera.sent("Under a name")
    for where in (vera.page, vera.frame):
        assert where.evaluate("window.broken ?? []") == []
    sandbox = vera.page.locator("#consultantpro-widget iframe").get_attribute("sandbox") or ""
    assert "allow-top-navigation" not in sandbox
    assert "allow-modals" not in sandbox
    assert vera.page.evaluate(EARLY) == []  # nothing is asked for before the page is done


@pytest.mark.covers("W1")
def test_another_site_gets_no_button_and_no_frame(cast, visitor, website: Website, server, browser):
    browser.allow("status of 403|frame-ancestors|ERR_BLOCKED_BY_RESPONSE|ERR_BLOCKED_BY_CSP")
    with cast.scope():
        cast.website.change(by=cast.alice, allowed_origins=["https://acme.example"])
    vera: Visitor = visitor(cast.website)
    warned: list[str] = []
    vera.page.on("console", lambda message: warned.append(message.text))
    with vera.page.expect_event("console", lambda message: "ConsultantPro" in message.text):
        vera.visit()
    expect(vera.page.locator("#consultantpro-widget")).to_have_count(0)
    assert any("not among the allowed sites" in said for said in warned)
    website.pages["/thief.html"] = FRAMED.format(host=server.widget_url, key=cast.website.key)
    with vera.page.expect_event("console", lambda message: "frame-ancestors" in message.text):
        vera.page.goto(f"{website.url}/thief.html")


def test_links_open_apart_and_outside_the_sandbox(cast, visitor):
    """Sites with an opener policy refuse to be opened by a sandboxed frame, so the page around opens them."""
    vera: Visitor = visitor(cast.website).arrive().open()
    headers = {"Cross-Origin-Opener-Policy": "same-origin"}
    answer = {"body": "<title>There</title>", "content_type": "text/html", "headers": headers}
    vera.page.context.route("https://there.example/**", lambda route: route.fulfill(**answer))
    message = vera.sent("See https://there.example/a?b=(c), please")
    with vera.page.expect_popup() as opened:
        message.locator("a").click()
    expect(opened.value).to_have_title("There")
    assert opened.value.url == "https://there.example/a?b=(c)"
    assert opened.value.evaluate("window.opener === null && document.referrer === ''")


def test_the_frame_listens_to_its_own_page_alone(cast, visitor):
    """A message without a port, or from a window that is not the parent, changes nothing."""
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Mine")
    vera.page.evaluate(
        """() => {
            const frame = document.querySelector("#consultantpro-widget").shadowRoot.querySelector("iframe");
            frame.contentWindow.postMessage({do: "hello", open: false, page: "", kept: {token: "stolen"}}, "*");
            frame.contentWindow.postMessage({do: "look", look: {firm: "Evil"}}, "*");
            frame.contentWindow.postMessage("nonsense", "*");
        }"""
    )
    vera.frame.evaluate(
        "() => postMessage({do: 'hello', open: false, page: '', kept: {}}, '*', [new MessageChannel().port1])"
    )
    vera.sent("Still mine")
    expect(vera.chat.locator("#firm")).to_have_text("Acme Advisory")


@pytest.mark.parametrize(("width", "height"), [(320, 480), (390, 844), (844, 390), (640, 512)])
def test_it_fits_a_phone_and_a_big_zoom(cast, visitor, width, height):
    """320 px; a phone upright and on its side; a window of 1280 × 1024 at 200 %."""
    vera: Visitor = visitor(cast.website, viewport={"width": width, "height": height}).arrive().open()
    some_talk(cast, vera)
    assert vera.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert vera.frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
    box = vera.page.locator("#consultantpro-widget iframe").bounding_box()
    assert box
    if min(width, height) < 480:
        assert (box["width"], box["height"]) == (width, height)
        expect(vera.button).to_be_hidden()
        vera.chat.get_by_role("button", name="Close the chat").click()
    else:
        vera.button.click()
    expect(vera.button).to_be_focused()


def test_right_to_left(cast, visitor):
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.frame.evaluate("document.documentElement.dir = 'rtl'")
    some_talk(cast, vera)
    mine, theirs = vera.message("Hello, can you help?").bounding_box(), vera.message("A long answer").bounding_box()
    assert mine
    assert theirs
    assert mine["x"] < theirs["x"]
    assert vera.frame.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_browser_that_keeps_nothing_in_frames_still_knows_its_visitor(cast, visitor):
    """The page's own storage takes what the frame may not keep: token, draft, what was not sent yet."""
    vera: Visitor = visitor(cast.website)
    blocked = """if (location.hostname === "localhost") Object.defineProperty(window, "localStorage",
        {get() { throw new DOMException("blocked", "SecurityError"); }});"""
    vera.page.context.add_init_script(blocked)
    vera.arrive().open()
    vera.sent("Remember me")
    vera.text.fill("A draft")
    vera.visit("fees.html")
    vera.open()
    expect(vera.messages).to_have_count(1)
    expect(vera.text).to_have_value("A draft")


@pytest.mark.covers("W5")
def test_the_settings_show_the_look_while_it_is_chosen(cast, page_for: Callable[..., Page]):
    page = page_for(cast.alice, f"/settings/inboxes/{cast.website.pk}/")
    preview = page.frame_locator("iframe")
    expect(preview.locator("#firm")).to_have_text("Acme Advisory")
    page.get_by_label("Greeting").fill("Good morning")
    expect(preview.locator("[data-id=greeting] .message__body")).to_have_text("Good morning")
    page.get_by_label("Colour").fill("#aa3300")
    expect(preview.locator("html")).to_have_attribute("style", "--brand: #aa3300;")
    page.get_by_label("Title").fill("Ask Acme")
    expect(preview.locator("#firm")).to_have_text("Ask Acme")
    page.get_by_label("Title").fill("")
    expect(preview.locator("#firm")).to_have_text("Acme Advisory")
    page.get_by_label("When nobody is there").first.fill("Or call us.")
    page.get_by_role("button", name="When nobody is there").click()
    expect(preview.locator("#away-own")).to_have_text("Or call us.")
    page.get_by_role("button", name="Dark").click()
    expect(preview.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Phone").click()
    page.get_by_label("Words on the button").fill("Ask us")
    page.get_by_label("At the start").check()
    expect(page.locator(".widget-look__button")).to_have_text("Ask us")
    page.get_by_label("Websites").fill("https://acme.example/contact")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Websites")).to_have_value("https://acme.example")
    assert faults(page, "#main") == []
    inbox = cast.fresh(cast.website)
    assert (inbox.greeting, inbox.accent, inbox.allowed_origins) == (
        "Good morning",
        "#aa3300",
        ["https://acme.example"],
    )


@pytest.mark.covers("W5")
@pytest.mark.parametrize("width", [320, 1280])
def test_the_button_stands_and_speaks_as_the_firm_chose(cast, visitor, width):
    with cast.scope():
        cast.website.change(
            by=cast.alice, launcher="Ask us anything at all, please", side="start", offset=8, takes_files=False
        )
    vera: Visitor = visitor(cast.website, viewport={"width": width, "height": 640}).arrive()
    assert faults(vera.page, "#consultantpro-widget") == []
    box = vera.button.bounding_box()
    assert box
    assert (box["x"], box["y"] + box["height"]) == (8, 632)
    assert box["x"] + box["width"] <= width
    expect(vera.button).to_have_accessible_name("Ask us anything at all, please: Chat with Acme Advisory")
    vera.open()
    expect(vera.chat.locator("#add")).to_be_hidden()
    assert faults_in_frame(vera) == []
