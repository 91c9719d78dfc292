"""The seeded database: kept beside the bench's own and made anew when what makes it has changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from bench.inbox.plan import Plan
from tools import children, first_steps
from tools.places import PYTHON, ROOT, var
from tools.postgres import APP, OWNER, Postgres
from tools.state import State

KEPT = "bench_inbox"
MADE_BY = ("seed.py", "words.py", "copying.py")


def addresses(name: str) -> dict[str, str]:
    server = Postgres(State(var() / "servers"))
    return {"DATABASE_URL": server.url(APP, name), "MIGRATE_DATABASE_URL": server.url(OWNER, name)}


def name_of(plan: Plan) -> str:
    """Another one for each plan, each generator and each set of tables."""
    here = Path(__file__).parent
    sources = [here / name for name in MADE_BY] + sorted(ROOT.glob("*/migrations/*.py"))
    made_of = repr(sorted(asdict(plan).items())).encode() + b"".join(source.read_bytes() for source in sources)
    return f"{KEPT}_{hashlib.sha256(made_of).hexdigest()[:12]}"


def ensure(plan: Plan, env: Mapping[str, str]) -> dict[str, str]:
    """The addresses of the database for `plan`, filled now unless it is there from last time."""
    server, name = Postgres(State(var() / "servers")), name_of(plan)
    for old in server.names(f"{KEPT}%"):
        if old != name:
            server.drop(old)
    if not server.has(name):
        half = f"{name}_half"
        server.create(half)
        there = dict(env) | addresses(half)
        first_steps.manage(there, "migrate", "--skip-checks", "--verbosity", "0")
        # A process of its own: who is connected keeps a database from getting its name.
        children.run([PYTHON, "-m", "bench.inbox.fill", json.dumps(asdict(plan))], env=there, cwd=ROOT)
        server.rename(half, name)
    return addresses(name)
