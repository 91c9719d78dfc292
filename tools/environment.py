"""The Python environment: `.venv`, filled from the hashed locks in requirements/.

A set is a lock file: `run` to run the product, `test` (which holds `run`) for tests and checks,
`bench` for the benchmarks' peers. What is installed is remembered by the hash of its lock, so a
second start only compares. An installation that was cut off leaves its mark and is made anew.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import children, lock, machine, say
from tools.places import REQUIREMENTS, VENV, var
from tools.trouble import Trouble

HOLDS = {"test": ("run", "test"), "bench": ("run", "bench")}
GIB_FOR_A_FRESH_START = 1.5


def variables() -> dict[str, str]:
    """The environment for every child: our interpreter's settings, not the machine's whims."""
    result = dict(os.environ)
    # Without compiled modules every process would compile all it imports, each time.
    result.pop("PYTHONDONTWRITEBYTECODE", None)
    result.pop("PYTHONHOME", None)
    result.setdefault("UV_SYSTEM_CERTS", "1")
    result.setdefault("NODE_USE_SYSTEM_CA", "1")
    result["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return result


def ensure(name: str, folder: Path = VENV) -> Path:
    """Make the environment hold the set `name`; return its Python."""
    with lock.waiting(var() / f"{folder.name.lstrip('.')}.lock"):
        Environment(folder).ensure(name)
    return folder / "bin" / "python"


class Environment:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "bin" / "python"
        self._stamp = folder / ".installed"
        self._cut_off = folder / ".installing"

    def ensure(self, name: str) -> None:
        version = self._version()
        installed = self._installed()
        # Programs in it name the folder it was made in.
        moved = installed.get("folder", str(self.folder)) != str(self.folder)
        if not version or moved or self._cut_off.exists() or installed.get("python", version) != version:
            self._make()
            version, installed = self._version(), {}
        if installed.get(name) == digest(name):
            return
        with say.step("Python packages"):
            self._install(name)
        for held in HOLDS.get(name, (name,)):
            installed[held] = digest(held)
        self._stamp.write_text(json.dumps(installed | {"python": version, "folder": str(self.folder)}))

    def _version(self) -> str:
        """What the environment's own interpreter says; empty if it does not work."""
        try:
            done = subprocess.run(
                [self.python, "-c", "import pip, sys; print(sys.version)"],
                capture_output=True,
                text=True,
                timeout=60,
            )
        except OSError:
            return ""
        return done.stdout.strip() if done.returncode == 0 else ""

    def _installed(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self._stamp.read_text())
        except (OSError, ValueError):
            return {}
        return found

    def _make(self) -> None:
        machine.check_system()
        machine.check_room(GIB_FOR_A_FRESH_START, self.folder.parent)
        with say.step("Python environment"):
            shutil.rmtree(self.folder, ignore_errors=True)
            try:
                children.run([sys.executable, "-m", "venv", self.folder], env=variables())
            except children.StepFailed as failed:
                shutil.rmtree(self.folder, ignore_errors=True)
                raise _no_venv(failed) from failed

    def _install(self, name: str) -> None:
        before = self._written()
        self._cut_off.touch()
        found = REQUIREMENTS / f"{name}.txt"
        env = variables() | {"VIRTUAL_ENV": str(self.folder)}
        hashed = ["--require-hashes", "--only-binary", ":all:", "-q", "-r"]
        pip = [self.python, "-m", "pip", "install", *hashed]
        try:
            uv = self.folder / "bin" / "uv"
            children.run([*pip, REQUIREMENTS / "uv.txt"], env=env)
            children.run([uv, "pip", "install", *hashed, found], env=env)
        except (children.StepFailed, OSError):
            # Slower, but it reads the same lock and knows the machine's own mirrors.
            try:
                children.run([*pip, found], env=env)
            except children.StepFailed as failed:
                if self._written() == before:
                    self._cut_off.unlink()  # nothing came, so nothing is half
                raise _no_download(failed) from failed
        self._cut_off.unlink()

    def _written(self) -> set[tuple[str, int]]:
        """Each package and program there is, and when it was last changed."""
        places = [*self.folder.glob("lib/python3*/site-packages/*"), *self.folder.glob("bin/*")]
        return {(str(path), path.lstat().st_mtime_ns) for path in places if path.name != "__pycache__"}


def digest(name: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest()


def _no_venv(failed: children.StepFailed) -> Trouble:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if "ensurepip" in failed.output or "No module named venv" in failed.output:
        return Trouble(
            "This Python cannot make environments because its venv module is missing. "
            f"On Debian and Ubuntu: apt install python{version}-venv. Then run the same command."
        )
    return Trouble(f"The Python environment could not be made in {VENV}. Python said:\n{failed.tail}")


def _no_download(failed: children.StepFailed) -> Trouble:
    if "DO NOT MATCH THE HASHES" in failed.output:
        return Trouble(
            "A downloaded package is not the one we pinned (its hash differs), so nothing was "
            "installed. Try again on another network; if it stays, report it.\n" + failed.tail
        )
    return Trouble(
        "The Python packages could not be downloaded. Check the network (or PIP_INDEX_URL for a "
        f"mirror) and run the same command again. pip said:\n{failed.tail}"
    )
