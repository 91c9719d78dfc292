"""`./dev run`, for real: from nothing to the sign-in page, and away again without a trace."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.waiting import until
from tools import ports
from tools.places import ROOT

FROM_NOTHING = 120


class Run:
    """One `./dev run` over a state folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder.with_name("said")
        self.port = free_pair()
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> "Run":
        clean = {name: value for name, value in os.environ.items() if name not in SETTINGS_OF_THE_TESTS}
        env = clean | {"STATE_DIR": str(self.folder), "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, ROOT / "dev", "run"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT, text=True)
        until(lambda: "Ctrl-C stops everything." in self.said or self.process.poll() is not None, FROM_NOTHING)
        assert self.process.poll() is None, self.said
        return self

    @property
    def said(self) -> str:
        return self.log.read_text()

    def processes(self) -> list[int]:
        """All that this run started, by the state folder in their environment or on their command line."""
        return [int(found.parent.name) for found in Path("/proc").glob("[0-9]*/environ") if self._is_of_this_run(found)]

    def workers(self) -> list[int]:
        """The worker itself, without the processes it has its tasks done by."""
        ours = {pid: Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in self.processes()}
        return [pid for pid, words in ours.items() if b"worker" in words and parent_of(pid) == self.process.pid]

    def _is_of_this_run(self, environ: Path) -> bool:
        mark = f"{self.folder}".encode()
        try:
            return int(environ.parent.name) != os.getpid() and mark in environ.read_bytes()
        except OSError:
            return False  # it ended meanwhile

    def get(self, path: str, port: int | None = None) -> tuple[int, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{port or self.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()

    def end(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        return self.process.wait(60)


SETTINGS_OF_THE_TESTS = {
    *("APP_ENV", "SECRET_KEY", "FIELD_KEYS", "DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL", "REDIS_PREFIX"),
    *("PUBLIC_URL", "WIDGET_URL", "CONTENT_URL", "STATE_DIR"),
}


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def free_pair() -> int:
    """A port that is free, like the one after it."""
    while True:
        with ports.listen_anywhere() as first:
            port = first.getsockname()[1]
            try:
                ports.listen(port + 1).close()
            except ports.Trouble:
                continue
            return port


@pytest.fixture
def run() -> Iterator[Run]:
    # A short path that the database's user can reach too.
    parent = Path(tempfile.mkdtemp(prefix="cp-"))
    parent.chmod(0o755)
    running = Run(parent / "var")
    yield running
    if running.process and running.process.poll() is None:
        running.end(signal.SIGINT)
    shutil.rmtree(parent)


def test_from_nothing_to_a_firm_and_away_again(run: Run) -> None:
    run.start()
    assert run.get("/health/ready")[0] == 200
    assert run.get("/accounts/login/")[0] == 200
    assert "demo.js" in run.get("/", run.port + 1)[1]

    passwords = run.folder / "demo-passwords"
    assert passwords.stat().st_mode & 0o777 == 0o600
    assert (run.folder / "keys").stat().st_mode & 0o777 == 0o600
    assert all(line in run.said for line in passwords.read_text().splitlines())
    assert re.search(rf"ConsultantPro is at\s+http://127.0.0.1:{run.port}$", run.said, re.MULTILINE)

    second = subprocess.run(
        [sys.executable, ROOT / "dev", "run"],
        env=os.environ | {"STATE_DIR": str(run.folder)},
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert f"on port {run.port}" in second.stderr
    assert run.get("/health/ready")[0] == 200

    [worker] = run.workers()
    os.kill(worker, signal.SIGKILL)
    until(lambda: "worker ended by itself and was started again." in run.said, 30, "the worker to be started again")
    assert worker not in until(run.workers, 10, "another worker")

    keys = (run.folder / "keys").read_text(), passwords.read_text()
    assert run.end(signal.SIGINT) == 0, run.said
    assert run.processes() == []
    assert "Traceback" not in run.said

    # A crash of the supervisor takes everything with it, and the next start is as any other.
    run.start()
    assert ((run.folder / "keys").read_text(), passwords.read_text()) == keys
    assert len(run.processes()) > 5
    run.end(signal.SIGKILL)
    until(lambda: not run.processes(), 30, "nothing to be left of the run")
    run.start()
    assert run.end(signal.SIGTERM) == 0
