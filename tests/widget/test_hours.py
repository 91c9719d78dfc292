"""Business hours: what the firm's wall clock says, over every jump of summer time; and when it changes next."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inbox.hours import DAYS, Closure, Hours

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Sao_Paulo",
    "Pacific/Apia",
]
MINUTE = timedelta(minutes=1)
CLOCKS = st.integers(0, 24 * 12 - 1).map(lambda five: f"{five // 12:02d}:{five % 12 * 5:02d}") | st.just("23:59")


@st.composite
def days(draw: st.DrawFn) -> list[list[str]]:
    clocks = sorted(set(draw(st.lists(CLOCKS, max_size=4))))
    return [list(span) for span in zip(clocks[::2], clocks[1::2], strict=False)]


@st.composite
def any_hours(draw: st.DrawFn) -> Hours:
    closures = draw(st.lists(st.dates(date(2025, 3, 20), date(2025, 11, 10)), max_size=3))
    return Hours(
        week={day: draw(days()) for day in DAYS},
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        closures=[Closure(day, day + timedelta(days=draw(st.integers(0, 3)))) for day in closures],
    )


# Around the jumps of these zones in 2025, and days like any other.
MINUTES = 11 * 24 * 60
JUMPS = (datetime(2025, 3, 28, tzinfo=UTC), datetime(2025, 10, 24, tzinfo=UTC))
MOMENTS = st.builds(lambda start, minute: start + MINUTE * minute, st.sampled_from(JUMPS), st.integers(0, MINUTES))


@pytest.mark.covers("W2")
@settings(max_examples=60, deadline=None)
@given(any_hours(), MOMENTS)
@example(
    Hours({"sun": [["02:15", "02:45"]]}, ZoneInfo("Europe/Berlin")), datetime(2025, 3, 30, 0, 0, tzinfo=UTC)
)  # skipped
@example(
    Hours({"sun": [["02:15", "02:45"]]}, ZoneInfo("Europe/Berlin")), datetime(2025, 10, 26, 0, 0, tzinfo=UTC)
)  # twice
@example(Hours({"sun": [["01:30", "04:00"]]}, ZoneInfo("Europe/Berlin")), datetime(2025, 3, 30, 0, 0, tzinfo=UTC))
def test_the_next_change_is_the_first_minute_that_differs(hours: Hours, at: datetime) -> None:
    """Minute by minute through two days, against the plain question."""
    changes = hours.changes(at, most=50)
    minutes = [at + MINUTE * number for number in range(1, 2 * 24 * 60)]
    differs = [minute for minute in minutes if hours.is_open(minute) != hours.is_open(minute - MINUTE)]
    assert [change for change in changes if change <= minutes[-1]] == differs[:50]


@pytest.mark.covers("W2")
@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2025-03-28T18:00", "2025-03-31T07:00"),  # Friday evening, summer time begins on Sunday
        ("2025-10-24T18:00", "2025-10-27T08:00"),
        ("2025-12-23T18:00", "2025-12-29T08:00"),  # Christmas is closed
        ("2025-06-04T10:31", "2025-06-04T11:30"),  # over lunch
    ],
)
def test_when_somebody_is_back(at: str, opens: str) -> None:
    week = {day: [["09:00", "12:30"], ["13:30", "17:00"]] for day in DAYS[:5]}
    hours = Hours(week, ZoneInfo("Europe/Berlin"), [Closure(date(2025, 12, 24), date(2025, 12, 26))])
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert not hours.is_open(now)
    assert hours.changes(now) == [datetime.fromisoformat(opens).replace(tzinfo=UTC)]


def test_always_and_never_have_no_change() -> None:
    now = datetime(2025, 1, 1, tzinfo=UTC)
    always = Hours({day: [["00:00", "23:59"]] for day in DAYS}, ZoneInfo("Europe/Berlin"))
    assert (always.is_open(now), always.changes(now)) == (True, [])
    never = Hours({}, ZoneInfo("Europe/Berlin"))
    assert (never.is_open(now), never.changes(now)) == (False, [])
