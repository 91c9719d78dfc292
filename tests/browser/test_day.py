"""A day in a firm: a busy morning with everything an agent's hands do, an outage in the middle, one client on two devices.

The client meets the chat on a strict page of another origin, nameless first, then signed in there.
"""

import pytest
from playwright.sync_api import Page, expect

from inbox.models import Conversation, Macro
from tests.browser.test_story import composer, give, happened, has_seen_all, line, row, write
from tests.browser.test_widget_look import STRICT
from tests.browser.visitors import Visitor
from tests.widget.signing import FirmServer
from timeline.models import Snippet


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


def said(page: Page) -> list[str]:
    """The lines of the thread; where the new ones begin is each reader's own."""
    return page.locator(".thread > li[data-seq]").evaluate_all(
        "lines => lines.map(line => line.dataset.seq + ' ' + line.id)"
    )


@pytest.fixture
def firm(cast) -> FirmServer:
    """With a snippet, a macro, and a second inbox that the same client has written to."""
    with cast.scope():
        Snippet.make(
            by=cast.alice,
            shortcut="papers",
            title="Papers",
            body="Dear {{contact.first_name|friend}}, send us the papers.",
            sharing="firm",
        )
        Macro.make(
            by=cast.alice,
            name="Thank and close",
            steps=[{"do": "reply", "body": "Thank you, and goodbye."}, {"do": "close"}],
            sharing="firm",
        )
    return FirmServer(cast, cast.website)


