"""The product does not start with a role that could see over the walls."""

import os
import subprocess

import pytest

from tests.support import bed
from tools.environment import variables
from tools.places import PYTHON, ROOT
from tools.postgres import OWNER

pytestmark = pytest.mark.covers("Z1")
START = [PYTHON, "-c", "import project.asgi"]


def start(**env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        START, cwd=ROOT, env=os.environ | variables() | env, capture_output=True, text=True, check=False
    )


def test_the_owner_is_refused() -> None:
    result = start(DATABASE_URL=bed.postgres.url(OWNER, bed.DATABASE))
    assert result.returncode != 0
    assert "owns the firms' tables" in result.stderr


def test_a_superuser_is_refused() -> None:
    result = start(DATABASE_URL=bed.postgres.url("postgres", bed.DATABASE))
    assert result.returncode != 0
    assert "is a superuser" in result.stderr


def test_the_applications_own_role_starts() -> None:
    result = start()
    assert result.returncode == 0, result.stderr
