"""Contrast by calculation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.colour import contrast, is_colour, readable_under_white

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0f6e6e", "#ffffff", 6.0)]
)
def test_known_ratios(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.05)


@given(colours)
def test_white_words_can_be_read_on_every_colour(colour):
    assert contrast(readable_under_white(colour), "#ffffff") >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_is():
    assert readable_under_white("#0f6e6e") == "#0f6e6e"


@pytest.mark.parametrize("text", ["#fff", "red", "#0f6e6e;", "", None, "#0f6e6g"])
def test_what_is_no_colour(text):
    assert not is_colour(text)