@pytest.mark.covers("I1", "I2", "I3", "I4", "I9", "I14", "L2", "L3", "W1", "W2", "W3")
def test_a_busy_morning(cast, page_for, visitor, website, server, browser, firm, worker) -> None:
    browser.allow("ERR_INTERNET_DISCONNECTED|WebSocket connection|status of 409")
    website.pages["/strict"] = STRICT.format(host=server.widget_url, key=cast.website.key)
    desk: Visitor = visitor(cast.website)
    desk.page.goto(f"{website.url}/strict")
    desk.open().sent("Can you look at my contract?")

    # Bob takes it, asks Carol in a note, and is answered by her; a draft follows Alice from her desk to her phone.
    bob, carol = live(page_for(cast.bob, "/inbox/unassigned/")), live(page_for(cast.carol, "/inbox/mentions/"))
    row(bob, "my contract").click()
    give(bob, "Me")
    bob.get_by_role("button", name="Note", exact=True).click()
    bob.keyboard.type("Who knows contracts? @car")
    expect(bob.get_by_role("option", selected=True)).to_contain_text("Carol Chen")
    bob.keyboard.press("Enter")
    bob.keyboard.press("Control+Enter")
    expect(line(bob, "Who knows contracts?")).not_to_have_attribute("data-pending", "")
    row(carol, "Who knows contracts?").click()
    expect(line(carol, "Who knows contracts?")).to_be_visible()
    write(carol, "I do. Ask for the papers.", "Note")
    expect(line(bob, "Ask for the papers.")).to_be_visible()

    with cast.scope():
        conversation = Conversation.objects.get()
    here = f"/inbox/conversations/{conversation.pk}/?in=all"
    alice, phone = (
        live(page_for(cast.alice, here)),
        live(page_for(cast.alice, here, viewport={"width": 390, "height": 844})),
    )
    composer(alice).fill("From my desk")
    expect(composer(phone)).to_have_value("From my desk")
    composer(alice).blur()
    composer(phone).fill("From my desk, and the train.")
    expect(composer(alice)).to_have_value("From my desk, and the train.")
    composer(phone).fill("")
    expect(composer(alice)).to_have_value("")

    # She signs in on the firm's site; the snippet knows her name. She has the chat before her, so it goes at once.
    desk.page.evaluate("token => ConsultantPro('identify', {token})", firm.token(sub="u-7", name="Vera Vance"))
    expect(bob.get_by_role("img", name="verified")).to_be_visible()
    mobile: Visitor = visitor(cast.website).arrive()
    mobile.page.evaluate("token => ConsultantPro('identify', {token})", firm.token(sub="u-7"))
    mobile.open()
    expect(mobile.message("Can you look at my contract?")).to_be_visible()

    bob.get_by_role("button", name="Reply").first.click()
    composer(bob).fill("")
    bob.keyboard.type("#papers")
    expect(bob.get_by_role("option")).to_have_count(1)
    bob.keyboard.press("Enter")
    expect(composer(bob)).to_have_value("Dear Vera, send us the papers.")
    bob.keyboard.press("Control+Enter")
    bob.keyboard.press("Escape")
    for device in (desk, mobile):
        expect(device.message("Dear Vera, send us the papers.")).to_be_visible(timeout=20_000)

    # The line breaks for Bob and for Vera; both go on writing, and everything follows once, in order.
    for page in (bob, desk.page):
        page.context.set_offline(True)
    for words in ("One more thing.", "And another."):
        composer(bob).fill(words)
        bob.keyboard.press("Control+Enter")
        expect(line(bob, words)).to_have_attribute("data-pending", "")
    bob.context.set_offline(False)
    for words in ("One more thing.", "And another."):
        expect(mobile.message(words)).to_have_count(1, timeout=30_000)
    desk.write("Here they come.")
    desk.page.context.set_offline(False)
    for device in (desk, mobile):
        for words in ("One more thing.", "And another.", "Here they come."):
            expect(device.message(words)).to_have_count(1, timeout=30_000)
    expect(line(bob, "Here they come.")).to_be_visible()

    # What is another matter becomes a conversation of its own, and one again. For her it was one all the time.
    late = line(alice, "Here they come.")
    late.hover()
    late.locator(".message__more").click()
    alice.get_by_role("menuitem", name="New conversation from here").click()
    expect(alice.locator("#rows > .row")).to_have_count(2)
    expect(alice.locator("#toasts").get_by_role("button", name="Undo")).to_be_visible()
    alice.keyboard.press("z")
    expect(alice.locator("#rows > .row")).to_have_count(1)
    for device in (desk, mobile):
        expect(device.message("Here they come.")).to_have_count(1)

    # Bob's next question is for tomorrow, and until she writes it sleeps; her words wake it, and his question waits for him. Carol is given it, thanks and closes with one macro.
    expect(happened(bob, "Alice Archer merged another conversation")).to_be_visible()
    expect(line(bob, "Here they come.")).to_be_visible()
    has_seen_all(bob)
    composer(bob).fill("Shall we talk tomorrow?")
    bob.keyboard.press("Control+Shift+Enter")
    bob.locator(".later__moment", has_text="Tomorrow morning").click()
    for page in (bob, alice):
        expect(line(page, "Shall we talk tomorrow?")).to_have_attribute("data-outgoing", "scheduled")
    composer(bob).blur()
    bob.keyboard.press("h")
    bob.get_by_role("menuitem", name="When the client replies").click()
    expect(alice.locator("[data-count-of=snoozed]")).to_have_text("1")
    desk.sent("That was all of them.")
    expect(alice.locator("[data-count-of=snoozed]")).to_have_text("0")
    expect(line(carol, "That was all of them.")).to_be_visible()
    expect(line(bob, "Shall we talk tomorrow?")).to_have_attribute("data-outgoing", "stopped", timeout=30_000)
    give(alice, "Carol Chen")
    expect(happened(carol, "Alice Archer gave this to Carol Chen")).to_be_visible()
    composer(carol).blur()
    carol.locator(".pane--detail .pane__body").evaluate("pane => pane.scrollTop = pane.scrollHeight")
    has_seen_all(carol)
    carol.keyboard.press("q")
    carol.get_by_role("menuitem", name="Thank and close").click()
    carol.get_by_role("dialog").get_by_role("button", name="Run").click()
    expect(line(carol, "Thank you, and goodbye.")).to_be_visible()
    for device in (mobile, desk):
        expect(device.message("Thank you, and goodbye.")).to_be_visible()
    expect(carol.locator(".thread-head")).to_have_attribute("data-state", "closed")

    # In the end every screen says what the others say, and what a reload says.
    screens = [alice, carol, phone]
    for page in screens:
        expect(line(page, "Thank you, and goodbye.")).to_be_visible()
    seen = [said(page) for page in screens]
    alice.reload()
    expect(line(live(alice), "Thank you, and goodbye.")).to_be_visible()
    assert seen == [said(alice)] * 3
    assert desk.read() == mobile.read()
    with cast.scope():
        told = conversation.messages.filter(kind="reply", event="").order_by("seq").values_list("body", flat=True)
        assert desk.read() == list(told)
