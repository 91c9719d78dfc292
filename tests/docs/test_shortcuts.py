"""Every key that is printed works, every key that works is documented."""

import json
import re

import pytest

from core import nav
from tools.places import ROOT

DECLARED = json.loads((ROOT / "static" / "dist" / "shortcuts.json").read_text())
KEYS = {shortcut["keys"] for shortcut in DECLARED}
PRINTED = re.compile(r"""(?:\bdata-shortcut|\bshortcut|\bdata_shortcut)=["']([^"'{]+)["']""")


def test_the_page_of_shortcuts_is_the_table() -> None:
    lines = re.findall(
        r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$", (ROOT / "docs" / "shortcuts.md").read_text(), re.MULTILINE
    )
    assert lines == [(each["keys"], each["where"], each["label"]) for each in DECLARED]


TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if path.parts[-2] != "design"]


@pytest.mark.parametrize(
    "name", sorted(str(path.relative_to(ROOT)) for path in TEMPLATES if PRINTED.search(path.read_text()))
)
def test_every_printed_key_is_declared(name: str) -> None:
    printed = set(PRINTED.findall((ROOT / name).read_text()))
    assert printed <= KEYS, f"Declare {printed - KEYS} in project/frontend/shortcuts.ts."


def test_every_key_of_the_navigation_is_declared() -> None:
    assert {item.shortcut for item in nav.registered() if item.shortcut} <= KEYS
