"""How a person wants to be told: of which kinds, which of them on the desktop and on devices too, and when it is quiet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from accounts.models import Membership
from accounts.zones import WEEKDAYS
from timeline.kinds import kinds

MUTED, OFF_DESKTOP, OFF_DEVICES, QUIET = "muted", "off_desktop", "off_devices", "quiet_hours"

Quiet = dict[str, list[str]]


@dataclass(frozen=True)
class Wishes:
    """Kept among the person's preferences in one firm; a kind that is new is told everywhere."""

    muted: frozenset[str]
    off_desktop: frozenset[str]
    off_devices: frozenset[str]
    quiet: Quiet

    @classmethod
    def of(cls, person: Membership) -> Self:
        kept = person.preferences
        muted, off_desktop, off_devices = (frozenset(kept.get(way, [])) for way in (MUTED, OFF_DESKTOP, OFF_DEVICES))
        return cls(muted, off_desktop, off_devices, kept.get(QUIET, {}))

    def tells(self, kind: str) -> bool:
        return kind not in self.muted

    def shows_on_desktop(self, kind: str) -> bool:
        return self.tells(kind) and kind not in self.off_desktop

    def shows_on_devices(self, kind: str) -> bool:
        return self.tells(kind) and kind not in self.off_devices


def wish(
    person: Membership, *, told: Collection[str], desktop: Collection[str], devices: Collection[str], quiet: Quiet
) -> None:
    """From now on `person` is told of these kinds, on the desktop and devices of those, and of none there in quiet hours."""
    person.preferences = {
        **person.preferences,
        MUTED: _others(told),
        OFF_DESKTOP: _others(desktop),
        OFF_DEVICES: _others(devices),
        QUIET: check_quiet(quiet),
    }
    person.save(update_fields=["preferences"])


def _others(codes: Collection[str]) -> list[str]:
    return sorted(kind.code for kind in kinds() if kind.code not in codes)


def check_quiet(quiet: Any) -> Quiet:
    """`{"mon": ["22:00", "07:00"], …}`: from that day's evening to the next morning. Raises ValueError."""
    if not isinstance(quiet, dict) or quiet.keys() - set(WEEKDAYS):
        raise ValueError("not a week")
    return {day: _span(quiet[day]) for day in WEEKDAYS if quiet.get(day)}


def _span(span: Any) -> list[str]:
    if not isinstance(span, list | tuple) or len(span) != 2 or not all(isinstance(each, str) for each in span):
        raise ValueError("not a start and an end")
    return [f"{time.fromisoformat(each):%H:%M}" for each in span]


def is_quiet(person: Membership, at: datetime) -> bool:
    """Whether `at` is in the person's quiet hours, by the clock where they are."""
    quiet = Wishes.of(person).quiet
    local = at.astimezone(ZoneInfo(person.time_zone))
    return any(_covers(quiet, local, days_ago) for days_ago in (0, 1))


def _covers(quiet: Quiet, local: datetime, days_ago: int) -> bool:
    """Whether what began `days_ago` is not over yet. An end that is not later than the start is the next day's."""
    began = local.date() - timedelta(days=days_ago)
    start, end = _times(quiet.get(WEEKDAYS[began.weekday()], ()))
    if start is None or end is None:
        return False
    ends = began + timedelta(days=1 if end <= start else 0)
    now = local.replace(tzinfo=None)
    return datetime.combine(began, start) <= now < datetime.combine(ends, end)


def _times(span: Iterable[str]) -> tuple[time | None, time | None]:
    start, end = map(time.fromisoformat, span) if span else (None, None)
    return start, end
