"""Every page and state of the inbox by axe, in light and dark, at three widths; nothing runs out of its pane."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from tests.browser.axe import faults
from tests.files.samples import picture
from tests.inbox import trail
from tests.inbox.test_states import team

pytestmark = pytest.mark.covers("I1", "I2")

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 4
HOSTILE = '<img src=x onerror=alert(1)> {{ 7|add:7 }} "quoted" \u202egnp.exe https://acme.example/' + "x" * 300
WIDTHS = {"desk": (1440, 900), "tablet": (1024, 768), "phone": (390, 844), "narrow": (320, 640)}


@pytest.fixture
def full(cast):
    """A conversation with a line of every kind, in a list of all states, with a second inbox."""
    cast.inbox("Support")
    visitor = cast.visitor(LONG[:200], "vera@client.example")
    conversation = cast.conversation(f"Hello\n\n{LONG}\n{HOSTILE}", visitor=visitor)
    with cast.scope():
        conversation.assign(by=cast.bob, to=cast.alice)
        conversation.reply(by=cast.alice, body="Good morning\n" + HOSTILE)
        conversation.note(by=cast.bob, body=LONG)
        files = [
            conversation.attach(SimpleUploadedFile("plan.png", picture()), by=cast.alice).pk,
            conversation.attach(SimpleUploadedFile(f"{LONG[:200]}.txt", b"terms"), by=cast.alice).pk,
        ]
        conversation.reply(by=cast.alice, body="", attachments=files)
        conversation.close(by=cast.alice)
        conversation.receive(visitor=visitor, body="شكراً جزيلاً، هذا واضح الآن.")
        conversation.mark_seen_by_visitor(seq=99)
    for number in range(3):
        other = cast.conversation(f"Question {number}", visitor=cast.visitor(f"Visitor {number}"))
        with cast.scope():
            if number == 1:
                other.close(by=cast.bob)
            if number == 2:
                other.assign(by=cast.alice, to=cast.bob)
    trail.settle(cast)
    return conversation


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


def check(page: Page) -> None:
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_full_inbox(cast, full, page_for, width: str, scheme: str) -> None:
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    page = live(page_for(cast.alice, "/inbox/all/", viewport=size, color_scheme=scheme))
    check(page)
    page.locator(f"#row-{full.pk} a").click()
    expect(page.locator(".picture img")).to_be_visible()
    check(page)
    page.keyboard.press("n")
    check(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="About the client").click()
    page.locator("details.inbox__history").evaluate("details => details.open = true")
    expect(page.locator(".inbox__change").first).to_be_attached()
    check(page)


def test_open_menus_and_the_guard(cast, full, page_for, browser) -> None:
    browser.allow("status of 409")
    page = live(page_for(cast.alice, f"/inbox/conversations/{full.pk}/?in=all"))
    page.keyboard.press("a")
    expect(page.get_by_role("menuitemradio", name="Me")).to_be_focused()
    check(page)
    page.keyboard.press("Escape")
    page.locator("[popovertarget=inboxes]").click()
    check(page)
    page.keyboard.press("Escape")
    page.route("**/messages/", lambda route: (bob_writes(cast, full), route.continue_()))
    page.locator("textarea[name=body]").fill("My answer")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".inbox__guard")).to_contain_text("Bob was faster")
    check(page)


def bob_writes(cast, conversation) -> None:
    with cast.scope():
        conversation.reply(by=cast.bob, body="Bob was faster")


@pytest.mark.parametrize("path", ["mine", "unassigned", "closed", "all"])
def test_an_empty_folder_says_what_is_next(cast, page_for, path: str) -> None:
    page = live(page_for(cast.alice, f"/inbox/{path}/"))
    expect(page.locator(".inbox__empty")).to_be_visible()
    check(page)


def test_who_sees_no_inbox_is_told_who_can_help(cast, page_for) -> None:
    sales = team(cast, "Sales")
    with cast.scope():
        cast.website.inboxteam_set.create(team=sales, firm_id=cast.acme.pk)
    page = live(page_for(cast.bob, "/inbox/mine/"))
    expect(page.get_by_text("You see no inbox yet")).to_be_visible()
    check(page)


def test_who_may_only_read(cast, full, page_for) -> None:
    page = live(page_for(cast.dora, f"/inbox/conversations/{full.pk}/?in=all"))
    expect(page.get_by_text("You may read here")).to_be_visible()
    expect(page.locator("textarea")).to_have_count(0)
    check(page)


def test_offline(cast, full, page_for, browser) -> None:
    browser.allow("ERR_INTERNET_DISCONNECTED|WebSocket connection")
    page = live(page_for(cast.alice, f"/inbox/conversations/{full.pk}/?in=all"))
    page.context.set_offline(True)
    page.locator("textarea[name=body]").fill("Written in the tunnel")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message", has_text="Written in the tunnel")).to_contain_text("Waiting for a connection")
    page.wait_for_selector("html[data-live=offline]", timeout=60_000)
    check(page)
    page.context.set_offline(False)
    expect(page.locator(".message", has_text="Written in the tunnel")).not_to_have_attribute(
        "data-pending", "", timeout=60_000
    )


def test_notifications_and_a_contact(cast, full, page_for) -> None:
    page = live(page_for(cast.bob, "/notifications/"))
    expect(page.locator("#notifications > li").first).to_be_visible()
    check(page)
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator("#notifications > [data-unread]")).to_have_count(0)
    expect(page.locator("[data-nav=notifications] [data-nav-dot]")).to_be_hidden()
    page.get_by_role("link", name="What I am told of").click()
    expect(page.get_by_role("heading", name="What I am told of", exact=True)).to_be_visible()
    check(page)
    page.goto(page.url.partition("/notifications/")[0] + f"/contacts/{full.contact_id}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check(page)


def test_nothing_to_tell(cast, page_for) -> None:
    page = live(page_for(cast.alice, "/notifications/"))
    expect(page.get_by_text("Nothing to tell you")).to_be_visible()
    check(page)


@pytest.mark.parametrize(("size", "shown"), [((1200, 900), (320, 240)), ((600, 2560), (60, 256))])
def test_a_picture_has_its_place_before_it_is_there(cast, page_for, server, size, shown) -> None:
    conversation = cast.conversation()
    with cast.scope():
        file = conversation.attach(SimpleUploadedFile("plan.png", picture(size=size)), by=cast.alice)
        conversation.reply(by=cast.alice, body="As drawn", attachments=[file.pk])
    page = page_for(cast.alice, "/notifications/")
    page.route("**/thumbnail/", lambda route: None)
    page.goto(f"{server.url}/inbox/conversations/{conversation.pk}/", wait_until="domcontentloaded")
    place = page.locator(".picture img").bounding_box()
    assert (round(place["width"]), round(place["height"])) == shown
