"""What a benchmark runs on is its own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import servers
from tools.state import State


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path that the database's user can reach too."""
    made = Path(tempfile.mkdtemp(prefix="cp-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def test_a_benchmark_never_fills_a_database_that_somebody_named(folder: Path, monkeypatch) -> None:
    mine = "postgresql://me@the-real-one/firms"
    for name in ("DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL"):
        monkeypatch.setenv(name, mine)
    with servers.up(State(folder), own=True) as env:
        for name in ("DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL"):
            assert str(folder) in env[name]
