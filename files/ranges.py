"""The Range header (RFC 9110, section 14). Pure."""

import re

ONE = re.compile(r"bytes=(\d*)-(\d*)\Z")


class UnsatisfiableRange(ValueError):
    """It begins behind the end."""


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """(start, stop) of the one range asked for; None where the whole is to be sent.

    Several ranges at once, other units and nonsense are ignored, as the standard allows.
    """
    match = ONE.match(header.replace(" ", "").lower())
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1 if last else size)
        if last and int(last) < start:
            return None
    if start >= size or start >= stop:
        raise UnsatisfiableRange
    return start, stop
