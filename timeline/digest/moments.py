"""How often a digest comes, and when next. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

OFF, HOURLY, DAILY = "off", "hourly", "daily"
HOUR = 8


@dataclass(frozen=True)
class Rhythm:
    """Nobody who has chosen nothing is without: a mail at eight, and only of what is not read."""

    often: str = DAILY
    hour: int = HOUR

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        return cls(kept.get("often", DAILY), kept.get("hour", HOUR))

    @property
    def kept(self) -> dict[str, Any]:
        return {"often": self.often, "hour": self.hour}

    def next(self, after: datetime, zone: str) -> datetime | None:
        """When what is new at `after` is summed up: an hour later, or at their hour by the clock where they are.

        An hour that the clock leaves out comes when it would have been; one that it goes through twice, the first time.
        """
        if self.often == OFF:
            return None
        if self.often == HOURLY:
            return after + timedelta(hours=1)
        place = ZoneInfo(zone)
        today = after.astimezone(place).date()
        days = (datetime.combine(today + timedelta(days=n), time(self.hour), place).astimezone(UTC) for n in (0, 1))
        return next(moment for moment in days if moment > after)
