"""The inbox as agents use it: opening, writing, guarding, drafting, handing over, closing; nothing jumps, nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Team
from inbox.folders import PAGE
from inbox.models import Conversation, Draft
from tests.browser.holding import holds, on_its_way
from tests.files.samples import picture
from tests.inbox import trail
from tests.support.waiting import until


def live(page: Page) -> Page:
    page.wait_for_selector("html[data-live=live]")
    return page


def line(page: Page, words: str):
    return page.locator(".thread > .message", has_text=words)


def composer(page: Page):
    return page.locator("textarea[name=body]")


@pytest.fixture
def open_for(page_for):
    """`open_for(cast.alice, conversation)`: her page on it, live."""

    def open_it(who, conversation, query: str = "?in=all", **options) -> Page:
        return live(page_for(who, f"/inbox/conversations/{conversation.pk}/{query}", **options))

    return open_it


@pytest.mark.covers("I1")
def test_opening_leaves_the_list_where_it_is(cast, page_for) -> None:
    for number in range(30):
        conversation = cast.conversation(f"Question {number}", visitor=cast.visitor(f"Visitor {number}"))
    page = live(page_for(cast.alice, "/inbox/all/"))
    row = page.locator("#rows > .row").nth(20)
    row.scroll_into_view_if_needed()
    top = page.locator("#list-body").evaluate("pane => pane.scrollTop")
    assert top > 0
    row.locator(".row__link").click()
    expect(page.locator(".thread > .message")).to_have_count(1)
    expect(row).to_have_attribute("data-current", "")
    assert page.locator("#list-body").evaluate("pane => pane.scrollTop") == top
    assert "?in=all" in page.url
    assert page.title().endswith("Inbox")
    page.go_back()
    expect(page.get_by_text("Choose a conversation")).to_be_visible()
    page.go_forward()
    expect(page.locator(".thread > .message")).to_have_count(1)
    page.reload()
    expect(page.locator("#rows > .row[data-current]")).to_have_count(1)
    expect(page.locator("[aria-current=page]", has_text="All")).to_be_visible()
    assert conversation


@pytest.mark.covers("I1")
def test_the_list_goes_on_as_one_scrolls(cast, page_for) -> None:
    everything = 2 * PAGE + 10
    for number in range(everything):
        cast.conversation(f"Question {number}")
    page = live(page_for(cast.alice, "/inbox/all/"))
    rows = page.locator("#rows > .row")
    expect(rows).to_have_count(PAGE)
    for more in (2 * PAGE, everything):
        rows.last.scroll_into_view_if_needed()
        page.locator("#list-body").evaluate("pane => pane.scrollTop = pane.scrollHeight")
        expect(rows).to_have_count(more)
    expect(page.locator("#more")).to_be_hidden()
    ids = rows.evaluate_all("rows => rows.map(row => row.id)")
    assert len(set(ids)) == everything
    rows.last.locator(".row__link").click()
    expect(line(page, "Question 0")).to_be_visible()


@pytest.mark.covers("I1")
def test_a_page_of_the_list_that_fails_says_so_and_comes_on_a_second_try(cast, page_for, browser) -> None:
    browser.allow("ERR_FAILED")
    for number in range(60):
        cast.conversation(f"Question {number}")
    page = live(page_for(cast.alice, "/inbox/all/"))
    page.route("**/inbox/all/?*before=*", lambda route: route.abort())
    page.locator("#list-body").evaluate("pane => pane.scrollTop = pane.scrollHeight")
    expect(page.get_by_text("The rest of this list could not be loaded.")).to_be_visible()
    page.unroute("**/inbox/all/?*before=*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#rows > .row")).to_have_count(60)
    expect(page.get_by_text("The rest of this list could not be loaded.")).to_be_hidden()


@pytest.mark.covers("I1", "L2")
def test_new_rows_wait_while_one_reads_further_down(cast, page_for) -> None:
    for number in range(30):
        cast.conversation(f"Question {number}", visitor=cast.visitor(f"Visitor {number}"))
    page = live(page_for(cast.alice, "/inbox/all/"))
    pane = page.locator("#list-body")
    pane.evaluate("pane => pane.scrollTop = 400")
    third = page.locator("#rows > .row").nth(10)
    place = third.bounding_box()
    for words in ("First new", "Second new"):
        cast.conversation(words)
    expect(pane.locator(".arrivals")).to_contain_text("2 new")
    assert third.bounding_box() == place
    pane.get_by_role("button", name="2 new").click()
    expect(page.locator("#rows > .row").first).to_contain_text("Second new")


@pytest.mark.covers("I2")
def test_what_one_writes_is_there_at_once_and_then_confirmed(cast, open_for) -> None:
    conversation = cast.conversation("Hello")
    page = open_for(cast.alice, conversation)
    held = []
    page.route("**/messages/", lambda route: held.append(route))
    composer(page).fill("Good <b>morning</b>")
    page.keyboard.press("Control+Enter")
    bubble = line(page, "Good <b>morning</b>")
    expect(bubble).to_have_attribute("data-pending", "")
    expect(composer(page)).to_have_value("")
    on_its_way(page, held).continue_()
    expect(bubble).not_to_have_attribute("data-pending", "")
    expect(bubble).to_have_count(1)
    expect(bubble).to_have_attribute("data-seq", "2")


@pytest.mark.covers("I2")
def test_a_note_is_written_on_its_own_paper(cast, open_for) -> None:
    page = open_for(cast.alice, cast.conversation("Hello"))
    page.keyboard.press("n")
    expect(page.locator(".composer")).to_have_attribute("data-kind", "note")
    page.keyboard.type("Between us")
    page.keyboard.press("Control+Enter")
    expect(line(page, "Between us")).to_have_class(re.compile("message--note"))
    expect(line(page, "Between us").get_by_text("Internal note")).to_be_visible()


@pytest.mark.covers("I2")
def test_a_note_that_waits_looks_like_a_note_after_a_reload(cast, open_for, browser) -> None:
    browser.allow("ERR_FAILED")
    page = open_for(cast.alice, cast.conversation("Hello"))
    page.route("**/messages/", lambda route: route.abort())
    page.keyboard.press("n")
    page.keyboard.type("Between us")
    page.keyboard.press("Control+Enter")
    expect(line(page, "Between us")).to_contain_text("Waiting for a connection")
    page.reload()
    expect(line(page, "Between us")).to_have_class(re.compile("message--note"))


@pytest.mark.covers("L3")
def test_two_who_answer_the_same_client_are_warned(cast, open_for) -> None:
    conversation = cast.conversation("Hello")
    alice, bob = open_for(cast.alice, conversation), open_for(cast.bob, conversation)
    composer(alice).press_sequentially("Dear", delay=10)
    expect(bob.locator("[data-typing-line]")).to_have_text("Alice Archer is replying")
    expect(bob.locator(".inbox__collision")).to_be_hidden()
    composer(bob).press_sequentially("Hello", delay=10)
    expect(alice.locator(".inbox__collision")).to_have_text("Bob Brandt is answering this client too.")
    composer(bob).press("Control+Enter")
    expect(line(alice, "Hello").last).to_be_visible()
    expect(alice.locator(".inbox__collision")).to_be_hidden()
    bob.keyboard.press("Escape")
    bob.keyboard.press("n")
    bob.keyboard.type("A note is no answer")
    expect(alice.locator("[data-typing-line]")).to_have_text("Bob Brandt is typing")
    expect(alice.locator(".inbox__collision")).to_be_hidden()


@pytest.mark.covers("I2")
def test_the_guard_gives_the_words_back_and_shows_what_came(cast, open_for, browser) -> None:
    browser.allow("status of 409")
    conversation = cast.conversation("Hello")
    page = open_for(cast.alice, conversation)
    composer(page).fill("My answer")
    held = []
    page.route("**/messages/", lambda route: held.append(route))
    page.keyboard.press("Control+Enter")
    on_its_way(page, held)
    with cast.scope():
        conversation.reply(by=cast.bob, body="Bob was faster")
    held[0].continue_()
    page.unroute("**/messages/")
    guard = page.locator(".inbox__guard")
    expect(guard).to_contain_text("This conversation has moved on")
    expect(guard).to_contain_text("Bob was faster")
    expect(composer(page)).to_have_value("My answer")
    expect(composer(page)).to_be_focused()
    expect(line(page, "My answer")).to_have_count(0)
    guard.get_by_role("button", name="Keep writing").click()
    expect(guard).to_be_hidden()
    composer(page).fill("My answer, changed")
    page.keyboard.press("Control+Enter")
    expect(line(page, "My answer, changed")).not_to_have_attribute("data-pending", "")


@pytest.mark.covers("I2")
def test_a_guarded_message_is_given_back_when_one_comes_to_the_conversation_again(cast, open_for, browser) -> None:
    browser.allow("status of 409|ERR_FAILED")
    conversation = cast.conversation("Hello")
    page = open_for(cast.alice, conversation)
    page.route("**/messages/", lambda route: route.abort())
    composer(page).fill("Written on the train")
    page.keyboard.press("Control+Enter")
    expect(line(page, "Written on the train")).to_contain_text("Waiting for a connection")
    with cast.scope():
        conversation.reply(by=cast.bob, body="Bob was faster")
    page.goto(page.url.partition("/inbox/")[0] + "/inbox/closed/")
    with page.expect_response("**/messages/") as refused:
        page.unroute("**/messages/")
    assert refused.value.status == 409
    page.go_back()
    expect(page.locator(".inbox__guard")).to_contain_text("Bob was faster")
    expect(composer(page)).to_have_value("Written on the train")
    page.keyboard.press("Control+Enter")
    expect(line(page, "Written on the train")).not_to_have_attribute("data-pending", "")


@pytest.fixture
def moved_on(cast, open_for, browser):
    """`moved_on(write, meanwhile)`: what Alice sends by `write` is on its way, she does `meanwhile`, and Bob was faster."""
    browser.allow("status of 409")

    def play(write, meanwhile=lambda page: None) -> tuple[Page, Conversation]:
        conversation, held = cast.conversation("Hello"), []
        page = open_for(cast.alice, conversation)
        page.route("**/messages/", lambda route: held.append(route))
        write(page)
        composer(page).press("Control+Enter")
        on_its_way(page, held)
        meanwhile(page)
        with cast.scope():
            conversation.reply(by=cast.bob, body="Bob was faster")
        held[0].continue_()
        page.unroute("**/messages/")
        return page, conversation

    return play


def begin_a_note(page: Page) -> None:
    page.get_by_role("button", name="Note").click()
    page.keyboard.type("Between us: they never pay")


def said(cast, conversation) -> list[tuple[str, str]]:
    with cast.scope():
        return list(conversation.messages.order_by("seq").values_list("kind", "body"))


@pytest.mark.covers("I2")
def test_a_guarded_reply_never_meets_a_note(cast, moved_on) -> None:
    page, conversation = moved_on(lambda page: composer(page).fill("For the client"), begin_a_note)
    bubble = line(page, "For the client")
    expect(bubble).to_contain_text("Not sent. This conversation has moved on")
    expect(composer(page)).to_have_value("Between us: they never pay")
    expect(page.locator(".composer")).to_have_attribute("data-kind", "note")
    bubble.get_by_role("button", name="Edit").click()
    expect(page.get_by_text("What was not sent waits above")).to_be_visible()
    expect(composer(page)).to_have_value("Between us: they never pay")
    bubble.get_by_role("button", name="Send anyway").click()
    expect(bubble).to_have_attribute("data-seq", "3")
    composer(page).press("Control+Enter")
    expect(line(page, "Between us")).to_have_attribute("data-seq", "4")
    assert said(cast, conversation)[2:] == [("reply", "For the client"), ("note", "Between us: they never pay")]


@pytest.mark.covers("I2")
def test_a_guarded_reply_does_not_meet_the_note_that_one_comes_back_to(cast, moved_on) -> None:
    page, _conversation = moved_on(lambda page: composer(page).fill("For the client"), begin_a_note)
    expect(line(page, "For the client")).to_contain_text("has moved on")
    expect(page.get_by_text("Draft kept")).to_be_visible()
    page.reload()
    expect(line(page, "For the client")).to_contain_text("has moved on")
    expect(composer(page)).to_have_value("Between us: they never pay")
    expect(page.locator(".composer")).to_have_attribute("data-kind", "note")
    expect(page.locator(".inbox__guard")).to_be_hidden()
    composer(page).fill("")
    line(page, "For the client").get_by_role("button", name="Edit").click()
    expect(composer(page)).to_have_value("For the client")
    expect(page.locator(".composer")).to_have_attribute("data-kind", "reply")


@pytest.mark.covers("I2")
def test_a_refused_note_is_edited_as_a_note(cast, open_for, browser) -> None:
    browser.allow("status of 422")
    page = open_for(cast.alice, cast.conversation("Hello"))
    page.route("**/messages/", lambda route: route.fulfill(status=422, body="<p data-error>Not now.</p>"))
    begin_a_note(page)
    composer(page).press("Control+Enter")
    expect(line(page, "Between us")).to_contain_text("Not sent. Not now.")
    page.get_by_role("button", name="Reply").click()
    line(page, "Between us").get_by_role("button", name="Edit").click()
    expect(composer(page)).to_have_value("Between us: they never pay")
    expect(page.locator(".composer")).to_have_attribute("data-kind", "note")


@pytest.mark.covers("I2")
@pytest.mark.parametrize("words", ["As promised", ""], ids=["with words", "files alone"])
def test_the_guard_gives_the_files_back_too(cast, moved_on, words: str) -> None:
    def write(page: Page) -> None:
        file = {"name": "terms.txt", "mimeType": "text/plain", "buffer": b"Terms"}
        page.locator("input[type=file]").set_input_files(file)
        expect(page.locator(".composer__files [name=attachments]")).to_have_count(1)
        composer(page).fill(words)

    page, conversation = moved_on(write)
    expect(page.locator(".inbox__guard")).to_contain_text("Bob was faster")
    chip = page.locator(".composer__files .file")
    expect(chip).to_have_count(1)
    expect(chip).to_contain_text("terms.txt")
    expect(composer(page)).to_have_value(words)
    page.get_by_role("button", name="Send anyway").click()
    expect(page.locator(".thread").get_by_role("link", name="terms.txt")).to_be_visible()
    expect(chip).to_have_count(0)
    assert said(cast, conversation)[-1] == ("reply", words)


@pytest.mark.covers("I2")
def test_the_tab_that_wrote_hears_of_it_when_another_tab_sends(cast, open_for, browser) -> None:
    browser.allow("status of 409|ERR_FAILED")
    conversation = cast.conversation("Hello")
    page = open_for(cast.alice, conversation)
    other = page.context.new_page()
    other.goto(page.url.partition("/inbox/")[0] + "/inbox/all/")
    live(other)
    page.evaluate("void (navigator.locks.request = () => new Promise(() => {}))")  # it never has its turn
    composer(page).fill("My answer")
    page.keyboard.press("Control+Enter")
    expect(line(page, "My answer")).to_contain_text("Sending")
    with cast.scope():
        conversation.reply(by=cast.bob, body="Bob was faster")
    other.evaluate("void dispatchEvent(new Event('online'))")
    expect(page.locator(".inbox__guard")).to_contain_text("Bob was faster")
    expect(composer(page)).to_have_value("My answer")


@pytest.mark.covers("I2")
def test_a_draft_is_on_all_of_ones_devices(cast, open_for) -> None:
    conversation = cast.conversation("Hello")
    desk, phone = (open_for(cast.alice, conversation) for _ in range(2))
    composer(desk).fill("Dear Vera,")
    expect(desk.get_by_text("Draft kept")).to_be_visible()
    expect(composer(phone)).to_have_value("Dear Vera,")
    composer(phone).fill("Dear Vera, thank you.")
    expect(composer(desk)).to_have_value("Dear Vera,")  # she stands in it: nothing is taken from under her hands
    composer(desk).blur()
    composer(phone).fill("Dear Vera, thank you for this.")
    expect(composer(desk)).to_have_value("Dear Vera, thank you for this.")
    phone.keyboard.press("Control+Enter")
    expect(composer(desk)).to_have_value("")

    def gone() -> bool:
        with cast.scope():
            return not Draft.objects.exists()

    until(gone, what="the draft to be forgotten")
    expect(composer(open_for(cast.bob, conversation))).to_have_value("")


@pytest.mark.covers("I2")
def test_a_draft_survives_a_server_that_is_away(cast, open_for, browser) -> None:
    browser.allow("ERR_FAILED")
    page = open_for(cast.alice, cast.conversation("Hello"))
    page.route("**/draft/", lambda route: route.abort())
    composer(page).fill("Half a sentence")
    expect(page.get_by_text("Draft kept in this browser")).to_be_visible()
    page.unroute("**/draft/")
    page.reload()
    expect(composer(page)).to_have_value("Half a sentence")


@pytest.mark.covers("I2")
def test_a_draft_kept_here_does_not_replace_a_newer_one(cast, open_for, browser) -> None:
    browser.allow("ERR_FAILED")
    conversation = cast.conversation("Hello")
    page = open_for(cast.alice, conversation)
    page.route("**/draft/", lambda route: route.abort())
    composer(page).fill("Half a sentence")
    expect(page.get_by_text("Draft kept in this browser")).to_be_visible()
    with cast.scope():
        conversation.keep_draft(by=cast.alice, body="Written on the phone since", kind="note")
    page.unroute("**/draft/")
    page.reload()
    expect(composer(page)).to_have_value("Written on the phone since\n\nHalf a sentence")
    expect(page.locator(".composer")).to_have_attribute("data-kind", "note")
    expect(page.get_by_text("You have written on another device since")).to_be_visible()


@pytest.mark.covers("I2")
def test_files_go_along_and_pictures_are_shown(cast, open_for) -> None:
    conversation = cast.conversation("Hello")
    page, bob = open_for(cast.alice, conversation), open_for(cast.bob, conversation)
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "plan.png", "mimeType": "image/png", "buffer": picture()},
            {"name": "terms.txt", "mimeType": "text/plain", "buffer": b"Terms"},
        ]
    )
    chips = page.locator(".composer__files .file")
    expect(chips.locator("[name=attachments]")).to_have_count(2)
    page.reload()
    expect(chips.locator("[name=attachments]")).to_have_count(2)  # what was brought waits for the message
    composer(page).fill("As promised")
    page.keyboard.press("Control+Enter")
    for each in (page, bob):
        expect(line(each, "As promised").locator(".picture img")).to_have_attribute("alt", "plan.png")
        expect(line(each, "As promised").get_by_role("link", name="terms.txt")).to_be_visible()
    holds(bob, "document.querySelector('.picture img').naturalWidth > 0")
    expect(chips).to_have_count(0)


@pytest.mark.covers("I2")
def test_a_file_taken_off_is_gone_and_one_that_is_refused_says_why(cast, open_for, browser) -> None:
    browser.allow("status of 415")
    page = open_for(cast.alice, cast.conversation("Hello"))
    file = page.locator("input[type=file]")
    file.set_input_files({"name": "plan.png", "mimeType": "image/png", "buffer": picture()})
    chips = page.locator(".composer__files .file")
    expect(chips.locator("[name=attachments]")).to_have_count(1)
    page.get_by_role("button", name="Remove plan.png").click()
    expect(chips).to_have_count(0)
    file.set_input_files({"name": "page.html", "mimeType": "text/html", "buffer": b"<script>alert(1)</script>"})
    expect(page.locator(".file--failed")).to_contain_text("not taken here")
    composer(page).fill("Text")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("A file could not be added")).to_be_visible()
    expect(composer(page)).to_have_value("Text")
    page.reload()
    expect(chips).to_have_count(0)


@pytest.mark.covers("I2")
def test_older_lines_come_as_one_scrolls_up_and_nothing_jumps(cast, open_for) -> None:
    conversation = cast.conversation("line 1.")
    with cast.scope():
        for number in range(2, 131):
            conversation.note(by=cast.bob, body=f"line {number}.")
    page = open_for(cast.alice, conversation)
    pane = page.locator(".pane--detail .pane__body")
    expect(line(page, "line 130.")).to_be_in_viewport()
    for count, read in ((100, "line 83."), (130, "line 33.")):
        pane.evaluate("pane => pane.scrollTop = 0")
        place = line(page, read).bounding_box()
        holds(page, f"document.querySelectorAll('.thread > .message').length >= {count}")
        assert abs(line(page, read).bounding_box()["y"] - place["y"]) < 1
    expect(page.locator(".thread > .message")).to_have_count(130)
    expect(page.locator(".inbox__older")).to_have_count(0)
    seqs = page.locator(".thread > .message").evaluate_all("lines => lines.map(line => Number(line.dataset.seq))")
    assert seqs == list(range(1, 131))


@pytest.mark.covers("I2")
def test_what_is_new_begins_at_a_line(cast, open_for) -> None:
    visitor = cast.visitor("Vera")
    conversation = cast.conversation("Hello", visitor=visitor)
    with cast.scope():
        conversation.reply(by=cast.alice, body="Good morning")
        conversation.receive(visitor=visitor, body="While you were away")
    page = open_for(cast.alice, conversation)
    new = page.locator(".divider--new")
    expect(new).to_have_text("New")
    assert new.evaluate("divider => divider.nextElementSibling.textContent.includes('While you were away')")
    expect(page.locator(".thread > .divider").first).to_have_text("Today")
    expect(page.locator("#rows > .row[data-unread]")).to_have_count(0)


@pytest.mark.covers("L3", "I2")
def test_the_client_has_seen_it(cast, open_for) -> None:
    conversation = cast.conversation("Hello")
    page = open_for(cast.alice, conversation)
    for words in ("First", "Second"):
        with cast.scope():
            message = conversation.reply(by=cast.alice, body=words)
    expect(line(page, "Second")).not_to_contain_text("Seen by the client")
    with cast.scope():
        conversation.mark_seen_by_visitor(seq=message.seq)
    expect(line(page, "Second")).to_contain_text("Seen by the client")
    expect(line(page, "First")).not_to_contain_text("Seen by the client")


@pytest.mark.covers("I4")
def test_close_and_next_and_undo(cast, page_for) -> None:
    for words in ("Third", "Second", "First"):
        conversation = cast.conversation(words, visitor=cast.visitor(words))
        with cast.scope():
            conversation.assign(by=cast.alice, to=cast.alice)
    page = live(page_for(cast.alice, "/inbox/mine/"))
    page.locator("#rows > .row", has_text="First").locator("a").click()
    expect(line(page, "First")).to_be_visible()
    page.keyboard.press("e")
    expect(line(page, "Second")).to_be_visible()
    expect(page.locator("#rows > .row")).to_have_count(2)
    expect(page.locator("[data-count-of=mine]")).to_have_text("2")
    page.keyboard.press("z")
    expect(page.locator("#rows > .row")).to_have_count(3)
    page.get_by_role("link", name="Closed").click()
    expect(page.get_by_text("Nothing has been closed yet")).to_be_visible()


@pytest.mark.covers("I4")
def test_the_last_one_closed_leaves_an_empty_folder(cast, page_for) -> None:
    conversation = cast.conversation("Only one")
    with cast.scope():
        conversation.assign(by=cast.bob, to=cast.alice)
    page = live(page_for(cast.alice, f"/inbox/conversations/{conversation.pk}/?in=mine"))
    page.get_by_role("button", name="Close and next").click()
    expect(page.get_by_text("Nothing is waiting for you")).to_be_visible()
    expect(page.get_by_text("Choose a conversation")).to_be_visible()


@pytest.mark.covers("I3")
def test_giving_it_away(cast, open_for) -> None:
    conversation = cast.conversation("Hello")
    page = open_for(cast.alice, conversation, "?in=unassigned")
    page.keyboard.press("a")
    expect(page.get_by_role("menuitemradio", name="Me")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitemradio", name="Bob Brandt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".thread-head")).to_contain_text("with Bob Brandt")
    expect(page.locator("#rows > .row")).to_have_count(0)
    page.keyboard.press("a")
    expect(page.get_by_role("menuitemradio", name="Bob Brandt")).to_have_attribute("aria-checked", "true")


def test_a_row_stays_under_the_pointer_until_it_moves_away(cast, page_for) -> None:
    first, second = (cast.conversation(words, visitor=cast.visitor(words)) for words in ("Older", "Newer"))
    page = live(page_for(cast.alice, "/inbox/unassigned/"))
    page.locator(f"#row-{first.pk}").hover()
    with cast.scope():
        second.assign(by=cast.bob, to=cast.bob)
    expect(page.locator(f"#row-{second.pk}")).to_have_attribute("data-leaving", "")
    page.mouse.move(900, 400)
    expect(page.locator(f"#row-{second.pk}")).to_have_count(0)
    expect(page.locator("#rows > .row")).to_have_count(1)


def test_on_a_phone_one_pane_at_a_time(cast, page_for) -> None:
    conversation = cast.conversation("Hello", visitor=cast.visitor("Vera"))
    page = live(page_for(cast.alice, "/inbox/all/", viewport={"width": 390, "height": 844}, has_touch=True))
    expect(page.locator("#conversation")).to_be_hidden()
    page.locator(f"#row-{conversation.pk} a").tap()
    expect(line(page, "Hello")).to_be_visible()
    expect(page.locator("#list")).to_be_hidden()
    page.get_by_role("button", name="About the client").tap()
    expect(page.locator("#context")).to_be_visible()
    page.get_by_role("button", name="Close this panel").tap()
    expect(line(page, "Hello")).to_be_visible()
    page.get_by_role("link", name="Back to the list").tap()
    expect(page.locator("#list")).to_be_visible()
    expect(page.locator("#conversation")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_conversation_that_loads_slowly_shows_its_shape(cast, page_for) -> None:
    conversation = cast.conversation("Hello")
    page = live(page_for(cast.alice, "/inbox/all/"))
    held = []
    page.route(f"**/conversations/{conversation.pk}/**", lambda route: held.append(route))
    page.locator(f"#row-{conversation.pk} a").click()
    expect(page.locator(".inbox__opening")).to_be_visible()
    on_its_way(page, held).continue_()
    expect(line(page, "Hello")).to_be_visible()
    expect(page.locator(".inbox__opening")).to_be_hidden()


def test_one_that_cannot_be_opened_says_so_and_leaves_the_page_as_it_was(cast, page_for, browser) -> None:
    browser.allow("status of 500|Response Status Error")
    conversation = cast.conversation("Hello")
    page = live(page_for(cast.alice, "/inbox/all/"))
    page.route(f"**/conversations/{conversation.pk}/**", lambda route: route.fulfill(status=500, body="x"))
    page.locator(f"#row-{conversation.pk} a").click()
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong on our side")
    expect(page.get_by_text("Choose a conversation")).to_be_visible()
    page.unroute(f"**/conversations/{conversation.pk}/**")
    page.get_by_role("button", name="Try again").click()
    expect(line(page, "Hello")).to_be_visible()


def test_the_clients_card_is_edited_in_place_and_refused_with_a_sentence(cast, open_for, browser) -> None:
    browser.allow("status of 422|Response Status Error")
    conversation = cast.conversation("Hello", visitor=cast.visitor("Vera"))
    page, bob = open_for(cast.alice, conversation), open_for(cast.bob, conversation)
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Phone").fill("12")
    page.get_by_label("Name").fill("Vera Vance")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#context")).to_contain_text("Write the number with its country")
    expect(page.get_by_label("Name")).to_have_value("Vera Vance")
    page.get_by_label("Phone").fill("+44 20 7946 0123")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Phone")).to_have_count(0)
    trail.settle(cast)  # what the worker does
    for each in (page, bob):
        expect(each.locator(".thread-head__client")).to_have_text("Vera Vance")
        expect(each.locator("#context")).to_contain_text("+442079460123")
        expect(each.locator("#rows > .row")).to_contain_text("Vera Vance")


@pytest.mark.covers("L2")
def test_a_new_name_is_written_wherever_it_stands(cast, open_for) -> None:
    conversation = cast.conversation("Hello")
    with cast.scope():
        team = Team.objects.create(name="Client care")
        conversation.note(by=cast.bob, body="I know them")
        conversation.assign(by=cast.bob, to=cast.bob, team=team)
    page = open_for(cast.alice, conversation)
    with cast.scope():
        cast.bob.change_profile(by=cast.bob, name="Robert Brandt")
        team.rename(by=cast.alice, name="Client joy")
        cast.website.change(by=cast.alice, name="Web chat")
    head = page.locator(".thread-head__line")
    expect(head).to_contain_text("Web chat")
    expect(head).to_contain_text("with Robert Brandt · Client joy")
    expect(line(page, "I know them").locator(".message__author")).to_have_text("Robert Brandt")


@pytest.mark.covers("L2", "I2")
def test_a_conversation_that_is_taken_from_one_goes_from_the_screen(cast, open_for, browser) -> None:
    browser.allow("status of 404")  # its draft is not taken any more
    conversation, other = cast.conversation("Hello"), cast.inbox("Careers")
    kept = cast.conversation("For everybody", inbox=other)
    page = open_for(cast.bob, conversation)
    expect(page.locator(f"#row-{conversation.pk}")).to_be_visible()
    composer(page).fill("Half a sentence")
    with cast.scope():
        team = Team.objects.create(name="Client care")
        cast.website.let_work([team], by=cast.alice)
    pane = page.locator("#conversation")
    expect(pane).to_contain_text("This is not open to you any more")
    expect(pane).to_contain_text("An owner or an admin can give you access again")
    expect(pane).not_to_contain_text("Hello")
    expect(page.locator("#context")).to_be_empty()
    expect(page.locator(f"#row-{conversation.pk}")).to_have_count(0)
    expect(page.locator(f"#row-{kept.pk}")).to_be_visible()
    expect(page.locator("[data-count-of=unassigned]")).to_have_text("1")
    live(page)


@pytest.mark.covers("I1")
def test_the_figures_of_one_inbox_stay_those_of_that_inbox(cast, page_for) -> None:
    careers = cast.inbox("Careers")
    cast.conversation("For the website")
    page = live(page_for(cast.alice, f"/inbox/unassigned/?inbox={careers.pk}"))
    figure = page.locator("[data-count-of=unassigned]")
    expect(figure).to_have_text("0")
    cast.conversation("A job?", inbox=careers)
    expect(figure).to_have_text("1")
    cast.conversation("Another?", inbox=careers)
    expect(figure).to_have_text("2")


@pytest.mark.covers("I2")
def test_a_file_sent_on_one_device_waits_on_no_other(cast, open_for) -> None:
    conversation = cast.conversation("Hello")
    desk, phone = (open_for(cast.alice, conversation) for _ in range(2))
    file = {"name": "terms.txt", "mimeType": "text/plain", "buffer": b"Terms"}
    desk.locator("input[type=file]").set_input_files(file)
    chip = phone.locator(".composer__files .file")
    expect(chip).to_contain_text("terms.txt")
    expect(desk.locator(".composer__files .file")).to_have_count(1)
    desk.locator("textarea[name=body]").press("Control+Enter")
    expect(line(desk, "terms.txt")).to_have_attribute("data-seq", "2")
    expect(chip).to_have_count(0)
    composer(phone).fill("And these words")
    composer(phone).press("Control+Enter")
    expect(line(phone, "And these words")).to_have_attribute("data-seq", "3")
