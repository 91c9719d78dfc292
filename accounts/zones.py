"""Time zones, languages and hours: which are known, and how they are checked. Pure."""

from datetime import time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.conf.locale import LANG_INFO

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def time_zones() -> tuple[str, ...]:
    """Names of places, and UTC; no abbreviations and no left-overs of older systems."""
    return ("UTC", *sorted(zone for zone in available_timezones() if zone.split("/")[0] in REGIONS))


@cache
def languages() -> tuple[tuple[str, str], ...]:
    """(code, name in the language itself), by name."""
    named = {code: info["name_local"] for code, info in LANG_INFO.items() if "name_local" in info}
    return tuple(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def check_hours(hours: Any) -> dict[str, list[list[str]]]:
    """`{"mon": [["09:00", "12:30"], ["13:30", "17:00"]], …}` in order, without overlaps. Raises ValueError."""
    if not isinstance(hours, dict) or hours.keys() - set(WEEKDAYS):
        raise ValueError("not a week")
    return {day: _day(hours[day]) for day in WEEKDAYS if hours.get(day)}


def _day(spans: Any) -> list[list[str]]:
    read = sorted((_clock(start), _clock(end)) for start, end in spans)
    ends = [time.min, *(end for _start, end in read)]
    if any(start >= end or start < before for (start, end), before in zip(read, ends, strict=False)):
        raise ValueError("these hours overlap or end before they begin")
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in read]


def _clock(text: Any) -> time:
    return time.fromisoformat(str(text))
