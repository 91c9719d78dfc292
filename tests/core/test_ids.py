"""Row ids are UUID version 7: sortable by the millisecond, never twice the same."""

from hypothesis import given
from hypothesis import strategies as st

from core.ids import parse_uuid, uuid7


@given(st.integers(min_value=0, max_value=2**48 - 1))
def test_an_id_says_its_version_and_its_moment(ms: int) -> None:
    made = uuid7(ms)
    assert made.version == 7
    assert made.int >> 62 & 0b11 == 0b10
    assert made.int >> 80 == ms


@given(st.integers(min_value=0, max_value=2**48 - 2))
def test_a_later_id_sorts_later(ms: int) -> None:
    assert uuid7(ms) < uuid7(ms + 1)
    assert str(uuid7(ms)) < str(uuid7(ms + 1))


def test_ids_of_one_moment_differ() -> None:
    assert len({uuid7(5) for _ in range(1000)}) == 1000


def test_what_is_no_id_is_none() -> None:
    assert parse_uuid("not-an-id") is None
    assert parse_uuid(None) is None
    assert parse_uuid(str(uuid7())) is not None
