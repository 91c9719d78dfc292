"""When an inbox is staffed: hours of the week in a time zone, and days on which nobody is there. Pure; the time is passed in.

Open is what the clock on the firm's wall says: at each instant its local time is looked up in the week. So an hour that
summer time skips is never open, and one that comes twice is open twice. An end at 23:59 means midnight.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AHEAD = timedelta(days=400)
"""How far is looked for the next change: a year that is closed has one after it."""
LAST_MINUTE = time(23, 59)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

Week = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Closure:
    """Days on which nobody is there, the first to the last."""

    first: date
    last: date


@dataclass(frozen=True)
class Hours:
    """`week`: `{"mon": [["09:00", "12:30"], ["13:30", "17:00"]], …}`; a day that is not named is closed."""

    week: Week
    zone: ZoneInfo
    closures: Sequence[Closure] = ()

    def is_open(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        if any(closure.first <= local.date() <= closure.last for closure in self.closures):
            return False
        clock = local.time().replace(fold=0)
        return any(start <= clock and (clock < end or end == LAST_MINUTE) for start, end in self._spans(local.date()))

    def changes(self, at: datetime, most: int = 1) -> list[datetime]:
        """The next instants after `at` at which it opens or closes, in UTC; fewer than `most` where there are no more."""
        found: list[datetime] = []
        day, until = at.astimezone(self.zone).date() - DAY, (at + AHEAD).astimezone(self.zone).date()
        while day <= until and len(found) < most:
            turns = (each for each in sorted(set(self._candidates(day))) if each > (found or [at])[-1])
            found += [each for each in turns if self.is_open(each) != self.is_open(each - SECOND)]
            day += DAY
        return found[:most]

    def _candidates(self, day: date) -> Iterator[datetime]:
        """Every instant of this day at which something may change, in UTC: its midnights, its spans, its jumps of the clock."""
        clocks = {time.min, *(clock for span in self._spans(day) for clock in span)}
        for clock in clocks:
            for fold in (0, 1):
                yield datetime.combine(day, clock, self.zone).replace(fold=fold).astimezone(UTC)
        yield datetime.combine(day + DAY, time.min, self.zone).astimezone(UTC)
        yield from self._jumps(day)

    def _jumps(self, day: date) -> Iterator[datetime]:
        """Where the clock of this zone jumps on `day`. Zones jump at whole minutes."""
        start = datetime.combine(day, time.min, self.zone).astimezone(UTC) - timedelta(hours=3)
        if self._offset(start) == self._offset(start + timedelta(hours=30)):
            return
        hours = [start + timedelta(hours=hour) for hour in range(31)]
        for before, after in pairwise(hours):
            if self._offset(before) != self._offset(after):
                minutes = (before + timedelta(minutes=minute) for minute in range(61))
                yield next(each for each in minutes if self._offset(each) != self._offset(before))

    def _offset(self, at: datetime) -> timedelta | None:
        return at.astimezone(self.zone).utcoffset()

    def _spans(self, day: date) -> list[tuple[time, time]]:
        return [
            (time.fromisoformat(start), time.fromisoformat(end))
            for start, end in self.week.get(DAYS[day.weekday()], ())
        ]
