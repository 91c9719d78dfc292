"""An inbox's hours as they are kept and told.

Kept: `{"on": true, "zone": "", "week": {"mon": [["09:00", "17:00"]]}, "closures": [{"first", "last", "why"}]}`; `zone` ""
is the firm's. `{}` keeps no hours: there is always somebody, or nobody knows.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from accounts.zones import check_hours, time_zones
from core.clock import to_ms
from core.text import one_line
from inbox.errors import BadHours
from inbox.hours import Closure, Hours

MOST_CLOSURES = 100
TOLD = 20
"""So many changes are told to a chat that is open; then it asks again."""


def checked(said: Any) -> dict[str, Any]:
    """`said` as it is kept. Raises BadHours."""
    if not isinstance(said, dict):
        raise BadHours
    zone, closures = said.get("zone") or "", said.get("closures") or []
    if (zone and zone not in time_zones()) or not isinstance(closures, list) or len(closures) > MOST_CLOSURES:
        raise BadHours
    try:
        week = check_hours(said.get("week") or {})
    except (ValueError, TypeError) as error:
        raise BadHours from error
    return {
        "on": bool(said.get("on")),
        "zone": zone,
        "week": week,
        "closures": sorted(map(_closure, closures), key=_first),
    }


def _closure(said: Any) -> dict[str, str]:
    try:
        first = date.fromisoformat(str(said["first"]))
        last = date.fromisoformat(str(said.get("last") or first))
        why = one_line(str(said.get("why") or ""), 80)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadHours from error
    if last < first:
        raise BadHours
    return {"first": first.isoformat(), "last": last.isoformat(), "why": why}


def _first(closure: dict[str, str]) -> str:
    return closure["first"]


def hours_of(kept: dict[str, Any], firm_zone: str) -> Hours | None:
    """None where no hours are kept."""
    if not kept.get("on"):
        return None
    closures = [Closure(*(date.fromisoformat(each[end]) for end in ("first", "last"))) for each in kept["closures"]]
    return Hours(kept["week"], ZoneInfo(kept["zone"] or firm_zone), closures)


def told(hours: Hours | None, at: datetime) -> dict[str, Any] | None:
    """For a chat: whether somebody is there at `at`, and at which instants that changes (all in ms)."""
    if hours is None:
        return None
    return {"at": to_ms(at), "open": hours.is_open(at), "changes": [to_ms(each) for each in hours.changes(at, TOLD)]}
