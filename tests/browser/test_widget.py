"""The website chat as visitors use it: on another origin, under a strict policy, live both ways, over pages and bad lines."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from core import clock
from core.ids import uuid7
from inbox.models import Conversation, Message
from tests.browser.holding import on_its_way
from tests.browser.visitors import Visitor
from tests.support.waiting import until


def the_conversation(cast) -> Conversation:
    with cast.scope():
        return Conversation.objects.select_related("contact", "inbox").get()


def reply(cast, words: str, by=None) -> None:
    conversation = the_conversation(cast)
    with cast.scope():
        conversation.reply(by=by or cast.bob, body=words)


def bodies(cast) -> list[str]:
    with cast.scope():
        return list(Message.objects.filter(kind="reply").order_by("seq").values_list("body", flat=True))


@pytest.mark.covers("W1", "W2")
def test_a_visitor_and_an_agent_chat_live(cast, visitor, page_for: Callable[..., Page]):
    with cast.scope():
        cast.bob.job_title = "Senior consultant"
        cast.bob.save()
        cast.website.change(by=cast.alice, greeting="Ask us anything.")
    vera: Visitor = visitor(cast.website).arrive().open()
    expect(vera.message("Ask us anything.")).to_be_visible()
    first = vera.sent("Can you help with a tender? https://example.com/tender.")
    expect(first.locator(".message__state")).to_have_text("Sent")
    expect(first.locator("a")).to_have_attribute("href", "https://example.com/tender")

    conversation = the_conversation(cast)
    bob = page_for(cast.bob, f"/inbox/conversations/{conversation.pk}/")
    expect(bob.get_by_text("Can you help with a tender?").last).to_be_visible()
    expect(first.locator(".message__state")).to_have_text("Read")

    bob.wait_for_selector("html[data-live='live']")
    writing = bob.locator("textarea").first
    writing.press_sequentially("Gladly", delay=20)
    expect(vera.chat.locator("#typing")).to_have_text("Bob Brandt is writing…")
    reply(cast, "Gladly. When is it due?")
    answer = vera.message("Gladly. When is it due?")
    expect(answer.locator(".message__head")).to_have_text("Bob Brandt Senior consultant")
    expect(vera.chat.locator("#typing")).to_have_text("")
    until(
        lambda: the_conversation(cast).visitor_seen_seq == the_conversation(cast).reply_seq, what="the reply to be seen"
    )

    vera.text.press_sequentially("On Fri", delay=20)
    expect(bob.locator(".typing-line").filter(has_text=re.compile(r"\w"))).to_be_visible()
    vera.sent("On Friday.")
    expect(bob.get_by_text("On Friday.").last).to_be_visible()
    assert bodies(cast)[1:] == ["Gladly. When is it due?", "On Friday."]


@pytest.mark.covers("W2")
def test_history_and_unread_go_along_over_pages_and_visits(cast, visitor):
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("First question")
    vera.visit("fees.html")
    expect(vera.button).to_have_attribute("aria-expanded", "false")
    expect(vera.messages).to_have_count(1)  # the frame of a known visitor is there before it is opened
    reply(cast, "First answer")
    expect(vera.button).to_have_attribute("aria-label", "Chat with Acme Advisory (1 new message)")
    reply(cast, "Second answer")
    expect(vera.button.locator(".count")).to_have_text("2")
    vera.open()
    expect(vera.button.locator(".count")).to_be_hidden()
    assert vera.read() == ["First question", "First answer", "Second answer"]
    again = Visitor(vera.page.context.new_page(), vera.home).arrive().open()
    expect(again.messages).to_have_count(3)
    expect(again.chat.locator("#jump")).to_be_hidden()


def test_long_history_comes_as_one_scrolls_and_keeps_ones_place(cast, visitor):
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Number 1 of many")
    for number in range(2, 41):
        reply(cast, f"Number {number} of many")
    vera.page.reload()
    vera.open()
    expect(vera.message("Number 40 of many")).to_be_in_viewport()
    assert len(vera.read()) == 30
    vera.chat.locator("#log").evaluate("log => log.scrollTop = 0")
    reply(cast, "While you read")
    expect(vera.chat.locator("#jump")).to_be_visible()
    vera.chat.get_by_role("button", name="Earlier messages").click()
    expect(vera.messages).to_have_count(41)
    expect(vera.chat.locator("#older")).to_be_hidden()
    expect(vera.message("Number 11 of many")).to_be_in_viewport()
    vera.chat.locator("#jump").click()
    expect(vera.message("While you read")).to_be_in_viewport()
    assert vera.read() == bodies(cast)


@pytest.mark.covers("W2")
def test_what_is_written_offline_is_sent_once_and_in_order(cast, visitor, browser):
    browser.allow("ERR_INTERNET_DISCONNECTED|WebSocket|Failed to fetch")
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Before")
    vera.page.context.set_offline(True)
    expect(vera.chat.locator("#notice")).to_contain_text("No connection.")
    for words in ("In the tunnel", "Still in the tunnel"):
        expect(vera.write(words).locator(".message__state")).to_have_text("Waiting for the connection")
    assert bodies(cast) == ["Before"]
    vera.page.context.set_offline(False)
    expect(vera.message("Still in the tunnel")).not_to_have_attribute("data-pending", "")
    expect(vera.chat.locator("#notice")).to_be_hidden()
    assert bodies(cast) == ["Before", "In the tunnel", "Still in the tunnel"]
    assert vera.read() == bodies(cast)


def test_an_answer_that_was_lost_on_the_way_doubles_nothing(cast, visitor, browser):
    """The server has the message and the browser does not know: it asks again with the same id, also after a reload."""
    browser.allow("ERR_FAILED|Failed to fetch")
    vera: Visitor = visitor(cast.website).arrive().open()
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.post_data or "")
        route.fetch()
        route.abort()

    vera.page.route("**/widget/api/messages", lose)
    vera.write("Only once")
    while len(lost) < 2:
        vera.page.wait_for_event("requestfailed")
    vera.page.unroute("**/widget/api/messages")
    vera.page.reload()
    vera.open()
    expect(vera.message("Only once")).not_to_have_attribute("data-pending", "")
    expect(vera.messages).to_have_count(1)
    assert bodies(cast) == ["Only once"]
    assert len(set(lost)) == 1


def test_a_lost_socket_is_caught_up(cast, visitor, server, browser):
    browser.allow("WebSocket|ERR_CONNECTION_REFUSED|Failed to fetch")
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Are you there?")
    reply(cast, "Yes")
    expect(vera.message("Yes")).to_be_visible()
    server.kill()
    reply(cast, "While the line was dead")
    server.start()
    expect(vera.message("While the line was dead")).to_be_visible(timeout=30_000)
    assert vera.read() == ["Are you there?", "Yes", "While the line was dead"]


def test_two_visitors_never_see_each_other(cast, visitor):
    vera, otto = visitor(cast.website).arrive().open(), visitor(cast.website).arrive().open()
    vera.sent("From Vera")
    otto.sent("From Otto")
    with cast.scope():
        for conversation in Conversation.objects.all():
            conversation.note(by=cast.carol, body="between us")
            conversation.reply(by=cast.bob, body=f"To {conversation.preview.removeprefix('From ')}")
    expect(vera.message("To Vera")).to_be_visible()
    expect(otto.message("To Otto")).to_be_visible()
    assert vera.read() == ["From Vera", "To Vera"]
    assert otto.read() == ["From Otto", "To Otto"]


def test_a_revoked_token_begins_a_new_chat_and_keeps_what_was_written(cast, visitor, browser):
    browser.allow("status of 401")
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Old")
    conversation = the_conversation(cast)
    with cast.scope():
        conversation.contact.visitors.update(revoked_at=clock.now())
    vera.write("New")
    expect(vera.message("New")).not_to_have_attribute("data-pending", "")
    expect(vera.message("Old")).to_have_count(0)
    with cast.scope():
        assert Conversation.objects.count() == 2


@pytest.mark.covers("W3")
def test_a_visitor_leaves_an_address(cast, visitor, browser):
    browser.allow("status of 422")
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Please call me")
    vera.chat.get_by_role("button", name="Leaving soon?").click()
    form = vera.chat.locator("#details")
    form.get_by_label("Name").fill("Vera Vogel")
    form.get_by_label("Email").fill("vera@")
    form.get_by_role("button", name="Save").click()
    expect(form.locator("#details-said")).to_contain_text("does not look like an email address")
    expect(form.get_by_label("Email")).to_be_focused()
    form.get_by_label("Email").fill("vera@example.com")
    form.get_by_role("button", name="Save").click()
    expect(form.locator("#details-said")).to_have_text("Thank you. We will answer there if you leave.")
    form.get_by_role("button", name="Back to the chat").click()
    expect(vera.chat.locator("#offer")).to_be_hidden()
    assert the_conversation(cast).contact.name == "Vera Vogel"


def test_a_closed_conversation_and_a_closed_inbox_say_so(cast, visitor):
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Hello")
    conversation = the_conversation(cast)
    with cast.scope():
        conversation.close(by=cast.bob)
    expect(vera.chat.locator("#notice")).to_have_text("This conversation was closed. Write to open it again.")
    vera.sent("One more thing")
    expect(vera.chat.locator("#notice")).to_be_hidden()
    with cast.scope():
        cast.website.close(by=cast.alice)
    vera.page.reload()
    expect(vera.button).to_be_visible()
    vera.button.click()
    expect(vera.chat.locator("#said")).to_have_text("This chat is closed. Please reach us another way.")
    expect(vera.text).to_be_disabled()
    expect(vera.message("One more thing")).to_be_visible()
    assert vera.read() == ["Hello", "One more thing"]


def test_the_page_can_open_close_and_listen(cast, visitor):
    vera: Visitor = visitor(cast.website).arrive()
    vera.page.evaluate(
        """() => {
            window.heard = [];
            for (const name of ["open", "close", "unread"]) ConsultantPro.on(name, value => heard.push([name, value ?? null]));
            window.off = ConsultantPro.on("open", () => heard.push(["never", null]));
            off();
            ConsultantPro.open();
            ConsultantPro.open();
        }"""
    )
    expect(vera.text).to_be_focused()
    vera.sent("Hello")
    vera.page.evaluate("ConsultantPro.close()")
    reply(cast, "Hi")
    expect(vera.button.locator(".count")).to_have_text("1")
    assert vera.page.evaluate("heard") == [["open", None], ["unread", 0], ["close", None], ["unread", 1]]


@pytest.mark.covers("W6")
def test_a_page_speaks_to_the_chat_before_it_is_there_and_wrongly(cast, visitor):
    """Commands wait in a line; a wrong one is a sentence on the console and never an error of the page."""
    vera: Visitor = visitor(cast.website)
    said: list[str] = []
    vera.page.on("console", lambda message: said.append(message.text))
    vera.page.add_init_script(
        """if (top === window) {
            window.heard = [];
            window.ConsultantPro = function () { (ConsultantPro.q ||= []).push(arguments); };
            for (const name of ["ready", "open", "close", "message"])
                ConsultantPro("on", name, (value) => heard.push([name, value?.from ?? null]));
            ConsultantPro("on", "open", () => { throw new Error("of the page"); });
            ConsultantPro("on", "opened", () => 0);
            ConsultantPro("on", "open", "nothing")?.call;
            ConsultantPro("track", "Came from a letter", {number: 7});
            ConsultantPro("fly");
            ConsultantPro("track");
            ConsultantPro("open");
        }"""
    )
    vera.visit()
    expect(vera.text).to_be_focused()
    vera.sent("Hello")
    reply(cast, "Hi")
    expect(vera.message("Hi")).to_be_visible()
    with cast.scope():
        trail = Conversation.objects.get().newest_visitor().trail
    assert [step["name"] for step in trail] == ["Came from a letter"]
    vera.page.evaluate("ConsultantPro.hide(), ConsultantPro.toggle(), ConsultantPro('toggle'), ConsultantPro('on')()")
    expect(vera.button).to_be_visible()
    vera.page.evaluate("ConsultantPro('hide')")
    expect(vera.button).to_be_hidden()
    vera.page.evaluate("ConsultantPro('show')")
    expect(vera.button).to_be_visible()
    heard = vera.page.evaluate("heard")
    assert heard[:4] == [["ready", None], ["open", None], ["message", "visitor"], ["message", "agent"]]
    assert heard[4:] == [["close", None], ["open", None], ["close", None]]
    told = "\n".join(line for line in said if line.startswith("ConsultantPro:"))
    for sentence in (
        "of the page",
        'no event "opened"',
        "a function",
        'no command "fly"',
        "a name",
        'no event "undefined"',
    ):
        assert sentence in told


@pytest.mark.covers("W2")
@pytest.mark.parametrize(("typed", "stands"), [("", "A draft"), ("and more", "A draft\nand more")])
def test_what_is_typed_before_the_chat_has_its_script_does_not_take_the_place_of_a_draft(
    cast, visitor, typed: str, stands: str
) -> None:
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Hello")
    vera.text.fill("A draft")
    held: list[Route] = []
    vera.page.route("**/widget/frame.js*", lambda route: held.append(route))
    vera.visit()
    vera.button.click()
    script = on_its_way(vera.page, held)
    vera.text.press("Enter")
    vera.text.press_sequentially(typed)
    script.continue_()
    expect(vera.text).to_have_value(stands)


@pytest.mark.covers("W6")
def test_the_page_gives_words_to_begin_with_and_never_takes_any(cast, visitor):
    vera: Visitor = visitor(cast.website).arrive()
    vera.page.evaluate("ConsultantPro('open', {text: 'I read <b>the fees</b>'})")
    expect(vera.text).to_have_value("I read <b>the fees</b>")
    expect(vera.messages).to_have_count(0)
    vera.page.evaluate("ConsultantPro('open', {text: 'I read the prices'})")
    expect(vera.text).to_have_value("I read the prices")  # the visitor has written nothing themselves
    vera.text.fill("My own words")
    with vera.page.expect_event("console", lambda line: "the visitor has begun with their own" in line.text):
        vera.page.evaluate("ConsultantPro.open({text: 'Others'})")
    for wrong in ("{text: 7}", "'Others'", "null"):
        with vera.page.expect_event("console", lambda line: "Give open(…) words to begin with" in line.text):
            vera.page.evaluate(f"ConsultantPro('open', {wrong})")
    expect(vera.text).to_have_value("My own words")
    vera.visit("fees.html")
    vera.page.evaluate("ConsultantPro('open', {text: 'I read the prices'})")
    expect(vera.text).to_be_focused()
    expect(vera.text).to_have_value("My own words")
    assert bodies(cast) == []


@pytest.mark.covers("W6")
def test_who_begins_to_listen_late_hears_how_it_stands(cast, visitor):
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Hello")
    vera.page.evaluate("ConsultantPro.close()")
    reply(cast, "Good morning")
    expect(vera.page.locator("#consultantpro-widget .count")).to_have_text("1")
    heard = vera.page.evaluate(
        "(() => { let heard; ConsultantPro('on', 'unread', count => heard = count); return heard; })()"
    )
    assert heard == 1


@pytest.mark.covers("W6", "W2")
def test_colleagues_see_where_a_page_goes_by_its_own_script(cast, visitor, page_for):
    vera: Visitor = visitor(cast.website).arrive().open()
    vera.sent("Hello")
    page = page_for(cast.bob, f"/inbox/conversations/{the_conversation(cast).pk}/")
    page.wait_for_selector("html[data-live=live]")
    vera.page.evaluate("history.pushState(null, '', '/offers'); history.replaceState(null, '', '/prices?secret=1')")
    expect(page.locator("#context")).to_contain_text("/prices")
    expect(page.locator("#context")).not_to_contain_text("secret")


@pytest.mark.covers("W6")
def test_where_there_can_be_no_chat_the_console_says_why_each_time(visitor, website, server, browser):
    browser.allow("status of 404")
    page, said = browser.context().new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{website.url}/index.html?inbox={uuid7()}&host={server.widget_url}")
    until(lambda: (page.title(), any("ConsultantPro" in text for text in said))[1], what="the reason")
    page.evaluate("ConsultantPro('open')")
    until(lambda: (page.title(), any("“open” was not done" in text for text in said))[1], what="the reason once more")


@pytest.mark.covers("W6")
@pytest.mark.parametrize("comes", ["dispatchEvent(new Event('online'))", "ConsultantPro('open')"])
def test_without_a_connection_commands_wait_for_one(cast, visitor, browser, comes):
    browser.allow("ERR_FAILED")
    vera: Visitor = visitor(cast.website)
    said: list[str] = []
    vera.page.on("console", lambda message: said.append(message.text))
    vera.page.route("**/widget/config/*", lambda route: route.abort())
    vera.visit()
    until(lambda: (vera.page.title(), any("not here yet" in text for text in said))[1], what="the reason")
    vera.page.evaluate("ConsultantPro('on', 'ready', () => ConsultantPro.open()); null")
    vera.page.evaluate("ConsultantPro('track', 'Read the prices')")
    until(lambda: (vera.page.title(), any("“track” waits" in text for text in said))[1], what="the reason once more")
    vera.page.unroute("**/widget/config/*")
    vera.page.evaluate(comes)
    expect(vera.text).to_be_focused()
    expect(vera.button).to_have_count(1)
    assert sum("not here yet" in text for text in said) == 1
