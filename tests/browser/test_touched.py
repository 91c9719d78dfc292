"""What a person touches is never morphed away; everything else shows the newest state; lists keep their order."""

import json
import subprocess

import pytest
from playwright.sync_api import Page

from tests.browser.holding import holds
from tools import node
from tools.places import ROOT


@pytest.fixture(scope="module")
def harness() -> str:
    """The page's own modules, as one script the driver evaluates."""
    esbuild = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
    source = ROOT / "tests" / "browser" / "harness.ts"
    command = [node.node(), esbuild, source, "--bundle", "--format=iife", "--global-name=live"]
    built = subprocess.run(command, env=node.environment(), capture_output=True, text=True, check=True)
    return built.stdout + "\nwindow.live = live;"


@pytest.fixture
def page(browser, server, harness) -> Page:
    page = browser.page(f"{server.url}/design/")
    page.wait_for_selector("html[data-started]")
    page.evaluate(harness)
    return page


def show(page: Page, html: str) -> None:
    page.evaluate("html => { document.getElementById('main').innerHTML = html }", html)


def upsert(page: Page, id: str, html: str, into: str | None = None) -> None:
    page.evaluate("([id, html, list]) => live.upsert(id, html, list ?? undefined)", [id, html, into])


def card(title: str, body: str = "") -> str:
    return f'<section id="card"><h2>{title}</h2><textarea id="words" aria-label="Words">{body}</textarea></section>'


def test_the_focused_field_keeps_words_cursor_and_focus_while_the_rest_changes(page) -> None:
    show(page, card("Before"))
    field = page.get_by_label("Words")
    field.fill("half a sentence")
    field.evaluate("f => f.setSelectionRange(4, 4)")
    upsert(page, "card", card("After", "from elsewhere"))
    assert page.locator("#card h2").inner_text() == "After"
    assert field.evaluate("f => [f === document.activeElement, f.value, f.selectionStart]") == [
        True,
        "half a sentence",
        4,
    ]


def test_an_untouched_field_follows(page) -> None:
    show(page, card("Before", "old"))
    upsert(page, "card", card("After", "new"))
    assert page.get_by_label("Words").input_value() == "new"


def test_a_field_that_was_changed_and_left_keeps_its_words(page) -> None:
    show(page, card("Before"))
    page.get_by_label("Words").fill("a draft")
    page.get_by_label("Words").blur()
    upsert(page, "card", card("After", "from elsewhere"))
    assert page.get_by_label("Words").input_value() == "a draft"
    assert page.locator("#card h2").inner_text() == "After"


def test_what_was_held_back_is_shown_when_the_person_lets_go(page) -> None:
    show(page, card("Before", "old") + '<button id="away">Away</button>')
    page.get_by_label("Words").focus()
    upsert(page, "card", card("After", "new"))
    assert page.get_by_label("Words").input_value() == "old"
    page.locator("#away").focus()
    holds(page, "document.getElementById('words').value === 'new'")


def test_an_element_with_the_focused_field_is_not_taken_away_until_it_is_left(page) -> None:
    show(page, card("Before") + '<button id="away">Away</button>')
    page.get_by_label("Words").fill("half a sentence")
    page.evaluate("live.remove('card')")
    assert page.get_by_label("Words").input_value() == "half a sentence"
    page.get_by_label("Words").fill("")
    page.locator("#away").focus()
    page.wait_for_selector("#card", state="detached")


