"""The settings in a real browser: forms inside the frame, what is copied, how it looks to assistive tools."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import ApiToken, Invitation, Role, Team
from tests.browser.axe import faults

pytestmark = pytest.mark.covers("Z2")


def test_a_profile_is_saved_without_leaving_the_frame(cast, browser, page_for) -> None:
    browser.allow("status of 422")
    page = page_for(cast.bob, reverse("accounts:profile"))
    page.evaluate("window.theSame = true")
    page.get_by_label("Name", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".field__error").first).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Bob B. Brandt")
    page.get_by_label("Monday, from").first.fill("09:00")
    page.get_by_label("Monday, to").first.fill("17:30")
    page.get_by_role("textbox", name="Signature").fill("<b>Bob</b><script>alert(1)</script>")
    expect(page.locator("#signature-preview b")).to_have_text("Bob")
    page.keyboard.press("Control+s")
    expect(page.locator(".toast").first).to_contain_text("Your profile is saved")
    assert page.evaluate("window.theSame") is True
    bob = cast.fresh(cast.bob)
    assert (bob.name, bob.working_hours, bob.signature) == (
        "Bob B. Brandt",
        {"mon": [["09:00", "17:30"]]},
        "<b>Bob</b>",
    )


def test_the_link_of_an_invitation_is_copied(cast, page_for) -> None:
    page = page_for(cast.alice, reverse("accounts:invitations"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("Email").fill(f"emil-{cast.mark}@new.example")
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    page.context.clear_cookies()
    page.goto(link)
    expect(page.get_by_role("heading", name="Join Acme Advisory")).to_be_visible()


def test_somebody_is_taken_out_after_a_question(cast, page_for) -> None:
    page = page_for(cast.alice, reverse("accounts:people"))
    page.get_by_role("link", name="Dora Dietz").click()
    page.get_by_role("button", name="Take out of the firm").click()
    dialog = page.get_by_role("dialog", name="Take Dora Dietz out?")
    dialog.get_by_role("button", name="Take out of the firm").click()
    expect(page.locator(".toast").first).to_contain_text("Dora Dietz no longer works here")
    expect(page.get_by_role("link", name="Dora Dietz")).to_have_count(0)


def test_another_look_is_kept(cast, page_for) -> None:
    page = page_for(cast.bob, reverse("accounts:preferences"))
    page.get_by_label("Dark", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(page.url)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.covers("U1")
def test_a_first_step_is_ticked_while_one_looks(cast, page_for) -> None:
    page = page_for(cast.alice, reverse("guide"))
    step = page.get_by_role("listitem").filter(has_text="Say who you are")
    expect(step).to_contain_text("To do:")
    with cast.scope():
        cast.alice.change_profile(by=cast.alice, signature="<p>Alice</p>")
    expect(step).to_contain_text("Done:", timeout=15_000)


def pages_of(cast) -> dict[str, str]:
    with cast.scope():
        team = Team.form(by=cast.alice, name="Delivery")
        team.add(cast.bob, by=cast.alice)
        role = Role.make(by=cast.alice, name="Assistant", permissions=["people.see"])
        Invitation.send(email=f"emil-{cast.mark}@new.example", role=role, by=cast.alice)
        ApiToken.make(by=cast.alice, name="Nightly", scopes=["people.see"])
    named = {"person": [cast.bob.pk], "team": [team.pk], "role": [role.pk]}
    plain = ("settings", "profile", "preferences", "sessions", "tokens", "people", "invitations", "teams", "roles",
             "new-role", "firm", "firms", "audit")  # fmt: skip
    pages = {name: reverse(f"accounts:{name}", args=args) for name, args in named.items()}
    pages |= {name: reverse(f"accounts:{name}") for name in plain}
    allauth = ("mfa_index", "account_change_password", "account_email", "account_reauthenticate", "account_logout")
    return pages | {name: reverse(name) for name in (*allauth, "guide", "api:docs")}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(cast, page_for, scheme: str) -> None:
    page = page_for(cast.alice, "/settings/", color_scheme=scheme)
    found = {}
    for name, url in pages_of(cast).items():
        page.goto(origin(page) + url)
        found[name] = faults(page)
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_before_signing_in_are_accessible(cast, browser, server, scheme: str) -> None:
    with cast.scope():
        _invitation, token = Invitation.send(
            email=f"emil-{cast.mark}@new.example", role=Role.objects.get(kind="agent"), by=cast.alice
        )
    page = browser.page(color_scheme=scheme)
    names = ("account_login", "account_reset_password", "account_reset_password_done", "account_signup")
    for url in (*(reverse(name) for name in names), reverse("invitation", args=[token])):
        page.goto(server.url + url)
        assert faults(page) == [], url


def test_a_narrow_screen_shows_one_pane_and_scrolls_nothing_sideways(cast, page_for) -> None:
    page = page_for(cast.alice, "/settings/", viewport={"width": 320, "height": 640})
    for name, url in pages_of(cast).items():
        page.goto(origin(page) + url)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} px too wide"


def origin(page: Page) -> str:
    return page.evaluate("location.origin")
