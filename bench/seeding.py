"""Databases that benchmarks are measured with: kept beside the bench's own and made anew when what makes them has changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tools import children, first_steps
from tools.places import PYTHON, ROOT, var
from tools.postgres import APP, OWNER, Postgres
from tools.state import State


@dataclass(frozen=True)
class Seeding:
    """Of the benchmark `name`; `made_by` are the files beside its `run.py` that say what its firms are like."""

    name: str
    made_by: tuple[str, ...]

    def ensure(self, plan: Any, env: Mapping[str, str]) -> dict[str, str]:
        """The addresses of the database for `plan`, filled now unless it is there from last time."""
        server, name = Postgres(State(var() / "servers")), self._name_of(plan)
        for old in server.names(f"bench_{self.name}%"):
            if old != name:
                server.drop(old)
        if not server.has(name):
            half = f"{name}_half"
            server.create(half)
            there = dict(env) | addresses(half)
            first_steps.manage(there, "migrate", "--skip-checks", "--verbosity", "0")
            # A process of its own: who is connected keeps a database from getting its name.
            children.run([PYTHON, "-m", f"bench.{self.name}.fill", json.dumps(asdict(plan))], env=there, cwd=ROOT)
            server.rename(half, name)
        return addresses(name)

    def _name_of(self, plan: Any) -> str:
        """Another one for each plan, each generator and each set of tables."""
        here = Path(__file__).parent / self.name
        sources = [here / name for name in self.made_by] + sorted(ROOT.glob("*/migrations/*.py"))
        made_of = repr(sorted(asdict(plan).items())).encode() + b"".join(source.read_bytes() for source in sources)
        return f"bench_{self.name}_{hashlib.sha256(made_of).hexdigest()[:12]}"


def addresses(name: str) -> dict[str, str]:
    server = Postgres(State(var() / "servers"))
    return {"DATABASE_URL": server.url(APP, name), "MIGRATE_DATABASE_URL": server.url(OWNER, name)}