@pytest.mark.parametrize(
    ("inside", "open_it", "close_it", "is_open"),
    [
        ("<dialog id='inner'>{}</dialog>", "i.showModal()", "i.close()", "i.open"),
        ("<div id='inner' popover>{}</div>", "i.showPopover()", "i.hidePopover()", "i.matches(':popover-open')"),
        (
            "<div id='inner' draggable='true'>{}</div>",
            "i.toggleAttribute('data-dragging', true)",
            "(i.toggleAttribute('data-dragging', false), i.dispatchEvent(new DragEvent('dragend', {bubbles: true})))",
            "i.hasAttribute('data-dragging')",
        ),
    ],
    ids=["dialog", "menu", "drag"],
)
def test_what_is_open_or_dragged_stays_and_then_shows_the_newest(page, inside, open_it, close_it, is_open) -> None:
    def section(words: str) -> str:
        return f"<section id='card'><h2>{words}</h2>{inside.format(words)}</section>"

    act = "i => {}".replace("{}", "({})")
    show(page, section("one"))
    inner = page.locator("#inner")
    inner.evaluate(act.format(open_it))
    upsert(page, "card", section("two"))
    upsert(page, "card", section("three"))
    assert inner.evaluate(act.format(is_open))
    assert inner.text_content() == "one"
    assert page.locator("#card h2").text_content() == "three"
    inner.evaluate(act.format(close_it))
    holds(page, "document.getElementById('inner')?.textContent === 'three'")


def rows(page: Page) -> list[str]:
    return page.locator("#rows > [data-key]").evaluate_all("all => all.map(each => each.id)")


def row(key: int, words: str = "") -> str:
    return f'<li id="row-{key}" data-key="{key}"><a href="#row-{key}">{words or key}</a></li>'


@pytest.mark.parametrize(("order", "expected"), [("asc", [1, 5, 7, 20]), ("desc", [20, 7, 5, 1])])
def test_rows_go_to_their_place_and_a_replay_changes_nothing(page, order, expected) -> None:
    show(page, f'<ul id="rows" data-order="{order}"></ul>')
    for key in (7, 1, 20, 5, 7, 1):
        upsert(page, f"row-{key}", row(key), "rows")
    assert rows(page) == [f"row-{key}" for key in expected]


def test_a_row_whose_key_changes_moves_and_keeps_the_focus(page) -> None:
    show(page, f'<ul id="rows" data-order="desc">{row(9)}{row(5)}{row(1)}</ul>')
    page.locator("#row-1 a").focus()
    upsert(page, "row-1", '<li id="row-1" data-key="30"><a href="#row-1">newer</a></li>', "rows")
    assert rows(page) == ["row-1", "row-9", "row-5"]
    assert page.evaluate("document.activeElement.textContent") == "newer"


def test_a_part_of_a_longer_list_does_not_take_what_belongs_below_it(page) -> None:
    show(page, f'<ul id="rows" data-order="desc" data-more>{row(9)}{row(5)}</ul>')
    upsert(page, "row-2", row(2), "rows")
    upsert(page, "row-7", row(7), "rows")
    assert rows(page) == ["row-9", "row-7", "row-5"]


def test_a_row_for_a_list_that_is_not_here_is_no_matter(page) -> None:
    show(page, '<ul id="rows"></ul>')
    upsert(page, "row-1", row(1), "another-list")
    assert rows(page) == []


def test_when_the_row_one_stands_on_goes_the_focus_goes_to_its_neighbour(page) -> None:
    show(page, f'<ul id="rows">{row(1)}{row(2)}{row(3)}</ul>')
    page.locator("#row-2 a").focus()
    page.evaluate("live.remove('row-2')")
    assert page.evaluate("document.activeElement.textContent") == "3"


def test_words_that_the_browser_made_of_a_moment_stay_until_the_moment_changes(page) -> None:
    def at(moment: str) -> str:
        return (
            f'<p id="at"><time datetime="{moment}" data-controller="time" data-time-style-value="time">UTC</time></p>'
        )

    show(page, at("2026-03-10T14:05:00Z"))
    holds(page, "document.querySelector('#at time').textContent.includes(':05')")
    upsert(page, "at", at("2026-03-10T14:05:00Z"))
    assert ":05" in page.locator("#at").inner_text()
    upsert(page, "at", at("2026-03-10T14:06:00Z"))
    holds(page, "document.querySelector('#at time').textContent.includes(':06')")


