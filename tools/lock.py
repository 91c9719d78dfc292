"""Locks between commands: held by the kernel, so a crash leaves none behind."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tools.trouble import Trouble


class Busy(Exception):
    """Somebody else holds the lock. `said` is what they wrote into it."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def take(path: Path, note: str = "") -> TextIO:
    """Take the lock and keep it as long as the returned file is open. Raises `Busy`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        said = file.read().strip()
        file.close()
        raise Busy(said) from error
    file.truncate(0)
    file.write(f"pid {os.getpid()} {note}".strip())
    file.flush()
    return file


def take_first(folder: Path, stem: str, note: str = "") -> tuple[int, TextIO]:
    """Take the first free lock `stem-1`, `stem-2`, … so that commands can run side by side."""
    for number in range(1, 33):
        try:
            return number, take(folder / f"{stem}-{number}.lock", note)
        except Busy:
            continue
    raise Trouble(f"32 commands of this kind run already in {folder}. Wait for one to end.")


@contextmanager
def waiting(path: Path) -> Iterator[None]:
    """Hold the lock; if it is taken, wait for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
