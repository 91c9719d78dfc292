"""What the play stands on: two web processes under the two servers, a worker, a scheduler, Redis, PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection

from tests.support import bed
from tests.support.processes import Process, Scheduler, WebServer
from tools.places import PYTHON


class TalliedWorker(Process):
    def __init__(self) -> None:
        command = [PYTHON, "-m", "celery", "-A", "project", "worker", "-l", "INFO", "-c", "2"]
        super().__init__(
            "worker-chaos",
            [*command, "-I", "tests.chaos.tally,tests.chaos.steps", "--without-gossip", "--without-mingle"],
        )

    def _answers(self) -> bool:
        return " ready." in self.said


class StormyServer(WebServer):
    """Its publishes go through bad weather."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self._command += ["--app", "tests.chaos.storm:application"]


class Stage:
    def __init__(self) -> None:
        self.servers = [StormyServer("daphne"), StormyServer("uvicorn")]
        self.worker = TalliedWorker()
        self.scheduler = Scheduler()
        self.redis = bed.redis
        self.revived = 0

    @property
    def processes(self) -> list[Process]:
        return [*self.servers, self.worker, self.scheduler]

    def cut_database(self) -> None:
        """End every connection to our database but this one's own, and wait until they are: a pool knows a dead one."""
        bed.postgres.sql(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            f" WHERE datname = '{bed.DATABASE}' AND application_name <> 'psql' AND usename = 'consultantpro_app'"
        )

    def watch(self) -> None:
        """As whoever runs the product does: a worker or scheduler that ended by itself is started again."""
        for process in (self.worker, self.scheduler):
            if not process.child.is_running:
                process.start()
                self.revived += 1

    def set_right(self) -> None:
        """Whatever was killed runs again."""
        if not self.redis.child.is_running:
            self.redis.start()
        for process in self.processes:
            if not process.child.is_running:
                process.start()


@contextmanager
def stage() -> Iterator[Stage]:
    made = Stage()
    with ThreadPoolExecutor(4) as pool:
        starts = [pool.submit(process.start) for process in made.processes]
    try:
        for start in starts:
            start.result()
        yield made
    finally:
        connection.close()  # it may be one of those that were cut
        for process in made.processes:
            if process.child is not None:
                process.kill()
        for server in made.servers:
            server.close()
        if not made.redis.child.is_running:
            made.redis.start()