def test_the_stamp_of_what_is_mine_survives(page) -> None:
    show(page, '<ul id="rows"></ul>')
    for words in ("one", "two"):
        upsert(page, "m", f'<li id="m" data-key="1" data-author="1">{words}</li>', "rows")
    assert page.locator("#m").get_attribute("data-mine") == ""


def test_an_element_may_keep_attributes_or_itself(page) -> None:
    def part(words: str) -> str:
        return f'<div id="part" data-keep="aria-selected"><b>{words}</b><i data-kept>{words}</i></div>'

    show(page, part("one"))
    page.locator("#part").evaluate("e => e.setAttribute('aria-selected', 'true')")
    upsert(page, "part", part("two"))
    assert page.locator("#part").get_attribute("aria-selected") == "true"
    assert page.locator("#part b").inner_text() == "two"
    assert page.locator("#part i").inner_text() == "one"


def test_a_refresh_that_read_an_older_state_than_was_shown_runs_again(page) -> None:
    answers = ["old", "new"]
    asked: list[str] = []

    def answer(route) -> None:
        words = answers[len(asked)]
        asked.append(words)
        if words == "old":  # while it was being read, a newer state came over the socket
            upsert_now = json.dumps('<p id="part">pushed</p>')
            page.evaluate(f"live.upsert('part', {upsert_now})")
        route.fulfill(status=200, content_type="text/html", body=f'<p id="part">{words}</p>')

    page.route("**/part/", answer)
    show(page, '<p id="part">first</p>')
    page.evaluate("live.refresh('part', '/part/')")
    holds(page, "document.getElementById('part').textContent === 'new'")
    assert asked == ["old", "new"]


def thread(*lines: str) -> str:
    """A part with a list in it, and a field that somebody may be in."""
    items = "".join(f'<li id="{line}" data-key="{line}">{line}</li>' for line in lines)
    return f'<div id="part"><ol id="lines" data-order="asc">{items}</ol><textarea aria-label="Words"></textarea></div>'


def lines_of(page: Page) -> list[str]:
    return page.locator("#lines li").all_inner_texts()


@pytest.mark.parametrize("deed", ["comes", "goes"])
def test_a_refresh_knows_what_came_and_went_in_a_list_meanwhile(page, deed: str) -> None:
    asked: list[list[str]] = []
    now = {"comes": ["a", "b", "c"], "goes": ["a"]}[deed]
    push = {"comes": "live.upsert('c', '<li id=c data-key=c>c</li>', 'lines')", "goes": "live.remove('b')"}[deed]

    def answer(route) -> None:
        asked.append(["a", "b"] if not asked else now)
        if len(asked) == 1:
            page.evaluate(push)
        route.fulfill(status=200, content_type="text/html", body=thread(*asked[-1]))

    page.route("**/part/", answer)
    show(page, thread("a", "b"))
    page.evaluate("live.refresh('part', '/part/')")
    assert lines_of(page) == now
    assert len(asked) == 2


def test_what_came_since_a_refresh_stays_when_the_field_in_it_is_left(page) -> None:
    there = ["a", "b"]
    page.route("**/part/", lambda route: route.fulfill(status=200, content_type="text/html", body=thread(*there)))
    show(page, thread("a"))
    field = page.get_by_label("Words")
    field.fill("half a sentence")
    page.evaluate("live.refresh('part', '/part/')")
    there.append("c")
    upsert(page, "c", '<li id="c" data-key="c">c</li>', "lines")
    field.blur()
    assert (lines_of(page), field.input_value()) == (there, "half a sentence")
    field.fill("")
    with page.expect_response("**/part/"):
        field.blur()
    there.append("d")
    upsert(page, "d", '<li id="d" data-key="d">d</li>', "lines")
    assert lines_of(page) == there


def test_a_refresh_of_what_is_gone_takes_it_away(page, browser) -> None:
    browser.allow("status of 404")
    page.route("**/part/", lambda route: route.fulfill(status=404, body=""))
    show(page, '<p id="part">first</p>')
    page.evaluate("live.refresh('part', '/part/')")
    page.wait_for_selector("#part", state="detached")
