"""What a benchmark prints: figures against their targets, what could not be had, tables.

`python -m bench.report FILE…` reads such lines and prints the one table of all benchmarks.
"""

import math
import operator
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

COMPARE = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
}


def plain(value: float) -> str:
    """A plain number in three or more digits: 1200, 12.3, 0.0123."""
    if value == int(value) or abs(value) >= 1000:
        return str(round(value))
    digits = 3 - len(str(int(abs(value)))) if abs(value) >= 1 else 3
    return f"{value:.{max(1, digits)}f}".rstrip("0").rstrip(".")


def ratio(name: str, value: float, op: str, target: float) -> None:
    """One figure: `ratio live_lost 0 target == 0`. What could not be measured is no figure, but absent."""
    assert op in COMPARE, op
    assert " " not in name, name
    if not math.isfinite(value):
        absent(name, "nothing arrived to be measured")
        return
    print(f"ratio {name} {plain(value)} target {op} {plain(target)}", flush=True)


def absent(name: str, reason: object) -> None:
    """Something that could not be measured here, never with an invented number."""
    print(f"absent {name} {' '.join(str(reason).split())}", flush=True)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Numbers to the right, words to the left."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    print(f"\n{title}")
    for line in [list(columns), ["-" * width for width in widths], *cells]:
        aligned = (
            text.ljust(width) if index == 0 else text.rjust(width)
            for index, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  ".join(aligned).rstrip())
    print(flush=True)


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return "–"
        return f"{value:,.0f}" if abs(value) >= 1000 else plain(value)
    return str(value)


def verdicts(lines: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """Every figure and every absence among the lines, with whether it meets its target."""
    found = []
    for line in lines:
        match line.split():
            case ["ratio", name, value, "target", op, target] if op in COMPARE:
                met = COMPARE[op](float(value), float(target))
                found.append((name, value, f"{op} {target}", "met" if met else "missed"))
            case ["absent", name, *reason]:
                found.append((name, "–", "–", "absent: " + " ".join(reason)))
    return found


if __name__ == "__main__":
    everything = [line for name in sys.argv[1:] for line in Path(name).read_text().splitlines()]
    table("Benchmarks", ("figure", "value", "target", ""), verdicts(everything))
