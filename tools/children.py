"""Child processes that cannot outlive us.

Each child leads a session of its own, so Ctrl-C in the terminal reaches only the supervisor,
which then stops them in order. On Linux the kernel signals them if the supervisor is killed.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tools.places import ROOT
from tools.trouble import DiskFull, Trouble, speaks_of_full_disk

PR_SET_PDEATHSIG = 1
BLOCKED_BY_US = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD}
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class User:
    """An unprivileged user to run a child as. Only root can."""

    uid: int
    gid: int


def _tethered(signal_of_death: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def before_exec() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, BLOCKED_BY_US)
        if _libc is not None:
            # Set after the change of user, which would clear it.
            _libc.prctl(PR_SET_PDEATHSIG, int(signal_of_death))
            if os.getppid() != parent:
                os._exit(1)

    return before_exec


def popen(
    args: Sequence[object],
    *,
    tether: signal.Signals = signal.SIGTERM,
    user: User | None = None,
    **options: Any,
) -> subprocess.Popen[Any]:
    """`subprocess.Popen`, which gets the signal `tether` when this process is gone."""
    if user is not None:
        options |= {"user": user.uid, "group": user.gid, "extra_groups": []}
    options.setdefault("cwd", ROOT)
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.Popen(
        [str(arg) for arg in args],
        start_new_session=True,
        preexec_fn=_tethered(tether),
        **options,
    )


def run(args: Sequence[object], *, timeout: float | None = None, **options: Any) -> str:
    """Run a step to its end and return what it printed. Raises `StepFailed`."""
    process = popen(
        args,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    )
    try:
        output: str = process.communicate(timeout=timeout)[0]
    except BaseException:
        kill_group(process)
        raise
    if process.returncode:
        raise StepFailed(args, process.returncode, output)
    return output


class StepFailed(Exception):
    """A step ended with an error. Callers turn it into a `Trouble` of their own."""

    def __init__(self, args: Sequence[object], code: int, output: str) -> None:
        if speaks_of_full_disk(output):
            raise DiskFull(ROOT)
        super().__init__(f"{Path(str(args[0])).name} ended with code {code}:\n{tail_of(output)}")
        self.code = code
        self.output = output

    @property
    def tail(self) -> str:
        return tail_of(self.output)


def kill_group(process: subprocess.Popen[Any]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def tail_of(text: str, lines: int = 12) -> str:
    return "\n".join("    " + line for line in text.strip().splitlines()[-lines:])


class Child:
    """One long-running process with its log file and the signal that ends it politely."""

    def __init__(
        self,
        name: str,
        args: Sequence[object],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        stop: signal.Signals = signal.SIGTERM,
        tether: signal.Signals | None = None,
        patience: float = 10,
        **options: Any,
    ) -> None:
        self.name, self.log, self._stop, self._patience = name, log, stop, patience
        log.parent.mkdir(parents=True, exist_ok=True)
        self._spawn = partial(popen, args, tether=tether or stop, env=env, stderr=subprocess.STDOUT, **options)
        self.start()

    def start(self) -> None:
        """Also once more, when it has ended; its log goes on."""
        with self.log.open("ab") as output:
            self.process = self._spawn(stdout=output)

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self, by: signal.Signals | None = None) -> None:
        """Ask, wait, and only then insist."""
        if self.is_running:
            self.process.send_signal(by or self._stop)
            self.process.send_signal(signal.SIGCONT)  # in case a test has paused it
            try:
                self.process.wait(self._patience)
            except subprocess.TimeoutExpired:
                kill_group(self.process)

    def kill(self) -> None:
        """As a crash would: no time to tidy up."""
        kill_group(self.process)

    def died(self) -> Trouble:
        """The sentence for a process that ended by itself, with the end of its log."""
        said = self.log.read_text(errors="replace")[-8000:]
        if speaks_of_full_disk(said[-2000:]):
            return DiskFull(self.log.parent)
        return Trouble(
            f"{self.name} ended by itself with code {self.process.poll()}. The end of {self.log}:\n{tail_of(said)}"
        )


def stop_all(children: Sequence[Child]) -> None:
    """Stop in the reverse order of their start. A second Ctrl-C does not cut it short: it is bounded."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    for child in reversed(children):
        child.stop()
