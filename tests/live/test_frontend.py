"""The scripts of the page: their own tests run under node's test runner."""

import subprocess

import pytest

from tools import node
from tools.places import ROOT


@pytest.mark.covers("L2")
def test_the_scripts_pass_their_own_tests() -> None:
    run = subprocess.run(
        [node.node(), ROOT / "project" / "frontend" / "test.mjs"],
        env=node.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert "# fail 0" in run.stdout
    assert "# pass 0" not in run.stdout
