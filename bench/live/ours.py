"""Ours as a system under test: the whole product, HTTP and hub, in one process under either server."""

import os
import socket
import sys
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bench.live import cores
from bench.live.ground import Ground
from bench.live.systems import Server, System
from tools.environment import variables
from tools.places import PYTHON, ROOT

if TYPE_CHECKING:
    from bench.live.firm import BenchFirm

SERVERS = ("uvicorn", "daphne")
PREFIX = "bench"


class Product:
    """The product in this process too: it makes the firm, the streams and the tickets."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        os.environ |= {"REDIS_URL": f"redis://127.0.0.1:{ground.redis_port}/0", "REDIS_PREFIX": PREFIX}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
        import django

        django.setup()
        self.keep_database_off_the_servers_core()

    def keep_database_off_the_servers_core(self) -> None:
        """New backends take the postmaster's cores. A database elsewhere is left alone."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend = cursor.fetchone()[0]
        try:
            self.ground.add_family(cores.parent(backend))
        except (OSError, StopIteration):
            print("PostgreSQL is not a process of this machine's that we may pin.", file=sys.stderr)

    @cached_property
    def firm(self) -> "BenchFirm":
        from bench.live.firm import BenchFirm

        return BenchFirm()

    def environment(self, port: int) -> dict[str, str]:
        """For a process of the product that serves on `port`."""
        here = {"PUBLIC_URL": f"http://127.0.0.1:{port}", "WIDGET_URL": f"http://localhost:{port}"}
        return variables() | here | {"PYTHONUNBUFFERED": "1"}

    def script(self, streams: list[str], sockets: int) -> Path:
        return self.firm.write_script(self.ground.file("script"), streams, sockets)

    def system(self, server: str) -> "Ours":
        return Ours(product=self, server=server, name=f"ours-{server}", hint=240_000 if server == "daphne" else 480_000)


class Door:
    """A listening socket that outlives the server, as the supervisor's does: who knocks meanwhile waits."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self._socket.set_inheritable(True)
        self.port: int = self._socket.getsockname()[1]

    def serve(self, product: Product, server: str, log: Path) -> Server:
        number = self._socket.fileno()
        command = [PYTHON, "-m", "live.serve", "--server", server, "--fd", number]
        env = product.environment(self.port)
        name, health = f"ours-{server}", "/health/live"
        return Server(name, command, self.port, log, health, env=env, cwd=ROOT, pass_fds=[number])

    def close(self) -> None:
        self._socket.close()


@dataclass(frozen=True, kw_only=True)
class Ours(System):
    product: Product
    server: str
    publishes: str = "ledger"
    path: str = "/live"
    speaks: str = "live"

    def fresh(self) -> "Ours":
        """On the stream of a new inbox: the list that all agents of a firm watch."""
        stream = f"inbox:{self.product.firm.inbox().pk}"
        env = {"BENCH_FIRM": str(self.product.firm.firm.pk)}
        return replace(self, stream=stream, channel=f"{PREFIX}:live:{stream}", env=env)

    def start(self, redis_port: int, log: Path) -> Server:
        door = Door()
        try:
            return door.serve(self.product, self.server, log)
        finally:
            door.close()

    def client_options(self, port: int, sockets: int) -> dict[str, object]:
        script = self.product.script([self.stream], sockets)
        return super().client_options(port, sockets) | {"origin": f"http://127.0.0.1:{port}", "script": script}
