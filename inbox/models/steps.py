"""A step of a visitor, as it is kept: short, plain, and never later than now. Pure but for the clock."""

from typing import Any

from core import clock
from core.text import one_line

MOST_STEPS = 20
MOST_FACTS = 10


def as_kept(step: dict[str, Any]) -> dict[str, Any]:
    """`{"name", "facts": {name: words}, "page", "at": ms}`; what is too long is cut."""
    facts = {
        one_line(str(name), 40): one_line(str(value), 100) for name, value in list(step["facts"].items())[:MOST_FACTS]
    }
    at = max(0, min(step["at"], clock.to_ms(clock.now())))
    return {"name": one_line(step["name"], 80), "facts": facts, "page": one_line(step["page"], 500), "at": at}
