"""Steps on the terminal: one short line each, with the seconds it took.

Everything goes to stderr: stdout belongs to what a command was asked for.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def line(text: str = "") -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Name the step before it begins, add its seconds when it is done."""
    began = time.monotonic()
    live = sys.stderr.isatty()
    if live:
        print(f"  {'':>7} {text} …", end="", file=sys.stderr, flush=True)
    try:
        yield
    except BaseException:
        if live:
            print(file=sys.stderr, flush=True)
        raise
    start = "\r" if live else ""
    line(f"{start}  {time.monotonic() - began:5.1f} s {text}  ")
