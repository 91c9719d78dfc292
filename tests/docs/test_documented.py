"""What the product has, its documents name: events, streams, commands, rooms."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from ledger.facts import KINDS
from live import streams
from tools.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def text(name: str) -> str:
    return (ROOT / name).read_text()


def ours(names: dict[str, object]) -> list[str]:
    return sorted(name for name in names if not name.startswith("tests."))


@pytest.mark.parametrize("kind", ours(KINDS))
def test_every_event_is_documented(kind: str) -> None:
    assert f"`{kind}`" in text("docs/events.md"), f"Add {kind} to docs/events.md: what happened, and its data."


def test_no_event_is_documented_that_does_not_exist() -> None:
    named = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)`", text("docs/events.md"), re.MULTILINE))
    assert named == set(ours(KINDS))


@pytest.mark.parametrize("kind", sorted(name for name in streams.kinds() if not name.startswith("test")))
def test_every_stream_is_documented(kind: str) -> None:
    assert f"`{kind}:" in text("docs/protocol.md"), (
        f"Add {kind}:… to docs/protocol.md: who may subscribe, and what it says."
    )


@pytest.mark.parametrize(
    "command", sorted(name for name, app in get_commands().items() if app in (*settings.ROOMS, "project"))
)
def test_every_management_command_is_documented(command: str) -> None:
    assert f"manage.py {command}" in text("docs/operating.md"), f"Add `manage.py {command}` to docs/operating.md."


@pytest.mark.parametrize("room", settings.ROOMS)
def test_every_room_has_a_readme_and_a_place_in_the_architecture(room: str) -> None:
    assert (ROOT / room / "README.md").exists(), (
        f"{room}/ needs a README.md: what it owns, its verbs, events out and in."
    )
    assert f"`{room}/`" in text("ARCHITECTURE.md")


LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md")),
    ],
)
def test_links_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    assert [link for link in LINK.findall(text(page)) if not (folder / link).exists()] == []


PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "tools/README.md",
    "docs/operating.md",
    "docs/deploy.md",
    "docs/performance.md",
)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_of_dev_is_documented(command: str) -> None:
    told = "".join(map(text, PAGES))
    assert f"./dev {command}" in told or f"make {command}" in told, (
        f"Say in tools/README.md what `./dev {command}` does."
    )


def test_every_variable_that_the_tools_read_is_documented() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "tools").rglob("*.py"))
    read = set(re.findall(r"environ(?:\.get\(|\[)\s*\"([A-Z_]+)\"", sources))
    assert len(read) > 5
    named = set(re.findall(r"`([A-Z_]+)`", text("tools/README.md")))
    assert read - named == set(), "Add these to the table of tools/README.md."


# In backticks, with a slash, and not a pattern such as `tests/<room>/`.
NAMED = re.compile(r"`([\w.-]+/[\w./-]*)`")


def test_the_architecture_names_what_is_there() -> None:
    named = NAMED.findall(text("ARCHITECTURE.md"))
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_changelog_says_what_an_upgrade_asks_for() -> None:
    assert "### Upgrading" in text("CHANGELOG.md")
