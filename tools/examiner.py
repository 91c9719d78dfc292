"""Runs the exams of the rooms named, inside the environment. `./dev exam` starts it."""

import os
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType


def main(rooms: list[str]) -> int:
    exams = [import_module(f"{room}.exam") for room in rooms]
    here = [exam for exam in exams if exam.FOLDER in os.environ]
    if not here:
        print("nothing to examine")
    passed = [_examine(exam, Path(os.environ[exam.FOLDER])) for exam in here]
    return 0 if all(passed) else 1


def _examine(exam: ModuleType, folder: Path) -> bool:
    results = list(exam.cases(folder))
    wrong = [(case, complaint) for case, complaint in results if complaint]
    print(f"exam {exam.NAME} {len(results) - len(wrong)}/{len(results)}")
    for case, complaint in wrong:
        print(f"  {case}: {complaint}")
    return not wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
