"""Times that people choose: in words, by date and clock in their own zone, and within bounds. The clock is passed in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext_lazy as _

from core import clock
from inbox.errors import NoMoment, TooFarAhead, TooLate
from inbox.moments import said

FURTHEST = timedelta(days=366)
MORNING, AFTERNOON, EVENING = time(9), time(14), time(18)


@dataclass(frozen=True)
class Moment:
    """A time that is offered: what it is called, and when that is."""

    label: Any
    at: datetime
    zone: ZoneInfo

    @property
    def words(self) -> str:
        """On the wall of whoever chooses: "Fri 27 Nov, 09:00"."""
        return said(self.at.astimezone(self.zone))


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # what is not found is a KeyError
        return ZoneInfo("UTC")


def offered(now: datetime, zone: ZoneInfo) -> list[Moment]:
    """What most people want next, by the clock on their wall; none of it is past."""
    local = now.astimezone(zone)
    today, tomorrow = local.date(), local.date() + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    moments = [Moment(_("In an hour"), (now + timedelta(hours=1)).replace(second=0, microsecond=0), zone)]
    if local.time() < time(12):
        moments.append(Moment(_("This afternoon"), at(today, AFTERNOON, zone), zone))
    if local.time() < time(16):
        moments.append(Moment(_("This evening"), at(today, EVENING, zone), zone))
    moments.append(Moment(_("Tomorrow morning"), at(tomorrow, MORNING, zone), zone))
    moments.append(Moment(_("Tomorrow afternoon"), at(tomorrow, AFTERNOON, zone), zone))
    if monday != tomorrow:
        moments.append(Moment(_("Monday morning"), at(monday, MORNING, zone), zone))
    return moments


def at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """That day and hour on the wall. An hour that the clocks skip is the one after it; of one that comes twice, the first."""
    wall = datetime.combine(day, hour, tzinfo=zone)
    return wall.astimezone(UTC)


def chosen(day: str, hour: str, zone: ZoneInfo) -> datetime:
    """What the fields of a date and a time say. Raises NoMoment for what is none."""
    try:
        parsed_day, parsed_hour = parse_date(day), parse_time(hour)
    except ValueError:
        parsed_day = parsed_hour = None
    if parsed_day is None or parsed_hour is None or parsed_hour.tzinfo is not None:
        raise NoMoment
    try:
        return at(parsed_day, parsed_hour, zone)
    except OverflowError as error:
        raise NoMoment from error


def the_future(moment: datetime) -> datetime:
    """`moment`, if it is yet to come and not too far; raises TooLate or TooFarAhead."""
    now = clock.now()
    if moment <= now:
        raise TooLate
    if moment > now + FURTHEST:
        raise TooFarAhead
    return moment
