"""Blanks in texts: a name from a table, never more; no client reads a gap."""

import pytest

from timeline import filling

pytestmark = pytest.mark.covers("I9")


class Anna:
    name, email, phone = "Dr. Anna Maria Weber", "anna@client.example", ""


class Nobody:
    name = email = phone = ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Hello {{contact.first_name}},", "Hello Anna,"),
        ("Hello {{ contact.last_name | you }}", "Hello Weber"),
        ("Call {{contact.phone|us}}", "Call us"),
        ("Call {{contact.phone}}", "Call [[missing: contact.phone]]"),
        ("Call {{contact.phone|}}", "Call [[missing: contact.phone]]"),
        ("{{firm.name|we}}", "we"),
        ("{ {contact.name} } and {{ alone", "{ {contact.name} } and {{ alone"),
        ("{{contact.name}}{{contact.name}}", "Dr. Anna Maria WeberDr. Anna Maria Weber"),
    ],
    ids=["value", "spaces", "fallback", "missing", "empty-fallback", "no-subject", "braces", "twice"],
)
def test_a_blank_says(text: str, says: str) -> None:
    assert filling.fill(text, {"contact": Anna()}) == says


@pytest.mark.parametrize(
    "written",
    [
        "contact.__class__",
        "contact.name.upper",
        "7*7",
        "contact.name()",
        "me.password",
        "contact.first_name|a}b",
        "% load x %",
        "",
        "contact.name\n|x\ny",
    ],
    ids=str,
)
def test_what_is_no_blank_is_named_and_left_as_it_is(written: str) -> None:
    text = f"A {{{{{written}}}}} b"
    assert filling.unknown_in(text) == [" ".join(written.split())]
    assert filling.fill(text, {"contact": Anna(), "me": Anna()}) == text


def test_what_a_client_calls_themselves_is_not_read_again() -> None:
    class Sly(Nobody):
        name = "{{me.email}}\u202e\nx"

    assert filling.fill("Hi {{contact.name}}!", {"contact": Sly(), "me": Anna()}) == "Hi {{me.email}} x!"


def test_a_long_text_of_blanks_is_filled_at_once() -> None:
    text = "{{contact.name|x}}" * 1_000 + "{{" * 1_000
    assert filling.fill(text, {"contact": Nobody()}) == "x" * 1_000 + "{{" * 1_000
