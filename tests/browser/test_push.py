"""Notifications with no tab open: the page of preferences, and the worker that shows what is pushed."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.browser.holding import holds
from tests.support.sign_in import session_cookie
from tests.support.waiting import until
from timeline.models import PushDevice
from timeline.push.message import tag_of

pytestmark = pytest.mark.covers("L4")

SETTINGS = "/notifications/preferences/"
ON = "Turn on in this browser"
SUBSCRIBED = """
  // No push service can be reached from here: this browser's subscription is made in the page, with real keys.
  const text = (name) => localStorage.getItem(name);
  const bytes = (name) => Uint8Array.from(atob(text(name).replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0)).buffer;
  const subscription = () => text("test-endpoint") && {
    endpoint: text("test-endpoint"),
    options: { applicationServerKey: bytes("test-key") },
    getKey: (name) => bytes(`test-${name}`),
    unsubscribe: async () => localStorage.removeItem("test-endpoint"),
  };
  PushManager.prototype.getSubscription = async () => subscription();
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    localStorage.setItem("test-endpoint", "https://fcm.googleapis.com/fcm/send/" + crypto.randomUUID());
    localStorage.setItem("test-key", applicationServerKey);
    localStorage.setItem("test-p256dh", "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
    localStorage.setItem("test-auth", "BTBZMqHH6r4Tts7J_aSIgg==");
    return subscription();
  };
  // Headless Chromium denies what nobody was asked for.
  Object.defineProperty(Notification, "permission", { get: () => text("test-permission") ?? "default" });
  Notification.requestPermission = async () => {
    localStorage.setItem("test-asked", "yes");
    localStorage.setItem("test-permission", text("test-answer") ?? "granted");
    return Notification.permission;
  };
