"""Each capability id with the tests that are marked for it. Nothing else goes to stdout."""

import tempfile
from pathlib import Path

from tools import children, environment
from tools.places import PYTHON
from tools.trouble import Trouble


def main(arguments: list[str]) -> int:
    environment.ensure("test")
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "covered"
        collect = [PYTHON, "-m", "pytest", "--collect-only", "-q", "--covered-to", found, *arguments]
        try:
            children.run(collect, env=environment.variables())
        except children.StepFailed as failed:
            raise Trouble(f"The tests could not be read:\n{failed.tail}") from failed
        print(found.read_text(), end="")
    return 0
