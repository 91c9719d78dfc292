"""A contact's timeline as colleagues use it: written, seen live, changed, taken back, read far down."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from core import clock
from crm.models import Association, Company, Contact
from tests.browser.axe import faults
from tests.browser.holding import holds
from tests.crm.boards import Sales
from tests.inbox import trail
from timeline.models import Activity
from timeline.refs import Ref

pytestmark = pytest.mark.covers("H1", "H2", "H3")


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


def entries(page: Page):
    return page.locator(".timeline__entries > .entry")


@pytest.fixture
def vera(cast):
    conversation = cast.conversation("Is the tender open?", visitor=cast.visitor("Vera Vance"))
    trail.settle(cast)
    return conversation


def test_a_note_is_seen_by_a_colleague_edited_deleted_and_put_back(cast, page_for, vera) -> None:
    bob, alice = (live(page_for(who, f"/contacts/{vera.contact_id}/")) for who in (cast.bob, cast.alice))
    for page in (bob, alice):
        expect(entries(page)).to_have_count(1)
        expect(entries(page)).to_contain_text("Conversation")
    bob.locator("textarea[name=body]").fill("Prefers **mornings**")
    bob.keyboard.press("Control+Enter")
    for page in (bob, alice):
        expect(entries(page).first).to_contain_text("Bob Brandt")
        expect(entries(page).first.locator("strong")).to_have_text("mornings")
    assert faults(bob) == faults(alice) == []
    expect(alice.get_by_role("button", name="Edit")).to_have_count(0)
    bob.get_by_role("button", name="Edit").click()
    bob.locator(".entry__form textarea").fill("Prefers evenings")
    assert faults(bob) == []
    bob.get_by_role("button", name="Save").click()
    for page in (bob, alice):
        expect(entries(page).first).to_contain_text("Prefers evenings")
        expect(entries(page).first).to_contain_text("edited")
    bob.get_by_role("button", name="Delete").click()
    for page in (bob, alice):
        expect(entries(page)).to_have_count(1)
    bob.get_by_role("button", name="Undo").click()
    for page in (bob, alice):
        expect(entries(page)).to_have_count(2)
        expect(entries(page).first).to_contain_text("Prefers evenings")


def test_a_call_is_logged_with_how_it_went_and_when_it_was(cast, page_for, vera) -> None:
    page = live(page_for(cast.bob, f"/contacts/{vera.contact_id}/"))
    page.get_by_role("button", name="Call").click()
    call = page.locator("fieldset[data-kind=call]")
    call.get_by_label("How it went").select_option("No answer")
    call.get_by_label("When").fill("2026-03-02T09:00")
    page.locator("textarea[name=body]").fill("Try again in the evening")
    assert faults(page) == []
    page.keyboard.press("Control+Enter")
    entry = page.locator(".entry--call")
    expect(entry).to_contain_text("Call · No answer")
    expect(entries(page).last).to_contain_text("Try again in the evening")
    expect(call).to_be_hidden()
    page.locator("textarea[name=body]").fill("And a note")
    page.get_by_role("button", name="Add").click()
    expect(entries(page).first).to_contain_text("And a note")
    expect(entries(page).first).to_contain_text("Note")


def test_one_kind_alone_is_shown_and_what_is_not_of_it_does_not_come_in(cast, page_for, vera) -> None:
    about = [Ref("contact", vera.contact_id)]
    with cast.scope():
        for kind in ("note", "call", "call"):
            Activity.log(by=cast.bob, kind=kind, body=f"A {kind}", about=about)
    page = live(page_for(cast.alice, f"/contacts/{vera.contact_id}/"))
    expect(entries(page)).to_have_count(4)
    page.get_by_label("What is shown").select_option("Call")
    expect(entries(page)).to_have_count(2)
    with cast.scope():
        Activity.log(by=cast.bob, kind="note", body="A note meanwhile", about=about)
        Activity.log(by=cast.bob, kind="call", body="A call meanwhile", about=about)
    expect(entries(page).first).to_contain_text("A call meanwhile")
    expect(entries(page)).to_have_count(3)
    page.get_by_label("What is shown").select_option("Everything")
    expect(entries(page)).to_have_count(6)


def test_what_a_colleague_edited_meanwhile_is_shown_beside_ones_own_words(cast, page_for, vera, browser) -> None:
    browser.allow("status of 422")
    with cast.scope():
        note = Activity.log(by=cast.bob, kind="note", body="At nine", about=[Ref("contact", vera.contact_id)])
    page = live(page_for(cast.bob, f"/contacts/{vera.contact_id}/"))
    page.get_by_role("button", name="Edit").click()
    page.locator(".entry__form textarea").fill("At ten")
    with cast.scope():
        note.edit(by=cast.bob, body="At eleven")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").filter(has_text="Somebody edited this meanwhile")).to_be_visible()
    expect(page.locator(".entry__theirs")).to_contain_text("At eleven")
    expect(page.locator(".entry__form textarea")).to_have_value("At ten")
    page.get_by_role("button", name="Save").click()
    expect(entries(page).first).to_contain_text("At ten")


def test_what_an_admin_deletes_while_it_is_edited_takes_no_words_along(cast, page_for, vera, browser) -> None:
    browser.allow("status of 422")
    with cast.scope():
        note = Activity.log(by=cast.bob, kind="note", body="At nine", about=[Ref("contact", vera.contact_id)])
    bob, alice = (live(page_for(who, f"/contacts/{vera.contact_id}/")) for who in (cast.bob, cast.alice))
    bob.get_by_role("button", name="Edit").click()
    bob.locator(".entry__form textarea").fill("At ten")
    bob.get_by_role("heading", level=1).click()  # to look something up
    with cast.scope():
        note.discard(by=cast.alice)
    expect(entries(alice)).to_have_count(1)
    bob.get_by_role("button", name="Save").click()
    expect(bob.get_by_role("alert").filter(has_text="A colleague deleted this meanwhile")).to_be_visible()
    expect(bob.locator(".entry__form textarea")).to_have_value("At ten")
    bob.get_by_role("button", name="Cancel").click()
    expect(entries(bob)).to_have_count(1)


def test_older_entries_come_as_one_scrolls_and_new_ones_meanwhile(cast, page_for, vera) -> None:
    ref, now = Ref("contact", vera.contact_id), clock.now()
    with cast.scope():
        for number in range(70):
            Activity.log(by=cast.bob, kind="note", body=f"Note {number}", about=[ref], at=now - timedelta(hours=number))
    page = live(page_for(cast.alice, f"/contacts/{vera.contact_id}/"))
    expect(entries(page)).to_have_count(30)
    with cast.scope():
        Activity.log(by=cast.bob, kind="note", body="Long ago", about=[ref], at=now - timedelta(hours=45, minutes=30))
        Activity.log(by=cast.bob, kind="note", body="Just now", about=[ref])
    expect(entries(page).first).to_contain_text("Just now")
    expect(entries(page)).to_have_count(31)
    for there in (61, 73):
        page.locator(".timeline__more").scroll_into_view_if_needed()
        expect(entries(page)).to_have_count(there)
    expect(page.locator(".entry", has_text="Long ago")).to_have_count(1)
    holds(page, "!document.querySelector('.timeline__entries').hasAttribute('data-more')")


def test_a_note_written_in_a_tunnel_is_sent_afterwards(cast, page_for, vera, browser) -> None:
    browser.allow("ERR_INTERNET_DISCONNECTED|WebSocket connection|ERR_FAILED|net::")
    page = live(page_for(cast.bob, f"/contacts/{vera.contact_id}/"))
    page.route("**/activities/", lambda route: route.abort())
    page.locator("textarea[name=body]").fill("Written in the tunnel")
    page.keyboard.press("Control+Enter")
    expect(entries(page).first).to_contain_text("Written in the tunnel")
    page.unroute("**/activities/")
    page.reload()
    expect(entries(live(page)).first).not_to_have_attribute("data-pending", "")
    with cast.scope():
        assert Activity.objects.get().body == "Written in the tunnel"


@pytest.mark.covers("H2", "H3", "H4")
def test_a_call_on_a_deal_stands_on_its_people_and_live_on_the_company_and_is_pinned(cast, page_for, browser) -> None:
    browser.allow("status of 422")
    sales = Sales(cast)
    deal = sales.deal("Audit")
    with cast.scope():
        company, anna = Company.make(by=cast.bob, name="Weber GmbH"), Contact.make(by=cast.bob, name="Anna Weber")
        for record in (company, anna):
            Association.make(deal.ref, record.ref, by=cast.bob)
    trail.settle(cast)
    bob = live(page_for(cast.bob, f"/deals/{deal.pk}/"))
    carol = live(page_for(cast.carol, f"/companies/{company.pk}/"))
    expect(entries(carol)).to_have_count(1)
    expect(entries(carol)).to_contain_text("Enquiry")
    bob.get_by_role("button", name="Call").click()
    bob.locator("textarea[name=body]").fill("They agree to the fee")
    expect(bob.get_by_role("checkbox", name="Anna Weber")).to_be_checked()
    assert faults(bob) == []
    bob.keyboard.press("Control+Enter")
    for page in (bob, carol):
        expect(entries(page).first).to_contain_text("They agree to the fee")
    expect(entries(carol).first.locator(".entry__via")).to_have_text("Audit")
    bob.get_by_role("button", name="Pin on top").click()
    expect(bob.locator(".pin")).to_contain_text("They agree to the fee")
    expect(carol.locator(".pin")).to_have_count(0)
    assert faults(bob) == []
    bob.locator(".pin").get_by_role("button", name="Unpin").click()
    expect(bob.locator(".pin")).to_have_count(0)
    bob.locator(".related").get_by_role("link", name="Anna Weber").click()
    expect(bob.get_by_role("heading", level=1)).to_have_text("Anna Weber")
    expect(entries(bob)).to_contain_text("They agree to the fee")