"""


def said(page: Page):
    return page.locator("[data-push-target=state]:visible")


@pytest.fixture
def devices(cast, server, browser):
    """`devices(cast.bob)`: their page of preferences in a browser of their own."""
    browser.allow("status of 404.*/notifications/devices/")  # a browser asks whether it is still on, and is not

    def open_page(member, script: str = "", **options) -> Page:
        context = browser.context(service_workers="allow", **options)
        context.add_cookies([{**session_cookie(member), "url": server.url}])
        page = context.new_page()
        page.add_init_script(SUBSCRIBED + script)
        page.goto(f"{server.url}{SETTINGS}")
        holds(page, "navigator.serviceWorker.controller !== null")
        return page

    return open_page


def kept(cast, member) -> int:
    with cast.scope():
        return PushDevice.objects.filter(membership=member).count()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_is_turned_on_by_a_click_tried_out_and_taken_off(cast, devices, scheme: str, width: int) -> None:
    page = devices(cast.bob, viewport={"width": width, "height": 900}, color_scheme=scheme)
    expect(said(page)).to_contain_text("With no tab open")
    assert page.evaluate("localStorage.getItem('test-asked')") is None, "nobody is asked before the click"
    page.get_by_role("button", name=ON).click()
    expect(said(page)).to_have_text("This browser tells you what is new, with no tab open.")
    row = page.locator("li.row", has_text="Chrome, Linux")
    expect(row.get_by_text("this browser")).to_be_in_viewport()
    expect(page.locator("html[data-navigating]")).to_have_count(0)
    assert kept(cast, cast.bob) == 1
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Send a test").click()
    expect(page.locator(".toast").first).to_contain_text("A test is on its way")
    page.get_by_role("checkbox", name="A colleague mentions me On my devices").uncheck()
    assert page.locator(".told").evaluate("table => table.offsetWidth <= table.parentElement.clientWidth"), "cut off"
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast", has_text="Saved.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="A colleague mentions me On my devices")).not_to_be_checked()
    row.get_by_role("button", name="Take off").click()
    expect(row).to_have_count(0)
    expect(page.get_by_role("button", name=ON)).to_be_visible()
    assert page.evaluate("localStorage.getItem('test-endpoint')") is None, "the browser has ended it too"


def test_what_was_taken_off_elsewhere_stays_off(cast, devices) -> None:
    page = devices(cast.bob)
    page.get_by_role("button", name=ON).click()
    expect(said(page)).to_contain_text("This browser tells you")
    with cast.scope():
        PushDevice.objects.filter(membership=cast.bob).delete()
    page.reload()
    expect(page.get_by_role("button", name=ON)).to_be_visible()
    until(lambda: page.evaluate("localStorage.getItem('push-device')") is None)
    assert kept(cast, cast.bob) == 0


def test_a_browser_that_signed_in_anew_is_known_again(cast, devices) -> None:
    page = devices(cast.bob)
    page.get_by_role("button", name=ON).click()
    expect(said(page)).to_contain_text("This browser tells you")
    with cast.scope():
        PushDevice.objects.filter(membership=cast.bob).update(session="of before")
    page.reload()
    expect(page.locator("li.row", has_text="this browser")).to_be_visible()
    assert kept(cast, cast.bob) == 1


def test_another_person_in_the_same_browser_sees_it_off(cast, devices) -> None:
    page = devices(cast.bob)
    page.get_by_role("button", name=ON).click()
    expect(said(page)).to_contain_text("This browser tells you")
    page.evaluate("localStorage.setItem('push-device', JSON.stringify({me: '0', endpoint: 'https://x'}))")
    page.evaluate("navigator.serviceWorker.ready")
    with cast.scope():
        PushDevice.objects.filter(membership=cast.bob).delete()
    page.reload()
    expect(page.get_by_role("button", name=ON)).to_be_visible()


STATES = {
    "denied": ("localStorage.setItem('test-permission', 'denied')", "was told not to show notifications"),
    "unsupported": ("delete window.PushManager", "cannot be told with no tab open"),
    "home-screen": (
        "delete window.PushManager; Object.defineProperty(navigator, 'userAgent', {get: () => 'iPhone'})",
        "put this page on the home screen first",
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_where_it_cannot_be_the_page_says_what_to_do(cast, devices, state) -> None:
    script, sentence = STATES[state]
    page = devices(cast.bob, script)
    expect(said(page)).to_have_count(1)
    expect(said(page)).to_contain_text(sentence)
    expect(page.get_by_role("button", name=ON)).to_be_hidden()


def test_who_says_no_is_told_how_to_change_it(cast, devices) -> None:
    page = devices(cast.bob, "localStorage.setItem('test-answer', 'denied')")
    page.get_by_role("button", name=ON).click()
    expect(said(page)).to_contain_text("was told not to show notifications")
    assert kept(cast, cast.bob) == 0


def test_a_push_service_that_cannot_be_reached_is_said(cast, devices) -> None:
    page = devices(
        cast.bob, "PushManager.prototype.subscribe = () => Promise.reject(new DOMException('', 'AbortError'))"
    )
    page.get_by_role("button", name=ON).click()
    expect(page.get_by_text("This browser reaches no push service just now.")).to_be_visible()
    expect(page.get_by_role("button", name=ON)).to_be_enabled()


class Pushed:
    """What comes to this browser's worker, as a push service would bring it."""

    def __init__(self, page: Page) -> None:
        self._page, self._found = page, []
        self._origin = page.evaluate("location.origin")
        self._session = page.context.new_cdp_session(page)
        self._session.on(
            "ServiceWorker.workerRegistrationUpdated", lambda said: self._found.extend(said["registrations"])
        )
        self._session.send("ServiceWorker.enable")
        holds(page, "navigator.serviceWorker.controller !== null")

    def deliver(self, title: str, **more: object) -> None:
        news = {"title": title, "text": "waits", "href": "/inbox/", "tag": tag_of(title), "always": False, **more}
        given = {"origin": self._origin, "registrationId": self._found[-1]["registrationId"], "data": json.dumps(news)}
        self._session.send("ServiceWorker.deliverPushMessage", given)

    def shown(self) -> list[str]:
        return self._page.evaluate(
            "navigator.serviceWorker.ready.then(async (it) => (await it.getNotifications()).map((each) => each.title))"
        )


def test_the_worker_shows_what_is_pushed_unless_somebody_looks(cast, page_for) -> None:
    page = page_for(cast.bob, SETTINGS, own=True, service_workers="allow")
    page.context.grant_permissions(["notifications"])
    pushed = Pushed(page)
    pushed.deliver("Seen", always=False)
    pushed.deliver("<b>Vera</b>", always=True)
    until(lambda: pushed.shown() == ["<b>Vera</b>"], what="the worker to show it")
    pushed.deliver("<b>Vera</b>", always=True)
    pushed.deliver("Last", always=True)
    until(lambda: "Last" in pushed.shown())
    assert sorted(pushed.shown()) == ["<b>Vera</b>", "Last"], "of one subject the later takes the earlier's place"
    here = page.url
    page.goto("about:blank")
    pushed.deliver("Nobody looks")
    page.goto(here)
    until(lambda: "Nobody looks" in pushed.shown(), what="the worker to show it with no page open")
    assert "Seen" not in pushed.shown()


def test_the_app_can_be_put_on_a_home_screen(cast, page_for, server) -> None:
    page = page_for(cast.bob, SETTINGS)
    found = page.evaluate("fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())")
    assert found["display"] == "standalone"
    for icon in found["icons"]:
        answer = page.request.get(f"{server.url}{icon['src']}")
        assert re.match("image/png", answer.headers["content-type"])
