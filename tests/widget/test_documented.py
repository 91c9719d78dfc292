"""docs/widget.md lists exactly what there is: commands, events, the messages of the channel, addresses, frames."""

import re

import pytest

from inbox import urls_widget
from tools.places import ROOT

GUIDE = (ROOT / "docs/widget.md").read_text()
WIDGET = ROOT / "inbox/frontend/widget"


def part(title: str) -> str:
    """The guide from the line that begins with `title` to the next empty line."""
    return GUIDE.split(f"\n{title}", 1)[1].split("\n\n", 1)[0]


def union(name: str) -> set[str]:
    """What a type of the channel says it can be."""
    source = (WIDGET / "chat/bridge.ts").read_text()
    return set(re.findall(r'do: "(\w+)"', source.split(f"export type {name} =")[1].split(";\n\n")[0]))


@pytest.mark.covers("W6")
def test_commands_and_events() -> None:
    loader, api = (WIDGET / "loader.ts").read_text(), (WIDGET / "loader/api.ts").read_text()
    commands = re.findall(r'"(\w+)"', loader.split("const COMMANDS = [")[1].split("]")[0])
    events = re.findall(r'"(\w+)"', api.split("export const NAMES: Name[] = [")[1].split("]")[0])
    assert re.findall(r"^\| `(\w+)`", part("| command |"), re.MULTILINE) == [*commands, "on"]
    assert re.findall(r"^\| `(\w+)`", part("| event |"), re.MULTILINE) == events


@pytest.mark.covers("W6")
@pytest.mark.parametrize(("title", "name"), [("| to the frame |", "FromHost"), ("| to the page |", "ToHost")])
def test_messages_of_the_channel(title: str, name: str) -> None:
    assert set(re.findall(r'do: "(\w+)"', part(title))) == union(name)


@pytest.mark.covers("W6")
def test_addresses() -> None:
    named = {re.sub(r"/(KEY|ID)$", "", path) for path in re.findall(r"`(?:GET|POST|PUT|DELETE) ([\w/]+)", GUIDE)}
    there = {
        re.sub(r"/<uuid:\w+>", "/ID", re.sub(r"/<uuid:\w+>$", "", str(each.pattern)))
        for each in urls_widget.urlpatterns
    }
    assert named == there - {"loader.js", "preview"}


@pytest.mark.covers("W6")
def test_frames_of_the_socket() -> None:
    shapes = (WIDGET / "chat/shapes.ts").read_text().split("export type VisitorFact =")[1]
    frames = GUIDE.split("Frames on `visitor:<conversation>`")[1].split("\n\n")[0]
    assert set(re.findall(r'"op":"(\w+)"', frames)) == set(re.findall(r'op: "(\w+)"', shapes))
