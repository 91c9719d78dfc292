"""Formatting, lint, types, layers, templates, styles. Needs no network once everything is installed."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from tools import children, environment, node, say, servers
from tools.places import NODE_MODULES, ROOT, VENV


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[object]


def checks() -> list[Check]:
    programs, modules = VENV / "bin", NODE_MODULES / ".bin"
    return [
        Check("format", [programs / "ruff", "format", "--check", "."]),
        Check("lint", [programs / "ruff", "check", "."]),
        Check("layers", [programs / "lint-imports", "--no-cache"]),
        Check("types", [programs / "mypy"]),
        Check("templates", [programs / "djlint", "templates", "--lint", "--quiet"]),
        Check("scripts", [node.node(), modules / "tsc", "--noEmit"]),
        Check("worker script", [node.node(), modules / "tsc", "--noEmit", "-p", "tsconfig.worker.json"]),
        Check("script tests", [node.node(), modules / "tsc", "--noEmit", "-p", "tests/live/frontend"]),
        Check("styles", [node.node(), modules / "stylelint", "static/design/**/*.css", "*/frontend/**/*.css"]),
    ]


def main(arguments: list[str]) -> int:
    """All of them, or those named; every one runs, so that all faults are seen at once."""
    environment.ensure("test")
    node.ensure_packages()
    env = node.environment() | servers.none()
    wanted = [check for check in checks() if not arguments or check.name in arguments]
    failed = [check.name for check in wanted if not _passes(check, env)]
    if failed:
        say.line(f"\nFailed: {', '.join(failed)}. One alone: ./dev check {failed[0]}")
        return 1
    return 0


def _passes(check: Check, env: dict[str, str]) -> bool:
    try:
        with say.step(check.name):
            children.run(check.command, env=env, cwd=ROOT)
    except children.StepFailed as failed:
        say.line(f"          {check.name} failed:")
        print(failed.output.rstrip(), file=sys.stdout, flush=True)
        return False
    return True
