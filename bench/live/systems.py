"""A system under test: how it is started, what its client speaks, how its events are published."""

import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.live import cores
from bench.live.environment import FOLDER, Absent, python_peers
from tools import children, node
from tools.places import PYTHON

CHANNEL = "bench:live"
STREAM = "conversation:0191d2a0-7c3e-7000-8000-000000000001"
ANSWERS_WITHIN_S = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One process that serves 127.0.0.1:port, alone on the server's core."""

    def __init__(
        self, name: str, command: list[object], port: int, log: Path, health: str = "", **options: object
    ) -> None:
        self.port, self._health = port, health
        with cores.on(cores.SERVER), log.open("ab") as output:
            self._process = children.popen(command, stdout=output, stderr=subprocess.STDOUT, **options)
        self._wait(name, log)

    @property
    def pid(self) -> int:
        return self._process.pid

    def _wait(self, name: str, log: Path) -> None:
        until = time.monotonic() + ANSWERS_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise Absent(f"{name} did not start, see {log}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        """It takes connections, and where it has a page of health, that page is there."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                if not self._health:
                    return True
                request = f"GET {self._health} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n\r\n"
                line.sendall(request.encode())
                return b" 200 " in line.recv(64)
        except OSError:
            return False

    def stop(self) -> None:
        """At once, as a crash would."""
        children.kill_group(self._process)


@dataclass(frozen=True, kw_only=True)
class System:
    """What peers and ours have in common."""

    name: str
    publishes: str = "plain"
    """How its events are sent, see publish.py."""
    channel: str = CHANNEL
    stream: str = STREAM
    path: str = "/"
    speaks: str = "plain"
    env: Mapping[str, str] = field(default_factory=dict)
    """For the server and the publisher."""
    hint: int = 80_000
    """Deliveries a second where the search for what it sustains begins."""
    is_slow: bool = False
    """Stock Channels: it gets a lower fixed rate and shorter bursts, or the bench would wait for minutes."""

    def fresh(self) -> "System":
        """The system as the next cell uses it: ours takes a new stream."""
        return self

    def start(self, redis_port: int, log: Path) -> Server:
        raise NotImplementedError

    @property
    def publisher_python(self) -> Path:
        """Socket.IO's and Channels' packings need the peers' packages."""
        return PYTHON if self.publishes in ("plain", "ledger") else python_peers()

    def client_options(self, port: int, sockets: int) -> dict[str, object]:
        """How the load client is to connect."""
        return {"port": port, "path": self.path, "speaks": self.speaks, "sockets": sockets}


@dataclass(frozen=True, kw_only=True)
class Peer(System):
    """`command(port, redis_port)` serves WebSockets on 127.0.0.1:port."""

    command: Callable[[int, int], list[object]]

    def start(self, redis_port: int, log: Path) -> Server:
        port = free_port()
        env = {**node.environment(), "REDIS_PORT": str(redis_port), **self.env}
        return Server(self.name, self.command(port, redis_port), port, log, env=env, cwd=FOLDER)
