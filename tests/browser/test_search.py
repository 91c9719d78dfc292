"""Searching as agents do: as one types, by keyboard, back and forth, on a slow and a broken line, on a phone."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from inbox.models import InboxTeam
from tests.browser.axe import faults
from tests.browser.holding import holds
from tests.inbox import trail
from tests.inbox.test_states import team
from tests.support.waiting import until

pytestmark = pytest.mark.covers("I11")
PHONE = {"width": 390, "height": 844}


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


def box(page: Page):
    return page.get_by_role("searchbox", name="Search conversations")


def found(page: Page):
    return page.locator("#found-rows > .row")


def search(page: Page, words: str) -> None:
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    box(page).fill(words)


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.fixture
def talks(cast):
    """Forty conversations; one of them, far down, speaks of a tender in its first line."""
    wanted = cast.conversation("We need a Ténder for the bridge", visitor=cast.visitor("Vera Vance"))
    with cast.scope():
        wanted.note(by=cast.bob, body="Waiting for the plan")
    for number in range(39):
        cast.conversation(f"Question {number}", visitor=cast.visitor(f"Visitor {number}"))
    return wanted


def test_what_was_said_is_found_as_one_types_and_the_folder_comes_back_as_it_was(cast, talks, page_for) -> None:
    page = live(page_for(cast.alice, "/inbox/all/"))
    pane = page.locator("#list-body")
    pane.evaluate("pane => pane.scrollTop = 500")
    place = page.locator("#rows > .row").nth(12).bounding_box()
    page.keyboard.press("/")
    page.keyboard.type("tend")
    expect(found(page)).to_have_count(1)
    expect(found(page)).to_contain_text("Vera Vance")
    expect(found(page).locator("mark")).to_have_text(["Ténder"])
    expect(page.locator("#rows")).to_be_hidden()
    assert urlsplit(page.url).path == "/inbox/search/"
    assert asked(page) == {"in": ["all"], "q": ["tend"]}
    expect(page).to_have_title(re.compile("Search: tend"))
    page.keyboard.type("er bri")
    expect(found(page).locator("mark")).to_have_text(["Ténder", "bridge"])
    page.keyboard.press("Escape")
    expect(page.locator("#rows")).to_be_visible()
    assert pane.evaluate("pane => pane.scrollTop") == 500
    assert page.locator("#rows > .row").nth(12).bounding_box() == place
    assert urlsplit(page.url).path == "/inbox/all/"
    expect(box(page)).to_have_value("")
    page.go_back()
    expect(found(page)).to_have_count(1)
    expect(box(page)).to_have_value("tender bri")


def test_back_and_forward(cast, talks, page_for) -> None:
    page = live(page_for(cast.alice, "/inbox/all/"))
    page.locator("#list-body").evaluate("pane => pane.scrollTop = 500")
    search(page, "tender")
    expect(found(page)).to_have_count(1)
    found(page).locator("a").click()
    expect(page.locator(".thread > .message[data-found]")).to_contain_text("Ténder")
    assert asked(page) == {"at": ["1"], "in": ["all"], "q": ["tender"]}
    page.go_back()
    expect(page.get_by_text("Choose a conversation")).to_be_visible()
    expect(found(page)).to_have_count(1)
    expect(found(page).locator("a")).to_be_focused()
    page.go_back()
    expect(page.locator("#rows")).to_be_visible()
    holds(page, "document.getElementById('list-body').scrollTop === 500")
    page.go_forward()
    expect(found(page)).to_have_count(1)
    page.go_forward()
    expect(page.locator(".thread > .message[data-found]")).to_contain_text("Ténder")
    page.reload()
    expect(found(page)).to_have_attribute("data-current", "")
    expect(page.locator(".thread > .message[data-found]")).to_contain_text("Ténder")
    expect(page.locator("#rows")).to_be_hidden()


def test_by_keyboard_alone(cast, page_for) -> None:
    for number in range(3):
        cast.conversation(f"Tender {number}", visitor=cast.visitor(f"Visitor {number}"))
    page = live(page_for(cast.alice, "/inbox/all/"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    stood = page.locator("#rows > .row").nth(1).locator("a")
    expect(stood).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("tender")
    page.keyboard.press("Enter")
    expect(found(page).nth(0).locator("a")).to_be_focused()
    page.keyboard.press("j")
    expect(found(page).nth(1).locator("a")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".thread > .message", has_text="Tender 1")).to_be_visible()
    expect(found(page).nth(1)).to_have_attribute("data-current", "")
    page.keyboard.press("Escape")
    expect(page.get_by_text("Choose a conversation")).to_be_visible()
    expect(found(page)).to_have_count(3)
    assert asked(page)["q"] == ["tender"]
    expect(found(page).nth(1).locator("a")).to_be_focused()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(found(page).nth(0).locator("a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#rows")).to_be_visible()
    expect(stood).to_be_focused()
    assert urlsplit(page.url).path == "/inbox/all/"


def test_close_and_next_goes_on_in_what_was_found(cast, page_for) -> None:
    for number in range(3):
        cast.conversation(f"Tender {number}", visitor=cast.visitor(f"Visitor {number}"))
    cast.conversation("Something else")
    page = live(page_for(cast.alice, "/inbox/all/"))
    search(page, "tender")
    found(page).nth(0).locator("a").click()
    expect(page.locator(".thread > .message", has_text="Tender 2")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator(".thread > .message", has_text="Tender 1")).to_be_visible()
    expect(found(page).nth(0)).to_contain_text("Closed")
    expect(found(page)).to_have_count(3)


def test_a_thread_opens_at_the_line_and_goes_both_ways(cast, page_for) -> None:
    conversation = cast.conversation("line 1.", visitor=cast.visitor("Vera"))
    with cast.scope():
        for number in range(2, 201):
            conversation.note(by=cast.bob, body="The tender, line 90." if number == 90 else f"line {number}.")
    page = live(page_for(cast.alice, "/inbox/all/"))
    search(page, "tender")
    found(page).locator("a").click()
    line = page.locator(".thread > .message[data-found]")
    expect(line).to_contain_text("line 90.")
    expect(line).to_be_in_viewport()
    messages, pane = page.locator(".thread > .message"), page.locator(".pane--detail .pane__body")
    with cast.scope():
        conversation.note(by=cast.bob, body="line 201.")
    expect(page.locator("#row-" + str(conversation.pk))).to_contain_text("line 201.")
    expect(page.locator(".thread > .message", has_text="line 201.")).to_have_count(0)
    until(
        lambda: (pane.evaluate("pane => pane.scrollTop = pane.scrollHeight"), last_seq(page) == 201)[1], what="the end"
    )
    expect(page.get_by_role("button", name="To the newest")).to_have_count(0)
    until(lambda: (pane.evaluate("pane => pane.scrollTop = 0"), first_seq(page) == 1)[1], what="the beginning")
    assert messages.evaluate_all("lines => lines.map(line => Number(line.dataset.seq))") == list(range(1, 202))
    with cast.scope():
        conversation.note(by=cast.bob, body="line 202.")
    expect(page.locator(".thread > .message", has_text="line 202.")).to_have_count(1)


def first_seq(page: Page) -> int:
    return int(page.locator(".thread > .message").first.get_attribute("data-seq"))


def last_seq(page: Page) -> int:
    return int(page.locator(".thread > .message").last.get_attribute("data-seq"))


def test_from_an_old_line_to_the_newest_and_writing_from_there(cast, page_for) -> None:
    conversation = cast.conversation("line 1.", visitor=cast.visitor("Vera"))
    with cast.scope():
        for number in range(2, 201):
            conversation.note(by=cast.alice, body=f"line {number}.")
    page = live(page_for(cast.alice, f"/inbox/conversations/{conversation.pk}/?in=all&at=20"))
    expect(page.locator(".thread > .message[data-found]")).to_contain_text("line 20.")
    page.get_by_role("button", name="To the newest").click()
    expect(page.locator(".thread > .message", has_text="line 200.")).to_be_in_viewport()
    expect(page.locator(".thread > .message", has_text="line 20.")).to_have_count(0)
    pane = page.locator(".pane--detail .pane__body")
    until(lambda: (pane.evaluate("pane => pane.scrollTop = 0"), first_seq(page) == 1)[1], what="the beginning")

    page.goto(page.url)
    live(page)
    expect(page.locator(".thread > .message[data-found]")).to_contain_text("line 20.")
    page.locator("textarea[name=body]").fill("Written from the middle")
    page.keyboard.press("Control+Enter")
    sent = page.locator(".message--ours", has_text="Written from the middle")
    expect(sent).not_to_have_attribute("data-pending", "")
    expect(sent).to_be_in_viewport()
    expect(page.locator(".thread > .message", has_text="line 200.")).to_have_count(1)
    seqs = page.locator(".thread > .message").evaluate_all("lines => lines.map(line => Number(line.dataset.seq))")
    assert seqs == list(range(seqs[0], 202))


class Held:
    """Answers of the search that are held back until they are let go."""

    def __init__(self, page: Page, words: str) -> None:
        self.routes: list[Route] = []
        page.route(lambda url: "/inbox/search/" in url and parse_qs(urlsplit(url).query).get("q") == [words], self.hold)
        self.page = page

    def hold(self, route: Route) -> None:
        self.routes.append(route)

    def wait(self) -> None:
        until(lambda: (self.page.title(), self.routes)[1], what="the request to be on its way")

    def let_go(self) -> None:
        for route in self.routes:
            route.continue_()


def test_a_late_answer_to_other_words_is_dropped(cast, page_for) -> None:
    cast.conversation("A tender", visitor=cast.visitor("Vera"))
    cast.conversation("A price", visitor=cast.visitor("Tom"))
    page = live(page_for(cast.alice, "/inbox/all/"))
    held = Held(page, "tender")
    search(page, "tender")
    held.wait()
    box(page).fill("price")
    expect(found(page)).to_contain_text("Tom")
    held.let_go()
    page.wait_for_load_state("networkidle")
    expect(found(page)).to_have_count(1)
    expect(found(page)).to_contain_text("Tom")
    assert asked(page)["q"] == ["price"]


def test_leaving_before_the_answer_leaves(cast, page_for) -> None:
    cast.conversation("A tender")
    page = live(page_for(cast.alice, "/inbox/all/"))
    held = Held(page, "tender")
    search(page, "tender")
    held.wait()
    page.keyboard.press("Escape")
    held.let_go()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#rows > .row")).to_have_count(1)
    expect(page.locator("#rows")).to_be_visible()
    expect(page.locator("#found")).to_be_hidden()


def test_a_slow_answer_is_waited_for_in_its_true_shape(cast, page_for) -> None:
    cast.conversation("A tender")
    page = live(page_for(cast.alice, "/inbox/all/"))
    held = Held(page, "tender")
    search(page, "tender")
    expect(page.locator("#found .skeleton").first).to_be_visible()
    expect(page.locator("#found")).to_contain_text("Searching")
    expect(page.locator("#rows")).to_be_hidden()
    page.keyboard.press("Enter")
    held.let_go()
    expect(found(page).locator("a")).to_be_focused()
    expect(page.locator("#found > .inbox__searching")).to_be_hidden()


def test_a_search_that_fails_says_so_and_comes_on_a_second_try(cast, page_for, browser) -> None:
    browser.allow("ERR_FAILED")
    cast.conversation("A tender")
    page = live(page_for(cast.alice, "/inbox/all/"))
    page.route("**/inbox/search/*", lambda route: route.abort())
    search(page, "tender")
    expect(page.get_by_text("The search could not be made.")).to_be_visible()
    assert faults(page) == []
    page.unroute("**/inbox/search/*")
    page.locator("#found").get_by_role("button", name="Try again").click()
    expect(found(page)).to_have_count(1)
    expect(page.get_by_text("The search could not be made.")).to_be_hidden()


def test_what_was_found_goes_on_as_one_scrolls(cast, page_for) -> None:
    for number in range(60):
        cast.conversation(f"Tender {number}.", visitor=cast.visitor(f"Visitor {number}"))
    page = live(page_for(cast.alice, "/inbox/all/"))
    search(page, "tender")
    expect(found(page)).to_have_count(25)
    for count in (50, 60):
        page.locator("#found").evaluate("pane => pane.scrollTop = pane.scrollHeight")
        expect(found(page)).to_have_count(count)
    expect(page.locator("#found .inbox__more")).to_be_hidden()
    ids = found(page).evaluate_all("rows => rows.map(row => row.id)")
    assert len(set(ids)) == 60
    found(page).last.locator("a").click()
    expect(page.locator(".thread > .message", has_text="Tender 0.")).to_be_visible()


NOTHING = [
    ("nobody ever said this", "Nothing was found"),
    ("🎉🎉", "Write a word or a number to look for."),
    ("tender in:nowhere", "You see no inbox that is called"),
    ("<img src=x onerror=alert(1)>", "Nothing was found"),
    (" ".join(f"w{number}x" for number in range(150)), "This is more than one search can take."),
]


@pytest.mark.parametrize(("words", "sentence"), NOTHING, ids=range(len(NOTHING)))
def test_where_there_is_nothing_a_sentence_says_why(cast, page_for, words: str, sentence: str) -> None:
    cast.conversation("A tender")
    page = live(page_for(cast.alice, "/inbox/all/"))
    search(page, words)
    expect(page.locator("#found").get_by_text(sentence)).to_be_visible()
    holds(page, f"document.getElementById('announcer').textContent.includes({sentence!r})")
    assert faults(page) == []
    box(page).fill("tender")
    expect(found(page)).to_have_count(1)
    box(page).fill("")
    expect(page.locator("#rows")).to_be_visible()
    assert urlsplit(page.url).path == "/inbox/all/"


def test_what_stands_there_stays_true(cast, page_for) -> None:
    conversation = cast.conversation("A tender", visitor=cast.visitor("Vera Vance"))
    page = live(page_for(cast.alice, "/inbox/mine/"))
    search(page, "tender vance")
    expect(found(page).locator("mark")).to_have_text(["Vance", "tender"])
    with cast.scope():
        conversation.close(by=cast.bob)
    expect(found(page)).to_contain_text("Closed")
    expect(found(page)).to_have_attribute("data-state", "closed")
    with cast.scope():
        conversation.reopen(by=cast.bob)
        conversation.assign(by=cast.bob, to=cast.carol)
        cast.fresh(conversation).contact.change(by=cast.bob, name="Wanda West")
    trail.settle(cast)
    expect(found(page)).to_contain_text("Wanda West")
    expect(found(page)).not_to_contain_text("Closed")
    expect(found(page).get_by_role("img", name="Carol Chen")).to_be_visible()


def test_an_inbox_that_is_taken_from_one_leaves_what_was_found(cast, page_for) -> None:
    private, sales = cast.inbox("Partners"), team(cast, "Sales", cast.bob)
    cast.conversation("A secret tender", inbox=private)
    cast.conversation("A tender", visitor=cast.visitor("Vera"))
    page = live(page_for(cast.bob, "/inbox/all/"))
    search(page, "tender")
    expect(found(page)).to_have_count(2)
    with cast.scope():
        other = team(cast, "Delivery", cast.carol)
        private.let_work([other], by=cast.alice)
        assert InboxTeam.objects.filter(team=sales).count() == 0
    expect(found(page)).to_have_count(1)
    expect(found(page)).to_contain_text("Vera")
    expect(box(page)).to_have_value("tender")


def test_without_scripts_it_is_a_form(cast, page_for) -> None:
    cast.conversation("A tender", visitor=cast.visitor("Vera"))
    page = page_for(cast.alice, "/inbox/mine/", java_script_enabled=False)
    box(page).fill("tender")
    box(page).press("Enter")
    expect(found(page)).to_have_count(1)
    found(page).locator("a").click()
    expect(page.locator(".thread > .message")).to_contain_text("A tender")


def test_on_a_phone(cast, talks, page_for) -> None:
    page = live(page_for(cast.alice, "/inbox/all/", viewport=PHONE, has_touch=True, is_mobile=True))
    box(page).tap()
    box(page).fill("tender")
    expect(found(page)).to_have_count(1)
    found(page).tap()
    expect(page.locator(".thread > .message[data-found]")).to_be_in_viewport()
    expect(page.locator("#found")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="Back to the list").tap()
    expect(found(page)).to_be_visible()
    assert asked(page)["q"] == ["tender"]
    page.get_by_role("button", name="Leave the search").tap()
    expect(page.locator("#rows > .row").first).to_be_visible()


WIDTHS = {"desk": (1440, 900), "tablet": (1024, 768), "phone": (390, 844), "narrow": (320, 640)}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_for_everybody(cast, page_for, width: str, scheme: str) -> None:
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 4
    conversation = cast.conversation(f"tender {long}", visitor=cast.visitor(long[:200], "vera@client.example"))
    with cast.scope():
        conversation.note(by=cast.bob, body="tender \u202egnp.exe <b>bold</b> " + "x" * 300)
        conversation.close(by=cast.alice)
    cast.conversation("شكراً tender جزيلاً")
    size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
    page = live(page_for(cast.alice, "/inbox/search/?in=all&q=tender", viewport=size, color_scheme=scheme))
    for words, count in (("tender", 2), ("vera@client.example", 1), ("nobody", 0), ("is:open", 0)):
        box(page).fill(words)
        expect(found(page)).to_have_count(count)
        holds(page, f"new URLSearchParams(location.search).get('q') === {words!r}")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    box(page).fill("tender")
    expect(found(page)).to_have_count(2)
    found(page).filter(has_text="gnp").locator("a").click()
    expect(page.locator(".thread > [data-found]")).to_be_visible()
    assert faults(page) == []
