"""What must be done before the product can start: its front end and its tables."""

import sys

from tools import children, say
from tools.places import PYTHON, ROOT
from tools.trouble import Trouble


def take(env: dict[str, str]) -> None:
    """All of it again harmless, so that a start that was cut off is simply repeated."""
    # A process of its own: the database needs none of it and is made meanwhile.
    front_end = children.popen([sys.executable, ROOT / "dev", "assets"], env=env)
    try:
        with say.step("Tables"):
            manage(env, "migrate", "--skip-checks", "--verbosity", "0")
        if front_end.wait():
            raise Trouble("The front end is not there, so nothing was started.")
    finally:
        children.kill_group(front_end)


def manage(env: dict[str, str], *arguments: object) -> str:
    try:
        return children.run([PYTHON, "manage.py", *arguments], env=env, umask=0o077)
    except children.StepFailed as failed:
        raise Trouble(f"`manage.py {arguments[0]}` failed. It said:\n{failed.tail}") from failed
