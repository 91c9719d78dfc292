"""The processes of the product itself: web, worker, scheduler, and the demo page's own server."""

import os
import shutil
import signal
import socket
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tools import say
from tools.children import Child, stop_all
from tools.places import PYTHON, ROOT
from tools.trouble import Trouble

READY_WITHIN = 60
REVIVED = ("worker", "scheduler")
"""They may end when Redis goes away under them; what they had taken up is not lost, and another one goes on with it."""
MOST_REVIVALS, REVIVED_WITHIN = 5, 60
SERVERS = ("daphne", "uvicorn")
MOST_PROCESSES = 64
STOPS_US = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
# Celery warns ten lines long when root runs it. In development that is the owner's own machine.
QUIET = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}


class Product:
    def __init__(self, env: dict[str, str], logs: Path) -> None:
        self.env = env
        self.logs = logs
        self.children: list[Child] = []
        self._revivals: list[float] = []

    def start_web(self, listening: socket.socket) -> None:
        """`WEB` processes of the server `SERVER`, all accepting from the one socket."""
        server, processes = wanted()
        descriptor = listening.fileno()
        if processes > 1:
            self.env |= {"PROMETHEUS_MULTIPROC_DIR": str(_emptied(self.logs.parent / "metrics"))}
        for number in range(1, processes + 1):
            command = [PYTHON, "-m", "live.serve", "--server", server, "--fd", descriptor]
            # SIGINT: leave at once. SIGTERM would first ask every open page to come back later, as a deploy does.
            self._start(f"web-{number}", command, pass_fds=[descriptor], stop=signal.SIGINT)

    def start_tasks(self) -> None:
        celery = [PYTHON, "-m", "celery", "-A", "project"]
        quick = ["--without-gossip", "--without-mingle", "--concurrency", "2"]
        # Without us there is no Redis either: a worker that is asked politely would wait for it for good.
        at_our_death = {"tether": signal.SIGKILL}
        self._start("worker", [*celery, "worker", "--loglevel", "WARNING", *quick], **at_our_death)
        self._start("scheduler", [*celery, "beat", "--loglevel", "WARNING", "--pidfile="], **at_our_death)

    def start_demo_page(self, port: int) -> None:
        folder = ROOT / "demo"
        address = ["--bind", "127.0.0.1", "--directory", folder, port]
        self._start("demo-page", [PYTHON, "-m", "http.server", *address])

    def _start(self, name: str, command: list[object], **options: Any) -> None:
        log = self.logs / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        self.children.append(Child(name, command, log=log, env=self.env | QUIET, umask=0o077, **options))

    def wait_until_ready(self, address: str) -> None:
        """Until the first page could be answered: database, Redis and migrations included."""
        until = time.monotonic() + READY_WITHIN
        while (said := health(address)) != "ready":
            self._raise_if_one_died()
            if time.monotonic() > until:
                raise Trouble(f"The web process does not get ready ({said}). Its log: {self.logs / 'web-1.log'}")
            time.sleep(0.05)

    def watch(self) -> None:
        """Return when somebody asks us to stop. A worker or scheduler that ends is started again; of all else, raise."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS_US | {signal.SIGCHLD})
        while True:
            self._revive()
            self._raise_if_one_died()
            if signal.sigwait(STOPS_US | {signal.SIGCHLD}) in STOPS_US:
                return

    def stop(self) -> None:
        stop_all(self.children)

    def _revive(self) -> None:
        """Unless it happens again and again: then it is said why."""
        for child in self.children:
            now = time.monotonic()
            self._revivals = [at for at in self._revivals if now - at < REVIVED_WITHIN]
            if child.name in REVIVED and not child.is_running and len(self._revivals) < MOST_REVIVALS:
                self._revivals.append(now)
                say.line(f"{child.name} ended by itself and was started again. Its log: {child.log}")
                child.start()

    def _raise_if_one_died(self) -> None:
        for child in self.children:
            if not child.is_running:
                raise child.died()


def wanted() -> tuple[str, int]:
    """`SERVER` and `WEB`."""
    server, processes = os.environ.get("SERVER") or SERVERS[0], os.environ.get("WEB") or "1"
    if server not in SERVERS:
        raise Trouble(f"SERVER={server} is none of ours. Give one of: {', '.join(SERVERS)}")
    if not processes.isdigit() or not 1 <= int(processes) <= MOST_PROCESSES:
        raise Trouble(f"WEB={processes} is no number of processes. Give one from 1 to {MOST_PROCESSES}.")
    return server, int(processes)


def _emptied(folder: Path) -> Path:
    """Where several processes keep their figures together; those of earlier ones are history."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def health(address: str) -> str:
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=5):
            return "ready"
    except urllib.error.HTTPError as error:
        return error.read(500).decode(errors="replace").strip()
    except OSError as error:
        return str(error)
