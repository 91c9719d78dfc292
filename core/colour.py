"""Colours people choose, and contrast by calculation (WCAG 2.2, relative luminance). Pure."""

import re

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def is_colour(text: object) -> bool:
    """Six hexadecimal digits, as a browser's colour field gives them."""
    return isinstance(text, str) and COLOUR.fullmatch(text) is not None


def luminance(colour: str) -> float:
    """From 0 (black) to 1 (white)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_under_white(colour: str, least: float = 4.5) -> str:
    """`colour`, darkened only as far as white words on it need."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for step in range(101):
        darker = "#" + "".join(f"{round(part * (100 - step) / 100):02x}" for part in parts)
        if contrast(darker, "#ffffff") >= least:
            return darker
    return "#000000"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
