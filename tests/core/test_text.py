"""Text that people paste is kept readable and harmless, and never changes twice."""

from hypothesis import given
from hypothesis import strategies as st

from core.text import one_line, tidy

ANYTHING = st.text(st.characters(codec=None), max_size=200)


@given(ANYTHING)
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(ANYTHING)
def test_tidy_text_can_be_stored(text: str) -> None:
    clean = tidy(text)
    assert "\0" not in clean
    clean.encode("utf-8")


def test_line_ends_become_one_kind() -> None:
    assert tidy("a\r\nb\rc\n") == "a\nb\nc"


def test_direction_overrides_are_taken_out_and_marks_stay() -> None:
    assert tidy("invoice\u202egpj.exe") == "invoicegpj.exe"
    assert tidy("\u200fשלום") == "\u200fשלום"


@given(ANYTHING, st.integers(min_value=1, max_value=50))
def test_one_line_is_one_line_and_short(text: str, length: int) -> None:
    line = one_line(text, length)
    assert "\n" not in line
    assert len(line) <= length
