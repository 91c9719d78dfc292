"""Three rounds over all systems and sizes, interleaved, so that a slow minute of the machine hits all alike."""

import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from bench import report
from bench.live.cell import Outcome, Row, measure
from bench.live.client import NoAnswer
from bench.live.environment import Absent
from bench.live.ground import Ground
from bench.live.systems import System

Key = tuple[str, int]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Plan:
    sizes: tuple[int, ...]
    rounds: int
    seconds: float
    """How long one rate is kept."""
    patience: float
    """How long to wait for others to leave the machine alone, before each step."""
    commit_seconds: float
    returning: int
    """Sockets that fall and come back."""


class Results:
    """Outcomes by system and number of sockets; figures are medians over the rounds."""

    def __init__(self) -> None:
        self.outcomes: dict[Key, list[Outcome]] = {}

    def add(self, system: str, sockets: int, outcome: Outcome) -> None:
        self.outcomes.setdefault((system, sockets), []).append(outcome)

    def of(self, system: str, sockets: int) -> list[Outcome]:
        return self.outcomes.get((system, sockets), [])

    def sizes(self, system: str) -> list[int]:
        return sorted(sockets for name, sockets in self.outcomes if name == system)

    def median(self, system: str, sockets: int, figure: Callable[[Outcome], float | None]) -> float | None:
        return median(figure(outcome) for outcome in self.of(system, sockets))

    def at(self, system: str, sockets: int, rate: int, figure: Callable[[Row], float | None]) -> float | None:
        """The median of a figure at a fixed rate."""
        return median(figure(row) for row in self.rows(system, sockets) if (row.label, row.offered) == ("fixed", rate))

    def rows(self, system: str, sockets: int | None = None) -> list[Row]:
        return [
            row
            for (name, size), outcomes in self.outcomes.items()
            if name == system and sockets in (None, size)
            for outcome in outcomes
            for row in outcome.rows
        ]

    def all_rows(self) -> list[Row]:
        return [row for outcomes in self.outcomes.values() for outcome in outcomes for row in outcome.rows]


def median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def play(plan: Plan, systems: dict[str, Callable[[], System]], ground: Ground) -> Results:
    """Measure every system at every size, `plan.rounds` times. What cannot be had is said and left out."""
    results, present = Results(), {}
    for name, make in systems.items():
        try:
            present[name] = make()
        except Absent as reason:
            report.absent(name, reason)
    for turn in range(plan.rounds):
        for sockets in plan.sizes:
            for name in list(present):
                say(f"round {turn + 1}: {name}, {sockets} sockets")
                before = results.of(name, sockets)
                hint = before[-1].sustained if before else 0
                try:
                    outcome = measure(
                        present[name], sockets, ground, hint=hint, seconds=plan.seconds, patience=plan.patience
                    )
                except (Absent, NoAnswer) as reason:
                    report.absent(f"{name}_{sockets}", reason)
                else:
                    results.add(name, sockets, outcome)
    return results


def repeat(plan: Plan, what: str, servers: Iterable[str], measure: Callable[[str], list[Found]]) -> list[Found]:
    """What `measure(server)` finds in all rounds, the servers in turn."""
    found: list[Found] = []
    for turn in range(plan.rounds):
        for server in servers:
            say(f"round {turn + 1}: {what}, {server}")
            try:
                found += measure(server)
            except (Absent, NoAnswer) as reason:
                report.absent(f"{what}_{server}", reason)
    return found


def say(text: str) -> None:
    """How far we are, for whoever watches."""
    print(text, file=sys.stderr, flush=True)
