"""The whole story: two visitors write, three agents see it live, take over, note, answer, hand over and close."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from inbox.models import Conversation
from ledger.models import Change
from tests.browser.holding import holds
from tests.browser.visitors import visitor, website  # noqa: F401  (fixtures)


def composer(page: Page) -> Any:
    return page.locator("textarea[name=body]")


NEWEST = (
    "Math.max(...[...document.querySelectorAll('.thread > .message[data-seq]')].map(line => Number(line.dataset.seq)))"
)


def has_seen_all(page: Page) -> None:
    """The newest line has been in sight long enough to count as seen."""
    holds(page, f"Number(document.querySelector('[name=seen]').value) >= {NEWEST}")


def write(page: Page, words: str, kind: str = "Reply") -> None:
    has_seen_all(page)
    page.get_by_role("button", name=kind).first.click()
    composer(page).fill(words)
    page.keyboard.press("Control+Enter")
    expect(line(page, words)).not_to_have_attribute("data-pending", "")


def line(page: Page, words: str) -> Any:
    return page.locator(".thread > .message", has_text=words)


def happened(page: Page, words: str) -> Any:
    return page.locator(".thread > .happened", has_text=words)


def row(page: Page, name: str) -> Any:
    return page.locator("#rows > .row", has_text=name)


def give(page: Page, to: str) -> None:
    page.get_by_role("button", name="Assign").click()
    page.locator("#assign").get_by_role("menuitemradio", name=to).click()


@pytest.mark.covers("I1", "I2", "I3", "I4", "I16", "L1", "L2", "L3", "L4", "W1", "W2")
def test_a_firm_and_its_visitors_talk(cast, page_for, browser, visitor, worker, scheduler) -> None:  # noqa: F811
    browser.allow("status of 409")  # the send guard
    alice, bob, carol = (page_for(who, "/inbox/unassigned/") for who in (cast.alice, cast.bob, cast.carol))
    alice.set_viewport_size({"width": 1280, "height": 480})
    for page in (alice, bob, carol):
        page.wait_for_selector("html[data-live=live]")
        expect(page.get_by_text("Every conversation has someone")).to_be_visible()

    # Two visitors write on the firm's website; their conversations slide into everybody's list.
    vera, tom = visitor(cast.website).arrive().open(), visitor(cast.website).arrive().open()
    vera.sent("Can you review our merger by Friday?")
    tom.sent("What is your day rate?")
    for page in (alice, bob, carol):
        expect(page.locator("#rows > .row")).to_have_count(2)
        expect(page.locator("[data-count-of=unassigned]")).to_have_text("2")
        expect(page.locator("[data-nav=notifications] [data-nav-dot]")).to_be_visible(timeout=30_000)

    # Bob opens Vera's and takes it; Alice watches and sees his face; Carol sees it leave the list.
    row(bob, "merger").click()
    row(alice, "merger").click()
    expect(alice.locator("[data-presence-list] [data-who]")).to_have_attribute("aria-label", "Bob Brandt")
    give(bob, "Me")
    expect(happened(alice, "Bob Brandt took this")).to_be_visible()
    expect(row(carol, "merger")).to_have_count(0)
    expect(carol.locator("[data-count-of=unassigned]")).to_have_text("1")

    # Bob is replying: Vera sees that he writes, Alice is warned that he answers already.
    bob.keyboard.press("r")
    composer(bob).press_sequentially("Gladly", delay=20)
    expect(alice.locator("[data-typing-line]")).to_have_text("Bob Brandt is replying")
    expect(vera.chat.locator("#typing")).to_contain_text("Bob Brandt")
    write(bob, "Gladly. Please send us the draft contract.")
    expect(vera.message("Please send us the draft contract")).to_be_visible()
    expect(line(alice, "Please send us the draft contract")).to_be_visible()

    # A note is for colleagues. Vera writes back; she never sees the note.
    write(alice, "They are with Borealis as well. Mind the conflict check.", "Note")
    expect(line(bob, "Mind the conflict check")).to_have_class("message message--note")
    vera.sent("It is on its way.")
    expect(line(bob, "It is on its way.")).to_be_visible()
    assert "conflict" not in vera.chat.locator("body").inner_text()

    # Alice had begun to answer; Bob sends first. The guard shows her what came, one key sends anyway.
    alice.get_by_role("button", name="Reply").first.click()
    composer(alice).fill("We will read it tonight.")
    alice.locator(".pane--detail .pane__body").evaluate("pane => pane.scrollTop = 0")
    write(bob, "Thank you, received.")
    expect(alice.locator(".pane--detail .arrivals")).to_contain_text("1 new")
    composer(alice).press("Control+Enter")
    guard = alice.locator(".inbox__guard")
    expect(guard).to_contain_text("Thank you, received.")
    expect(composer(alice)).to_have_value("We will read it tonight.")
    composer(alice).press("Control+Enter")
    expect(guard).to_be_hidden()
    expect(vera.message("We will read it tonight.")).to_be_visible()

    # Bob hands over to Carol with a note; she is told, finds it among hers and goes on.
    write(bob, "Carol, please take over: you know contracts.", "Note")
    give(bob, "Carol Chen")
    carol.get_by_role("link", name="Mine").click()
    expect(row(carol, "please take over")).to_be_visible()
    carol.locator("[data-nav=notifications]").click()
    told = carol.locator("#notifications > li", has_text="Bob Brandt gave you this conversation")
    expect(told).to_have_attribute("data-unread", "", timeout=30_000)
    told.locator("a").click()
    expect(line(carol, "Carol, please take over")).to_be_visible()
    write(carol, "I am Carol and I look after your contract now.")
    expect(vera.message("I look after your contract now")).to_be_visible()

    # She learns the client's name and writes it down: lists and threads call Vera by it.
    carol.locator("#context").get_by_role("button", name="Edit").click()
    carol.get_by_label("Name").fill("Vera Vance")
    carol.get_by_label("Phone").fill("+44 20 7946 0123")
    carol.get_by_role("button", name="Save").click()
    expect(alice.locator(".thread-head__client")).to_have_text("Vera Vance", timeout=30_000)
    expect(line(alice, "Can you review our merger").locator(".message__author")).to_have_text("Vera Vance")

    # Closed: the next one opens, undo brings it back, and Vera's next words would too.
    carol.keyboard.press("Escape")
    carol.keyboard.press("e")
    expect(happened(bob, "Carol Chen closed this")).to_be_visible()
    expect(carol.locator("#toasts")).to_contain_text("Closed")
    carol.keyboard.press("z")
    expect(happened(bob, "Carol Chen opened this again")).to_be_visible()
    row(carol, "Vera Vance").click()
    expect(line(carol, "I look after your contract now")).to_be_visible()
    carol.keyboard.press("e")
    expect(happened(bob, "closed this")).to_have_count(2)
    vera.sent("One more question, please.")
    expect(happened(bob, "Opened again by the client’s message")).to_be_visible()
    expect(line(bob, "One more question")).to_be_visible()
    expect(row(carol, "Vera Vance")).to_be_visible()

    # Tom still waits, and heard nothing of all this.
    assert tom.read() == ["What is your day rate?"]
    expect(row(bob, "day rate")).to_be_visible()

    # Who changed what is on record, in the panel and in the trail.
    bob.locator(".inbox__history summary").click()
    for words in ("Closed", "Opened again", "Assigned", "Bob Brandt", "Carol Chen", "+442079460123"):
        expect(bob.locator(".inbox__changes")).to_contain_text(words)
    with cast.scope():
        merger = Conversation.objects.get(contact__name="Vera Vance")
        assert Change.objects.filter(subject_id=str(merger.pk), kind="inbox.conversation_closed").count() == 2
    holds(alice, "document.documentElement.dataset.live === 'live'")
