"""What is written is never lost: kept in the browser, sent in order when it can be, given back when it is refused."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from core.tenancy import firm_scope
from inbox.models import Message
from tests.support.sign_in import session_cookie

pytestmark = pytest.mark.covers("L2")


@pytest.fixture
def thread(cast, page_for, browser):
    """Alice's page on a conversation, and the conversation."""
    browser.allow("ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection")
    conversation = cast.conversation("Do you work with public tenders?")
    page = page_for(cast.alice, f"/inbox/conversations/{conversation.pk}/")
    page.wait_for_selector("html[data-live='live']")
    return page, conversation


def write(page: Page, words: str) -> None:
    page.locator("textarea[name=body]").fill(words)
    page.keyboard.press("Control+Enter")


def bubble(page: Page, words: str):
    return page.locator(".message", has_text=words)


def bodies(conversation) -> list[str]:
    with firm_scope(conversation.firm_id), transaction.atomic():
        return list(Message.objects.filter(conversation=conversation).order_by("seq").values_list("body", flat=True))


def test_what_is_written_offline_is_pale_and_follows_in_order(thread) -> None:
    page, conversation = thread
    page.context.set_offline(True)
    for words in ("First, offline", "Second, offline"):
        write(page, words)
        expect(bubble(page, words)).to_have_attribute("data-pending", "")
    expect(bubble(page, "First, offline")).to_contain_text("Waiting for a connection")
    expect(page.locator("textarea[name=body]")).to_have_value("")
    page.context.set_offline(False)
    for words in ("First, offline", "Second, offline"):
        expect(bubble(page, words)).not_to_have_attribute("data-pending", "", timeout=30_000)
        expect(bubble(page, words)).to_have_count(1)
    assert bodies(conversation)[-2:] == ["First, offline", "Second, offline"]


def test_a_page_that_is_closed_before_it_could_send_sends_when_it_is_opened_again(thread) -> None:
    page, conversation = thread
    page.route("**/messages/", lambda route: route.abort())
    write(page, "Written before the train entered the tunnel")
    expect(bubble(page, "before the train")).to_contain_text("Waiting for a connection")
    page.goto("about:blank")
    page.unroute("**/messages/")
    page.go_back()
    expect(bubble(page, "before the train")).to_have_count(1)
    expect(bubble(page, "before the train")).not_to_have_attribute("data-pending", "", timeout=30_000)
    assert bodies(conversation)[-1] == "Written before the train entered the tunnel"


def test_an_answer_lost_on_the_way_does_not_send_twice(thread) -> None:
    page, conversation = thread
    lost = []

    def lose_the_first_answer(route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    page.route("**/messages/", lose_the_first_answer)
    write(page, "Only once")
    expect(bubble(page, "Only once")).not_to_have_attribute("data-pending", "", timeout=30_000)
    expect(bubble(page, "Only once")).to_have_count(1)
    assert bodies(conversation).count("Only once") == 1


def test_a_refusal_keeps_the_words_and_says_why(thread, browser) -> None:
    browser.allow("status of 422")
    page, conversation = thread
    answer = '<p class="field__error"><span>This conversation is read only.</span></p>'
    page.route("**/messages/", lambda route: route.fulfill(status=422, content_type="text/html", body=answer))
    write(page, "Refused words")
    refused = bubble(page, "Refused words")
    expect(refused).to_contain_text(re.compile("Not sent. This conversation is read only."))
    refused.get_by_role("button", name="Edit").click()
    expect(page.locator("textarea[name=body]")).to_have_value("Refused words")
    page.unroute("**/messages/")
    page.keyboard.press("Control+Enter")
    expect(bubble(page, "Refused words")).not_to_have_attribute("data-pending", "", timeout=30_000)
    assert bodies(conversation).count("Refused words") == 1


def test_someone_else_in_this_browser_neither_sees_nor_sends_it(thread, cast, server) -> None:
    page, conversation = thread
    page.route("**/messages/", lambda route: route.abort())
    write(page, "For Alice's eyes")
    expect(bubble(page, "For Alice's eyes")).to_contain_text("Waiting for a connection")
    page.evaluate(TAKE_THE_LOCK)  # a page that goes away may try once more while nothing is held up any longer
    page.goto("about:blank")
    page.unroute("**/messages/")
    page.context.clear_cookies()
    page.context.add_cookies([{**session_cookie(cast.bob), "url": server.url}])
    page.goto(f"{server.url}/inbox/conversations/{conversation.pk}/")
    page.wait_for_selector("html[data-live='live']")
    expect(bubble(page, "For Alice's eyes")).to_have_count(0)
    assert "For Alice's eyes" not in bodies(conversation)


TAKE_THE_LOCK = "new Promise(taken => void navigator.locks.request('outbox', () => (taken(), new Promise(() => {}))))"
STUCK = "IDBDatabase.prototype.transaction = () => ({ objectStore: () => ({ put: () => ({}), getAll: () => ({}) }) })"


def test_words_are_given_back_when_the_browser_cannot_keep_them(thread) -> None:
    page, conversation = thread
    page.evaluate("void (window.put = IDBObjectStore.prototype.put)")
    page.evaluate(
        "void (IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') })"
    )
    write(page, "Words too many")
    expect(page.get_by_text("This browser could not keep it")).to_be_visible()
    expect(page.locator("textarea[name=body]")).to_have_value("Words too many")
    expect(bubble(page, "Words too many")).to_have_count(0)
    page.evaluate("void (IDBObjectStore.prototype.put = window.put)")
    page.keyboard.press("Control+Enter")
    expect(bubble(page, "Words too many")).not_to_have_attribute("data-pending", "")
    assert bodies(conversation).count("Words too many") == 1


def test_a_page_that_ends_before_they_are_kept_loses_no_words(thread) -> None:
    page, _conversation = thread
    page.route("**/draft/", lambda route: route.abort())
    page.evaluate(f"void ({STUCK})")
    write(page, "Never kept")
    expect(bubble(page, "Never kept")).to_have_attribute("data-pending", "")
    page.unroute("**/draft/")
    page.reload()
    expect(page.locator("textarea[name=body]")).to_have_value("Never kept")


def test_a_lock_that_fails_once_does_not_stop_the_outbox(thread) -> None:
    page, conversation = thread
    page.evaluate(
        """() => {
          const request = navigator.locks.request.bind(navigator.locks);
          let failed = false;
          navigator.locks.request = (...all) => failed ? request(...all) : (failed = true, Promise.reject(new Error("once")));
        }"""
    )
    write(page, "Sent a little later")
    expect(bubble(page, "Sent a little later")).not_to_have_attribute("data-pending", "", timeout=30_000)
    assert bodies(conversation)[-1] == "Sent a little later"
