"""Django's manage.py with the servers up: those of a running `./dev run`, else started for this command."""

import sys

from tools import children, environment, servers
from tools.places import PYTHON


def main(arguments: list[str]) -> int:
    environment.ensure("run")
    with servers.of_the_installation() as env:
        process = children.popen([PYTHON, "manage.py", *arguments], env=env, stdin=sys.stdin, umask=0o077)
        return process.wait()
