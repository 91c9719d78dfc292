"""`--covered-to FILE`: which tests are marked for which capability, one line an id."""

from collections import defaultdict
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--covered-to", type=Path, help="write the tests of each capability id into this file")


def pytest_collection_finish(session: pytest.Session) -> None:
    target = session.config.getoption("--covered-to")
    if target is not None:
        target.write_text("".join(f"{line}\n" for line in lines(session.items)))


def lines(items: list[pytest.Item]) -> list[str]:
    tests: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for item in items:
        for mark in item.iter_markers("covers"):
            for capability in mark.args:
                tests[capability][item.nodeid.partition("[")[0]] = None
    return [f"{capability}  {' '.join(tests[capability])}" for capability in sorted(tests, key=_natural)]


def _natural(capability: str) -> tuple[str, int, str]:
    """I2 before I10."""
    letters = capability.rstrip("0123456789")
    number = capability[len(letters) :]
    return letters, int(number or 0), capability
