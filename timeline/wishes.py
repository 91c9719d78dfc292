"""How a person wants to be told: of which kinds, which on the desktop, on devices and by mail too, and when it is quiet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from accounts.models import Membership
from accounts.zones import WEEKDAYS
from timeline.digest.moments import Rhythm
from timeline.kinds import kinds

MUTED, OFF_DESKTOP, OFF_DEVICES, OFF_EMAIL = "muted", "off_desktop", "off_devices", "off_email"
QUIET, DIGEST = "quiet_hours", "digest"

Quiet = dict[str, list[str]]


@dataclass(frozen=True)
class Wishes:
    """Kept among the person's preferences in one firm; a kind that is new is told everywhere."""

    muted: frozenset[str]
    off_desktop: frozenset[str]
    off_devices: frozenset[str]
    off_email: frozenset[str]
    quiet: Quiet
    rhythm: Rhythm

    @classmethod
    def of(cls, person: Membership) -> Self:
        kept = person.preferences
        off = (frozenset(kept.get(way, [])) for way in (MUTED, OFF_DESKTOP, OFF_DEVICES, OFF_EMAIL))
        muted, off_desktop, off_devices, off_email = off
        rhythm = Rhythm.of(kept.get(DIGEST, {}))
        return cls(muted, off_desktop, off_devices, off_email, kept.get(QUIET, {}), rhythm)

    def tells(self, kind: str) -> bool:
        return kind not in self.muted

    def shows_on_desktop(self, kind: str) -> bool:
        return self.tells(kind) and kind not in self.off_desktop

    def shows_on_devices(self, kind: str) -> bool:
        return self.tells(kind) and kind not in self.off_devices

    def is_mailed(self, kind: str) -> bool:
        return self.tells(kind) and kind not in self.off_email


def wish(
    person: Membership,
    *,
    told: Collection[str],
    desktop: Collection[str],
    devices: Collection[str],
    email: Collection[str],
    quiet: Quiet,
    rhythm: Rhythm,
) -> None:
    """From now on `person` is told of these kinds, in these other ways of those, and in none of them in quiet hours."""
    _keep(
        person,
        {
            MUTED: _others(told),
            OFF_DESKTOP: _others(desktop),
            OFF_DEVICES: _others(devices),
            OFF_EMAIL: _others(email),
            QUIET: check_quiet(quiet),
            DIGEST: rhythm.kept,
        },
    )


def stop_digest(person: Membership) -> None:
    """From now on `person` gets no digest; at what hour they had it is remembered."""
    _keep(person, {DIGEST: replace(Wishes.of(person).rhythm, often="off").kept})


def _keep(person: Membership, wishes: dict[str, Any]) -> None:
    from timeline.models import DigestTurn

    person.preferences = {**person.preferences, **wishes}
    person.save(update_fields=["preferences"])
    DigestTurn.replan(person)


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
    return quiet_until(person, at) is not None


def quiet_until(person: Membership, at: datetime) -> datetime | None:
    """When the quiet hours end that `at` is in; None where it is in none."""
    quiet, zone = Wishes.of(person).quiet, ZoneInfo(person.time_zone)
    ends = [end for days_ago in (0, 1) if (end := _end(quiet, at.astimezone(zone), days_ago))]
    if not ends:
        return None
    # In the hour that a clock goes through twice, an end may seem to be over: whoever waits asks again.
    return max(max(ends).replace(tzinfo=zone).astimezone(UTC), at + timedelta(minutes=1))


def _end(quiet: Quiet, local: datetime, days_ago: int) -> datetime | None:
    """When what began `days_ago` ends, if it is not over yet. An end that is not later than the start is the next day's."""
    began = local.date() - timedelta(days=days_ago)
    start, end = _times(quiet.get(WEEKDAYS[began.weekday()], ()))
    if start is None or end is None:
        return None
    ends = datetime.combine(began + timedelta(days=1 if end <= start else 0), end)
    return ends if datetime.combine(began, start) <= local.replace(tzinfo=None) < ends else None


def _times(span: Iterable[str]) -> tuple[time | None, time | None]:
    start, end = map(time.fromisoformat, span) if span else (None, None)
    return start, end
