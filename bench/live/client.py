"""The load client as seen from the bench: orders go in, figures come out."""

import json
import selectors
import subprocess
import time
from pathlib import Path
from typing import Any

from bench.live import cores
from tools import children

ANSWER_WITHIN_S = 60.0
Stat = dict[str, Any]


class NoAnswer(Exception):
    """The client did not answer in time: a socket hangs in its handshake, or the client died."""


class Lines:
    """Lines of a child's output, each with a deadline."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._selector = selectors.DefaultSelector()
        self._selector.register(process.stdout, selectors.EVENT_READ)
        self._rest = b""

    def next(self, within: float) -> str:
        until = time.monotonic() + within
        while b"\n" not in self._rest:
            if not self._selector.select(max(0.0, until - time.monotonic())):
                raise NoAnswer(f"no answer within {within:.0f} s")
            read = self._process.stdout.read1(65536)
            if not read:
                raise NoAnswer(f"ended with code {self._process.wait()}")
            self._rest += read
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()


class Talker:
    """A child process that takes orders and answers each with one line of JSON."""

    def __init__(self, args: list[object], log: Path, env: dict[str, str] | None = None) -> None:
        with cores.on(cores.CLIENT), log.open("ab") as errors:
            self.process = children.popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=env)
        self.lines = Lines(self.process)

    @property
    def pid(self) -> int:
        return self.process.pid

    def tell(self, order: str) -> None:
        self.process.stdin.write(f"{order}\n".encode())
        self.process.stdin.flush()

    def hear(self, within: float = ANSWER_WITHIN_S) -> Stat:
        return json.loads(self.lines.next(within))

    def hears(self, within: float) -> bool:
        """Wait for an answer whose words do not matter; False when it does not come."""
        try:
            self.hear(within)
        except NoAnswer:
            return False
        return True

    def ask(self, order: str, within: float = ANSWER_WITHIN_S) -> Stat:
        self.tell(order)
        return self.hear(within)

    def stop(self) -> None:
        children.kill_group(self.process)


class Client(Talker):
    """N sockets. Made with the first answer: all of them are ready, or refused for good."""

    def __init__(self, program: list[str], log: Path, *, within: float = ANSWER_WITHIN_S, **options: object) -> None:
        flags = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", value)]
        super().__init__([*program, *flags], log)
        try:
            self.opened = self.hear(within)
        except NoAnswer:
            self.stop()
            raise

    def stat(self) -> Stat:
        return self.ask("stat")

    def wait_until_closed(self, sockets: int, patience: float = 10) -> Stat:
        """The figures once so many were closed by the other side, or after `patience` seconds."""
        until = time.monotonic() + patience
        while (stat := self.stat())["closed"] < sockets and time.monotonic() < until:
            time.sleep(0.05)
        return stat

    def wait_for(self, events: int, patience: float) -> Stat:
        """The figures once `events` have come, or after `patience` seconds without a new one."""
        last, moved = -1, time.monotonic()
        while True:
            stat = self.stat()
            if stat["events"] != last:
                last, moved = stat["events"], time.monotonic()
            if last >= events or time.monotonic() - moved > patience:
                return stat
            time.sleep(0.05)


class Publisher(Talker):
    def __init__(self, args: list[object], log: Path, env: dict[str, str] | None = None) -> None:
        super().__init__(args, log, env)
        self.next_sequence: int = self.hear()["first"]

    def go(self, rate: float, count: int) -> None:
        """Begin to send; `hear` tells when it is done."""
        self.tell(f"go {rate} {count}")
        self.next_sequence += count
