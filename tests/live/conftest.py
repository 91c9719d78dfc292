"""Two web processes with the lounge, one under each server, sharing one Redis and one PostgreSQL."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.processes import WebServer

SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.live.site"}


@pytest.fixture(scope="session")
def lounges() -> Iterator[Callable[[str], WebServer]]:
    running: dict[str, WebServer] = {}

    def open_lounge(kind: str) -> WebServer:
        if kind not in running:
            running[kind] = WebServer(kind, **SETTINGS)
        if running[kind].child is None or not running[kind].child.is_running:
            running[kind].start()
        return running[kind]

    yield open_lounge
    for server in running.values():
        server.close()


@pytest.fixture(params=["daphne", "uvicorn"])
def lounge(request, lounges) -> WebServer:
    """The test runs twice, under each server."""
    return lounges(request.param)
