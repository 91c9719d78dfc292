"""Look for known faults in the packages we use. For operators: it asks the network, so CI does not run it."""

import subprocess
from pathlib import Path

from tools import environment, node, say
from tools.places import REQUIREMENTS, ROOT, var


def main(arguments: list[str]) -> int:
    environment.ensure("run")
    python = environment.ensure("audit", var() / "audit-venv")
    say.line("Python packages")
    pip_audit: list[str | Path] = [
        python,
        "-m",
        "pip_audit",
        "--require-hashes",
        "--disable-pip",
        "--progress-spinner",
        "off",
    ]
    found = subprocess.run([*pip_audit, "-r", REQUIREMENTS / "run.txt", *arguments], env=environment.variables())
    say.line("JavaScript packages")
    npm = subprocess.run([*node.npm(), "audit", "--omit", "dev"], cwd=ROOT, env=node.environment())
    return found.returncode or npm.returncode
