"""Real processes for the tests: web servers under daphne and uvicorn, a worker, a scheduler."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from project.celery import app as celery
from tests.support import bed
from tests.support.waiting import until
from tools import ports
from tools.children import Child
from tools.environment import variables
from tools.places import PYTHON
from tools.product import health


class Process:
    """One program of the product, which a test may stop, kill and start again."""

    def __init__(self, name: str, command: list[object], env: dict[str, str] | None = None, **options) -> None:
        self.name, self._command, self._options = name, command, options
        self._env = variables() | (env or {})
        self.log: Path = bed.OWN.folder / "log" / f"{name}.log"
        self.log.unlink(missing_ok=True)
        self.child: Child | None = None
        self._read_from = 0

    def start(self) -> "Process":
        self._read_from = self.log.stat().st_size if self.log.exists() else 0
        self.child = Child(self.name, self._command, log=self.log, env=self._env, **self._options)
        until(self._is_ready, 60, f"{self.name} to be ready, see {self.log}")
        return self

    def stop(self) -> None:
        """Politely, as a deploy does."""
        self.child.stop()

    def kill(self) -> None:
        """At once, as a crash does: the whole process group."""
        self.child.kill()

    def leave(self) -> None:
        """At once but in order, at the end of the tests."""
        self.child.stop(signal.SIGINT)

    def pause(self) -> None:
        os.killpg(self.child.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.killpg(self.child.process.pid, signal.SIGCONT)

    def restart(self) -> None:
        self.stop()
        self.start()

    @property
    def said(self) -> str:
        """What it logged since its last start."""
        with self.log.open(errors="replace") as file:
            file.seek(self._read_from)
            return file.read()

    def _is_ready(self) -> bool:
        if not self.child.is_running:
            raise self.child.died()
        return self._answers()

    def _answers(self) -> bool:
        raise NotImplementedError


class WebServer(Process):
    """The web process on a port of its own. The port stays ours, so it is the same after a restart."""

    def __init__(self, kind: str = "daphne", listening: socket.socket | None = None, **env: str) -> None:
        self.kind = kind
        self._listening = listening or ports.listen_anywhere()
        self.port = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.widget_url = f"http://localhost:{self.port}"
        self.content_url = f"http://content.localhost:{self.port}"
        addresses = {"PUBLIC_URL": self.url, "WIDGET_URL": self.widget_url, "CONTENT_URL": self.content_url}
        descriptor = self._listening.fileno()
        command = [PYTHON, "-m", "live.serve", "--server", kind, "--fd", descriptor]
        super().__init__(
            f"web-{kind}-{self.port}", command, addresses | env, pass_fds=[descriptor], tether=signal.SIGKILL
        )

    def _answers(self) -> bool:
        return health(self.url) == "ready"

    def close(self) -> None:
        self.leave()
        self._listening.close()


class Worker(Process):
    def __init__(self) -> None:
        command = [PYTHON, "-m", "celery", "-A", "project", "worker", "--loglevel", "INFO", "--concurrency", "2"]
        super().__init__("worker", [*command, "--without-gossip", "--without-mingle"])

    def _answers(self) -> bool:
        return " ready." in self.said


class Scheduler(Process):
    def __init__(self) -> None:
        super().__init__("scheduler", [PYTHON, "-m", "celery", "-A", "project", "beat", "--pidfile=", "-l", "INFO"])

    def start(self) -> "Process":
        for plan in self._plan():
            plan.unlink()
        return super().start()

    def _plan(self) -> list[Path]:
        return list(bed.OWN.folder.glob("beat*"))

    def _answers(self) -> bool:
        return bool(self._plan())


@pytest.fixture(scope="session")
def servers() -> Iterator[Callable[[str], WebServer]]:
    """`servers("uvicorn")`: the web process under that server, started once for the worker."""
    running: dict[str, WebServer] = {}

    def serve(kind: str) -> WebServer:
        if kind not in running:
            listening = bed.LISTENING if kind == "daphne" else None
            running[kind] = WebServer(kind, listening)
            running[kind].start()
        return running[kind]

    yield serve
    for server in running.values():
        server.close()


@pytest.fixture
def server(servers) -> WebServer:
    """The web process on the address the settings name."""
    running = servers("daphne")
    if not running.child.is_running:  # a test before killed it
        running.start()
    return running


@pytest.fixture(params=["daphne", "uvicorn"])
def each_server(request, servers) -> WebServer:
    """The test runs twice, under each server."""
    return servers(request.param)


@pytest.fixture
def start_server() -> Iterator[Callable[..., WebServer]]:
    """`start_server(kind, NAME="value")`: a further web process for this test alone."""
    running: list[WebServer] = []

    def serve(kind: str = "daphne", **env: str) -> WebServer:
        running.append(WebServer(kind, **env))
        running[-1].start()
        return running[-1]

    yield serve
    for server in running:
        server.close()


@pytest.fixture(scope="session")
def _worker() -> Iterator[Worker]:
    """Started for the first test that wants it."""
    running = Worker()
    yield running
    if running.child is not None:
        running.stop()


@pytest.fixture
def worker(_worker) -> Worker:
    """A Celery worker of this test run. Its queue begins empty: what the tests before left there is not this one's."""
    if _worker.child is None or not _worker.child.is_running:
        celery.control.purge()
        _worker.start()
    return _worker


@pytest.fixture
def no_worker(_worker) -> None:
    """The worker of the tests before has stopped: only the test itself changes anything."""
    if _worker.child is not None and _worker.child.is_running:
        _worker.stop()


@pytest.fixture
def scheduler() -> Iterator[Scheduler]:
    """The clock that sends the sweeps."""
    running = Scheduler()
    running.start()
    yield running
    running.stop()
