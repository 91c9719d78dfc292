"""What every part of the bench stands on: a Redis of its own, files, and whose processor time is not foreign."""

import os
import socket
import time
from pathlib import Path

from bench.live import cores
from bench.live.environment import FOLDER
from bench.live.systems import free_port
from tools import valkey
from tools.children import Child


class Ground:
    """Use as a context. Redis listens on 127.0.0.1 only, keeps nothing and is gone afterwards."""

    def __enter__(self) -> "Ground":
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.redis_port = free_port()
        with cores.on(cores.CLIENT):
            self._redis = Child(
                "Redis",
                [valkey.program(), "--port", self.redis_port, "--bind", "127.0.0.1", "--save", ""],
                log=self.log("redis"),
            )
        self._families: list[int] = []
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._redis.stop()

    def _wait(self) -> None:
        until = time.monotonic() + valkey.READY_WITHIN
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.redis_port), 1).close()
                return
            except OSError:
                if not self._redis.is_running or time.monotonic() > until:
                    raise self._redis.died() from None
                time.sleep(0.02)

    def add_family(self, pid: int) -> None:
        """Let a server we did not start, with all its children, run on the client's core and count as ours."""
        for member in cores.family(pid):
            os.sched_setaffinity(member, cores.CLIENT)
        self._families.append(pid)

    @property
    def pids(self) -> list[int]:
        """Processes of ours beside server, client and publisher."""
        return [self._redis.process.pid, *(pid for parent in self._families for pid in cores.family(parent))]

    def log(self, name: str) -> Path:
        return self.file(f"{name}.log")

    def file(self, name: str) -> Path:
        return FOLDER / name
