"""Install what the tests need and run them. What is missing is installed; nothing is skipped for want of it."""

import os

from tools import assets, chromium, environment, machine
from tools.places import PYTHON, ROOT

GIB = 1.0


def main(arguments: list[str]) -> int:
    machine.check_system()
    machine.check_room(GIB)
    environment.ensure("test")
    assets.build()
    browser = chromium.ensure()
    workers = os.environ.get("WORKERS") or "2"
    command = [str(PYTHON), "-m", "pytest", "-n", workers, *arguments]
    os.chdir(ROOT)
    os.execve(PYTHON, command, environment.variables() | {"CHROMIUM": str(browser)})
