"""Numbers that come from outside. Pure."""

LONGEST = 18
"""Digits of a number that fits its column whatever they are."""


def a_number(text: object) -> int | None:
    """The whole number in `text`, or None where it is none or too long to be anybody's. Never raises."""
    said = str(text or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST else None
