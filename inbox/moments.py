"""Moments to come, as people name them: what the snooze menu offers, and what is typed into it. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.zones import WEEKDAYS

MORNING = time(9)
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
LAST_HOUR = 20
"""Until then something may still be put off to later on the same day."""
STEPS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_SPAN = re.compile(r"(\d{1,4}) ?(h|d|w)(?:ours?|ays?|eeks?)?( .+)?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?: ?(am|pm))?")


@dataclass(frozen=True)
class Preset:
    """A line of the menu. `at` None: when the client replies."""

    code: str
    label: str
    at: datetime | None

    @property
    def words(self) -> str:
        """The moment, short: "Tue 09:00"."""
        return said(self.at) if self.at else ""


def presets(now: datetime, hours: dict[str, Any]) -> list[Preset]:
    """What is offered at `now`, in the zone that `now` carries; `hours` are a person's working hours."""
    tomorrow, monday = now + timedelta(days=1), now + timedelta(days=7 - now.weekday())
    later = (now + timedelta(hours=3, minutes=59)).replace(minute=0, second=0, microsecond=0)
    found = [Preset("later", _("Later today"), later)] if later.date() == now.date() and later.hour <= LAST_HOUR else []
    found.append(Preset("tomorrow", _("Tomorrow morning"), morning_of(tomorrow, hours)))
    next_day = next_workday(now, hours)
    if next_day.date() not in (tomorrow.date(), next_workday(monday - timedelta(days=1), hours).date()):
        found.append(Preset("workday", _("Next working day"), morning_of(next_day, hours)))
    week = next_workday(monday - timedelta(days=1), hours)
    if week.date() != tomorrow.date():
        found.append(Preset("week", _("Next week"), morning_of(week, hours)))
    found.append(Preset("month", _("In a month"), morning_of(next_workday(now + timedelta(days=29), hours), hours)))
    return [*found, Preset("reply", _("When the client replies"), None)]


def understand(text: str, now: datetime, hours: dict[str, Any]) -> datetime | None:
    """The moment that `text` names: "3d", "2h", "1w", "tomorrow", "fri 9", "18:30", "2027-01-31 14:00"; None for none."""
    text = " ".join(text.lower().split())
    return _exact(text, now) or _span(text, now, hours) or _day(text, now, hours) or _today(text, now)


def morning_of(day: datetime, hours: dict[str, Any]) -> datetime:
    """When `day` begins for whoever works these hours."""
    spans = hours.get(WEEKDAYS[day.weekday()])
    return _at(day, time.fromisoformat(spans[0][0]) if spans else MORNING)


def next_workday(after: datetime, hours: dict[str, Any]) -> datetime:
    """The first day after `after` that is worked."""
    worked = [day for day in WEEKDAYS if hours.get(day)] or WORKDAYS
    days = (after + timedelta(days=ahead) for ahead in range(1, 8))
    return next(day for day in days if WEEKDAYS[day.weekday()] in worked)


def said(moment: datetime) -> str:
    """A moment to come, in few words: "Tue 1 Dec, 09:00"."""
    return date_format(moment, "D j M, H:i")


def _exact(text: str, now: datetime) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=now.tzinfo)


def _span(text: str, now: datetime, hours: dict[str, Any]) -> datetime | None:
    """ "3d" is that day's morning, "3d 14:00" its hour, "2h" exactly then."""
    match = _SPAN.fullmatch(text)
    if not match:
        return None
    count, unit, clock = int(match[1]), match[2], match[3]
    day = now + count * STEPS[unit]
    if unit == "h":
        return None if clock else day
    return _clocked(day, clock.strip(), hours) if clock else morning_of(day, hours)


def _day(text: str, now: datetime, hours: dict[str, Any]) -> datetime | None:
    """ "tomorrow", "fri", "friday 9": the next one there is."""
    name, _space, clock = text.partition(" ")
    if name in ("tomorrow", "tom"):
        return _clocked(now + timedelta(days=1), clock, hours)
    if len(name) < 3 or name[:3] not in WEEKDAYS or not _LONG[name[:3]].startswith(name):
        return None
    ahead = (WEEKDAYS.index(name[:3]) - now.weekday()) % 7
    found = _clocked(now + timedelta(days=ahead), clock, hours)
    return found + timedelta(days=7) if found and found <= now else found


def _today(text: str, now: datetime) -> datetime | None:
    """ "18:30": today, or tomorrow where that is over."""
    at = _time(text)
    found = _at(now, at) if at else None
    return found + timedelta(days=1) if found and found <= now else found


def _clocked(day: datetime, clock: str, hours: dict[str, Any]) -> datetime | None:
    if not clock:
        return morning_of(day, hours)
    at = _time(clock.removeprefix("at "))
    return _at(day, at) if at else None


def _time(text: str) -> time | None:
    match = _CLOCK.fullmatch(text)
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _at(day: datetime, at: time) -> datetime:
    return day.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)


_LONG = {
    "mon": "monday",
    "tue": "tuesday",
    "wed": "wednesday",
    "thu": "thursday",
    "fri": "friday",
    "sat": "saturday",
    "sun": "sunday",
}
