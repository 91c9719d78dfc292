"""What counts as the same word, how a question is understood, which part of a text is shown: the pure parts of the search."""

import random

import pytest

from core.words import line_words, phone_words, spans, words
from inbox.errors import NothingToFind, TooMuchToFind
from inbox.search.marks import LENGTH, marked, says, snippet
from inbox.search.query import LONGEST, MOST_WORDS, Query

pytestmark = pytest.mark.covers("I11")

SAME = [
    ("Müßig", "MUSSIG"),
    ("résumé", "Re\u0301sume\u0301"),
    ("İstanbul", "istanbul"),
    ("Łódź", "lodz"),
    ("Ærø", "AERO"),
    ("ﬁnance", "Finance"),
    ("ＡＢＣ１２", "abc12"),
    ("أحمد", "احمد"),
    ("عـــربي", "عربي"),
    ("שָׁלוֹם", "שלום"),
    ("Ελλάδα", "ελλαδα"),
    ("Йод", "иод"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_case_and_accents_do_not_matter(one: str, other: str) -> None:
    assert words(one) == words(other) != set()


APART = [
    ("plan_v2-final.PDF", {"plan", "v2", "final", "pdf"}),
    ("anna.smith@acme.example", {"anna", "smith", "acme", "example"}),
    ("1,200.50 €", {"1", "200", "50"}),
    ("請求書を", {"請", "求", "書", "を"}),
    ("हिन्दी शब्द", {"हिनदी", "शबद"}),
    ("नहीं", {"नहीं"}),
    ("🎉🎉 1\ufe0f\u20e3", {"1"}),
    ("…—!?'\"\\|&:*()<>", set()),
    ("\u200f\u202e\u2066", set()),
    ("\ufe0f\u0301", set()),
    ("", set()),
]


@pytest.mark.parametrize(("text", "expected"), APART)
def test_what_is_a_word(text: str, expected: set[str]) -> None:
    assert words(text) == expected


def test_words_are_where_they_are_said_to_be() -> None:
    text = "Über den Tender, ½ davon; O'Brien 請求"
    assert [(word, text[start:end]) for word, start, end in spans(text)] == [
        ("uber", "Über"),
        ("den", "den"),
        ("tender", "Tender"),
        ("1", "½"),
        ("2", "½"),
        ("davon", "davon"),
        ("o", "O"),
        ("brien", "Brien"),
        ("請", "請"),
        ("求", "求"),
    ]


def test_words_are_kept_to_a_length_that_an_index_takes() -> None:
    assert {len(word) for word in words("x" * 20_000 + " " + "é" * 20_000)} == {40}


PHONES = ["+491512345678", "491512345678", "00491512", "0151234", "1512345678", "2345678", "5678"]


@pytest.mark.parametrize("asked", PHONES)
def test_a_number_is_found_by_its_parts(asked: str) -> None:
    terms = Query.parse(asked).words
    assert all(any(word.startswith(term) for word in phone_words("+491512345678")) for term in terms)


def test_a_number_grouped_as_people_write_it() -> None:
    terms = Query.parse("+49 151 2345-67").words
    assert all(any(word.startswith(term) for word in phone_words("+491512345678")) for term in terms)


def test_a_line_is_found_by_all_that_belongs_to_it() -> None:
    found = line_words(["See the plan", "offer.pdf"], ["Vera Vance", "vera@client.example"], "+1202")
    assert {"see", "plan", "offer", "pdf", "vera", "vance", "client", "example", "1202"} <= found


QUESTIONS = [
    ("tender anna", ("tender", "anna"), "", "client team note", ()),
    ("Tender from:client", ("tender",), "", "client", ()),
    ("from:team tender", ("tender",), "", "team note", ()),
    ("is:note tender", ("tender",), "", "note", ()),
    ("FROM:Team IS:Note tender", ("tender",), "", "note", ()),
    ("from:client is:note tender", ("tender",), "", "", ()),
    ("from:client from:team tender", ("tender",), "", "team note", ()),
    ("is:open tender", ("tender",), "open", "client team note", ()),
    ("tender is:closed", ("tender",), "closed", "client team note", ()),
    ("in:website tender", ("tender",), "", "client team note", ("website",)),
    ('in:"Customer care" in:web tender', ("tender",), "", "client team note", ("customer care", "web")),
    ('tender in:"Customer', ("tender",), "", "client team note", ("customer",)),
    ("tender from:", ("tender",), "", "client team note", ()),
    ("tender is:op", ("tender",), "", "client team note", ()),
    ("tender in:", ("tender",), "", "client team note", ()),
    ("is:lost", ("is", "lost"), "", "client team note", ()),
    ("https://x.example/?in:a", ("https", "x", "example", "in", "a"), "", "client team note", ()),
    ("ten tender te", ("tender",), "", "client team note", ()),
    ("tender tender", ("tender",), "", "client team note", ()),
]


@pytest.mark.parametrize(("text", "terms", "state", "sides", "inboxes"), QUESTIONS)
def test_how_a_question_is_understood(text: str, terms, state: str, sides: str, inboxes) -> None:
    query = Query.parse(text)
    assert (query.words, query.state, query.sides, query.inboxes) == (terms, state, tuple(sides.split()), inboxes)
    query.check()


@pytest.mark.parametrize(
    "text", ["", "   ", "…!?", "🎉🎉🎉", "'\"", "from:client", "is:open in:website", "\u202e\u200f"]
)
def test_nothing_to_look_for(text: str) -> None:
    with pytest.raises(NothingToFind):
        Query.parse(text).check()


TOO_MUCH = [" ".join(f"w{n}x" for n in range(10_000)), "a" * (LONGEST + 1), "a b c d e f g h i j k l m n o p q r s t u"]


@pytest.mark.parametrize("text", TOO_MUCH, ids=range(len(TOO_MUCH)))
def test_too_much_to_look_for(text: str) -> None:
    assert len(Query.parse(text).words) <= LONGEST
    with pytest.raises(TooMuchToFind):
        Query.parse(text).check()


def test_as_many_words_as_are_taken() -> None:
    Query.parse(" ".join(f"w{n:02}" for n in range(MOST_WORDS))).check()


def drawn(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_words_are_marked_where_they_begin_with_what_was_asked() -> None:
    assert drawn(marked("The Tender of tenders, TÉNDER; pretender", ("tender",))) == (
        "The [Tender] of [tenders], [TÉNDER]; pretender"
    )
    assert drawn(marked("½ of 請求書", ("2", "求"))) == "[½] of 請[求]書"
    assert marked("", ("a",)) == []


def test_a_short_text_is_shown_whole_on_one_line() -> None:
    assert drawn(snippet("Good\n\n  morning,\tVera", ("vera",))) == "Good morning, [Vera]"


def test_the_part_in_which_the_most_words_stand_is_shown() -> None:
    text = "tender " + "and so on " * 60 + "the tender has a price of ten " + "and more " * 60
    part = drawn(snippet(text, ("tender", "price")))
    assert "[tender] has a [price]" in part
    assert part.startswith("…")
    assert part.endswith("…")
    assert len(part) <= LENGTH + 10


def test_without_its_words_a_text_begins_at_its_beginning() -> None:
    part = drawn(snippet("word " * 100, ("vera",)))
    assert part.startswith("word word")
    assert part.endswith("word…")


@pytest.mark.parametrize("seed", range(5))
def test_a_snippet_shows_what_was_asked_for_whatever_the_text(seed: int) -> None:
    chance = random.Random(seed)
    alphabet = ["tender", "Ténder", "x" * 300, "請求", "\u202eabc", "🎉", "a", "½", "<b>", "\n"]
    for _ in range(200):
        text = " ".join(chance.choice(alphabet) for _ in range(chance.randrange(80)))
        part = snippet(text, ("tender",))
        assert says(text, ("tender",)) == any(piece.marked for piece in part)
        assert "".join(piece.text for piece in part).strip("…") in " ".join(text.split())
        assert sum(len(piece.text) for piece in part) <= LENGTH + 2
