"""Two things at once in the inbox: neither is lost for the other."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.holding import holds, on_its_way
from tests.live.page import Page as Socket
from tests.live.page import visitor_ticket
from tests.support.waiting import until

pytestmark = pytest.mark.covers("L2")


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


@pytest.mark.covers("L3")
def test_a_client_whose_words_have_come_is_not_typing_any_more(cast, page_for, server) -> None:
    visitor = cast.visitor("Vera")
    conversation = cast.conversation("Hello", visitor=visitor)
    page = live(page_for(cast.alice, f"/inbox/conversations/{conversation.pk}/"))
    with Socket(server, visitor_ticket(cast.acme, str(visitor.pk)), door="/widget/live") as vera:
        stream = f"visitor:{conversation.pk}"
        vera.subscribe(stream)
        vera.say(op="signal", stream=stream, kind="typing")
        expect(page.locator("[data-typing-line]")).to_have_text("Vera is typing")
    with cast.scope():
        conversation.receive(visitor=visitor, body="These are they")
    expect(page.locator(".message", has_text="These are they")).to_be_visible()
    assert page.locator("[data-typing-line]").inner_text() == ""


def test_what_was_read_while_the_server_was_away_is_said_again(cast, page_for, browser) -> None:
    browser.allow("ERR_FAILED")
    conversation = cast.conversation("Hello")
    page = live(page_for(cast.alice, "/inbox/all/"))
    refused = []
    page.route("**/reading/", lambda route: (refused.append(route), route.abort()))
    page.locator(f"#row-{conversation.pk} a").click()
    expect(page.locator(".message", has_text="Hello")).to_be_visible()
    until(lambda: (page.title(), refused)[1], what="the first try")
    page.unroute("**/reading/")

    def is_read() -> bool:
        with cast.scope():
            return (page.title(), conversation.read_seq(cast.alice) == 1)[1]

    until(is_read, what="the second try")


def test_a_row_that_comes_while_its_page_is_on_the_way_is_not_lost(cast, page_for) -> None:
    oldest = cast.conversation("The oldest")
    with cast.scope():
        oldest.assign(by=cast.bob, to=cast.bob)
    for number in range(60):
        cast.conversation(f"Question {number}")
    page = live(page_for(cast.alice, "/inbox/unassigned/"))
    held = []
    page.route("**/inbox/unassigned/?*before=*", lambda route: held.append((route, route.fetch())))
    page.locator("#list-body").evaluate("pane => pane.scrollTop = pane.scrollHeight")
    route, answer = on_its_way(page, held)
    with cast.scope():
        oldest.assign(by=cast.bob)
    holds(page, "document.querySelector('[data-count-of=unassigned]').textContent === '61'")
    route.fulfill(response=answer)
    expect(page.locator("#rows > .row")).to_have_count(61)
    expect(page.locator("#rows > .row").last).to_contain_text("The oldest")


def test_figures_that_come_late_are_not_another_lists(cast, page_for) -> None:
    """She has gone on to one inbox while the figures of all of them were on the way."""
    careers = cast.inbox("Careers")
    cast.conversation("About a job", visitor=cast.visitor(inbox=careers))
    price = cast.conversation("About a price")
    page = live(page_for(cast.alice, "/inbox/unassigned/"))
    held = []
    page.route("**/inbox/counts/", lambda route: held.append((route, route.fetch())))
    with cast.scope():
        price.assign(by=cast.bob, to=cast.bob)
    route, answer = on_its_way(page, held)
    page.get_by_role("button", name="All inboxes").click()
    page.get_by_role("menuitemradio", name="Careers").click()
    page.wait_for_url(f"**/?inbox={careers.pk}")
    with page.expect_response("**/inbox/counts/*"):
        route.fulfill(response=answer)
    cast.conversation("Another job", visitor=cast.visitor(inbox=careers))
    holds(page, "document.querySelector('[data-count-of=unassigned]').textContent === '2'")
