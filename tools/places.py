"""Where things stand in the repository."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
NODE_MODULES = ROOT / "node_modules"


def var() -> Path:
    """The folder of state: databases, keys, logs. `STATE_DIR` moves it."""
    return Path(os.environ.get("STATE_DIR") or ROOT / "var").resolve()


def logs() -> Path:
    return var() / "log"


def site_packages() -> Path:
    found = sorted((VENV / "lib").glob("python3.*/site-packages"))
    return found[-1] if found else VENV / "lib" / "site-packages"
