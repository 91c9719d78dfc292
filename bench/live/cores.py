"""The machine's two cores: who runs on which, what each process used, what others took meanwhile.

The server under test has one core; client, publisher, Redis and PostgreSQL share the other. With one core
there is nothing to part, and the figures say little.
"""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ALL = sorted(os.sched_getaffinity(0))
SERVER = {ALL[0]}
CLIENT = {ALL[1] if len(ALL) > 1 else ALL[0]}
TICKS = os.sysconf("SC_CLK_TCK")
QUIET = 0.15
"""Cores that others may use while we measure; more is waited out, then told in the row."""


@contextmanager
def on(cores: set[int]) -> Iterator[None]:
    """Processes started inside run on these cores only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_seconds(pid: int) -> float:
    """Processor time of a process, all its threads, user and system."""
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS


def parent(pid: int) -> int:
    return int(_fields(pid)[1])


def _fields(pid: int) -> list[str]:
    """Of /proc/PID/stat, from the state on: the name before it may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def family(pid: int) -> list[int]:
    """A process and its children."""
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def resident_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def busy_seconds() -> float:
    """Processor time of the whole machine, with interrupts and what the host stole."""
    total = Path("/proc/stat").read_text().partition("\n")[0].split()
    user, nice, system, _idle, _wait, irq, softirq, steal = map(int, total[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


class Meter:
    """How many cores others used since the meter was made, leaving out ourselves and `pids`.

    Interrupts of our own loopback traffic count as others' when the kernel books them to nobody.
    """

    def __init__(self, pids: Iterable[int]) -> None:
        self._began = time.monotonic()
        self._before = {pid: cpu_seconds(pid) for pid in [os.getpid(), *pids] if Path(f"/proc/{pid}").exists()}
        self._busy = busy_seconds()

    def used(self, pid: int) -> float:
        """Processor seconds of `pid` since; 0 when it is gone."""
        try:
            return cpu_seconds(pid) - self._before[pid]
        except OSError:
            return 0.0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    @property
    def others(self) -> float:
        ours = sum(self.used(pid) for pid in self._before)
        return max(0.0, (busy_seconds() - self._busy - ours) / max(self.seconds, 0.001))


def wait_for_quiet(patience: float) -> float:
    """Wait until others leave the machine alone for a moment; the load when patience ended, in cores."""
    until = time.monotonic() + patience
    while True:
        meter = Meter([])
        time.sleep(0.3)
        if meter.others < QUIET or time.monotonic() > until:
            return meter.others
