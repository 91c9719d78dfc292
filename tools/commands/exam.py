"""Try the rooms on cases from outside: `./dev exam MAIL=folder SLOTS=folder`.

A room that can be examined has an `exam.py` with

    NAME = "mail"                          # printed: exam mail 12/12
    FOLDER = "MAIL"                        # the variable that names the folder of its cases
    def cases(folder: Path) -> Iterator[tuple[str, str]]: ...   # (case, what is wrong or "")

It prints a line for each room and one for each failing case. Where a folder or a room is not here
there is nothing to examine, and that is no failure.
"""

import os
from pathlib import Path

from tools import children, environment, servers
from tools.places import PYTHON, ROOT


def main(arguments: list[str]) -> int:
    rooms = sorted(path.parent.name for path in ROOT.glob("*/exam.py"))
    folders = {name: value for name in ("MAIL", "SLOTS") if (value := os.environ.get(name)) and Path(value).is_dir()}
    if not rooms or not folders:
        print("nothing to examine")
        return 0
    environment.ensure("test")
    absolute = {name: str(Path(value).resolve()) for name, value in folders.items()}
    env = environment.variables() | servers.none() | absolute
    process = children.popen([PYTHON, "-m", "tools.examiner", *rooms], env=env)
    return process.wait()
