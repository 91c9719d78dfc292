"""Attributes of HTML elements, from the keywords that a template gives to a component."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

PREFIXES = ("data_", "aria_", "hx_")
NAMES = {"popovertarget", "autofocus", "download", "target", "rel", "dir", "lang", "tabindex", "form"}


def is_attribute(name: str) -> bool:
    return name.startswith(PREFIXES) or name in NAMES


def attributes(given: dict[str, Any]) -> SafeString:
    """`{"data_menu_target": "item"}` → ` data-menu-target="item"`. Nothing for None and False; aria-* say true or false."""
    found = []
    for name, value in given.items():
        if value is None or value == "" or (value is False and not name.startswith("aria_")):
            continue
        if isinstance(value, bool):
            value = str(value).lower() if name.startswith("aria_") else ""
        found.append((name.replace("_", "-"), _within_quotes(value)))
    return format_html_join("", ' {}="{}"', found)


def _within_quotes(value: Any) -> Any:
    """A literal in a template counts as safe, quotes and all; here it may not end the attribute."""
    return SafeString(value.replace('"', "&quot;")) if isinstance(value, SafeString) else value
