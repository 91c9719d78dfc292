"""Signing in with a password, with a passkey, and being signed out from elsewhere, in a real browser."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from accounts import sessions
from tests.cast import PASSWORD
from tests.support.processes import WebServer
from tools import ports

pytestmark = pytest.mark.covers("Z2")


@pytest.fixture
def named() -> Iterator[WebServer]:
    """The product under a name, as passkeys want it; the widget has the number then."""
    listening = ports.listen_anywhere()
    port = listening.getsockname()[1]
    faces = {"PUBLIC_URL": f"http://localhost:{port}", "WIDGET_URL": f"http://127.0.0.1:{port}"}
    running = WebServer("daphne", listening, **faces)
    running.start()
    running.url = faces["PUBLIC_URL"]
    yield running
    running.close()


def sign_in(page: Page, url: str, email: str, password: str = PASSWORD) -> None:
    page.goto(url + reverse("account_login"))
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_by_password_and_out_again(cast, browser, server) -> None:
    page = browser.page()
    sign_in(page, server.url, cast.alice.person.email, "not this one")
    expect(page.get_by_role("alert")).to_contain_text("not correct")
    expect(page.get_by_label("Email")).to_have_value(cast.alice.person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("html[data-live='live']")
    page.locator("[data-account]").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    page.goto(server.url + reverse("accounts:profile"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def authenticator(page: Page) -> CDPSession:
    """A device with a finger on it, of Chromium's own making."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return device


def test_with_a_passkey(cast, named, browser) -> None:
    page = browser.page()
    authenticator(page)
    sign_in(page, named.url, cast.bob.person.email)
    page.wait_for_selector("[data-account]")
    page.goto(named.url + reverse("mfa_index"))
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("textbox", name="What it is on").fill("My laptop")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes", exact=True).first).to_be_visible()
    assert Authenticator.objects.get(user=cast.bob.person, type="webauthn").wrap().name == "My laptop"
    page.context.clear_cookies()
    page.goto(named.url + reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_selector("[data-account]")
    assert page.url.startswith(named.url)
    expect(page.locator("body")).to_have_attribute("data-me", str(cast.bob.pk))


def test_a_passkey_that_is_not_shown_is_said(cast, named, browser) -> None:
    page = browser.page()
    device = authenticator(page)
    device.send("WebAuthn.disable")
    page.goto(named.url + reverse("account_login"))
    page.evaluate("() => { navigator.credentials.get = async () => { throw new DOMException('', 'NotAllowedError') } }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was shown")


@pytest.mark.covers("L1")
def test_being_signed_out_from_elsewhere_reaches_the_open_page_at_once(cast, page_for) -> None:
    page = page_for(cast.bob, reverse("accounts:people"))
    page.wait_for_selector("html[data-live='live']")
    here = sessions.sessions_of(cast.bob.person)[0]
    sessions.end(here)
    expect(page.get_by_role("alert").get_by_text("You are signed out here")).to_be_visible()


@pytest.mark.covers("L1")
def test_being_taken_out_reaches_the_open_page_at_once(cast, page_for) -> None:
    page = page_for(cast.carol, reverse("accounts:people"))
    page.wait_for_selector("html[data-live='live']")
    with cast.scope():
        cast.carol.end(by=cast.alice)
    expect(page.get_by_role("alert").get_by_text("You are signed out here")).to_be_visible()
