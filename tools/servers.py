"""PostgreSQL and Redis for a command: those you name in the environment, else the embedded."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tools import lock, say
from tools.children import Child, stop_all
from tools.environment import variables
from tools.keys import development_keys
from tools.places import var
from tools.postgres import APP, OWNER, Postgres
from tools.state import State
from tools.trouble import Trouble
from tools.valkey import Valkey


@contextmanager
def up(state: State, *, own: bool = False) -> Iterator[dict[str, str]]:
    """Both servers up; yields the environment that names them to the product.

    `own`: the embedded ones whatever the environment names, for what fills and empties them.
    """
    children: list[Child] = []
    env = variables()
    try:
        with say.step("PostgreSQL"):
            env |= _postgres(state, children, own=own)
        with say.step("Redis"):
            env |= _redis(state, children, own=own)
        yield env
    finally:
        stop_all(children)


def _postgres(state: State, children: list[Child], *, own: bool) -> dict[str, str]:
    if not own and (named := os.environ.get("DATABASE_URL")):
        if not os.environ.get("MIGRATE_DATABASE_URL"):
            raise Trouble(
                "DATABASE_URL is set but MIGRATE_DATABASE_URL is not. Name the same database "
                "with the role that owns its tables (docs/deploy.md shows how to make both)."
            )
        return {"DATABASE_URL": named}
    server = Postgres(state)
    children.append(server.start())
    server.prepare()
    return _addresses(server)


def _addresses(server: Postgres) -> dict[str, str]:
    return {
        "DATABASE_URL": server.url(APP),
        "MIGRATE_DATABASE_URL": server.url(OWNER),
        # Dumps are made by programs of the server's own version.
        "POSTGRES_PROGRAMS": str(server.programs),
    }


def _redis(state: State, children: list[Child], *, own: bool) -> dict[str, str]:
    if not own and (named := os.environ.get("REDIS_URL")):
        return {"REDIS_URL": named}
    server = Valkey(state)
    children.append(server.start())
    return {"REDIS_URL": server.url}


@contextmanager
def of_the_installation() -> Iterator[dict[str, str]]:
    """The whole environment of this installation: on the servers of a running `./dev run`, else on our own."""
    state = State(var())
    try:
        taken = lock.take(var() / "run.lock", "for a command")
    except lock.Busy:
        beside = variables() | _addresses(Postgres(state)) | {"REDIS_URL": Valkey(state).url}
        yield beside | _named() | development()
        return
    with taken, up(state) as env:
        yield env | development()


def _named() -> dict[str, str]:
    names = ("DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL")
    return {name: os.environ[name] for name in names if os.environ.get(name)}


def development(port: int = 8000) -> dict[str, str]:
    """The settings of a development installation on this machine."""
    keys = {name: os.environ.get(name, value) for name, value in development_keys(var()).items()}
    addresses = {
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "WIDGET_URL": f"http://localhost:{port}",
        "CONTENT_URL": f"http://content.localhost:{port}",
    }
    return keys | {
        "APP_ENV": "development",
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "STATE_DIR": str(var()),
        **{name: os.environ.get(name, value) for name, value in addresses.items()},
    }


def none() -> dict[str, str]:
    """Settings for a command that reads the code and needs no server."""
    return {"APP_ENV": "test", "DJANGO_SETTINGS_MODULE": "project.settings"}
