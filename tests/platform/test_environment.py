"""The Python environment: made when it is missing, stale or half-made; what cannot be is told in a sentence."""

import json
import os
import sys
from pathlib import Path

import pytest

from tools.environment import Environment, digest
from tools.trouble import Trouble

# The smallest set there is: the installer alone.
SET = "uv"
NOWHERE = "http://127.0.0.1:9/simple"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "venv"


def installed(folder: Path) -> dict[str, str]:
    return json.loads((folder / ".installed").read_text())


def test_a_broken_download_is_told_and_the_next_try_recovers(folder: Path, monkeypatch) -> None:
    with monkeypatch.context() as offline:
        for name, value in {
            "INDEX_URL": NOWHERE,
            "RETRIES": "0",
            "NO_CACHE_DIR": "1",
            "CONFIG_FILE": os.devnull,
        }.items():
            offline.setenv(f"PIP_{name}", value)
        with pytest.raises(Trouble, match="Check the network") as trouble:
            Environment(folder).ensure(SET)
    assert "run the same command again" in str(trouble.value)
    assert not (folder / ".installed").exists()

    Environment(folder).ensure(SET)
    assert installed(folder)[SET] == digest(SET)
    assert (folder / "bin" / "uv").exists()

    # Another lock than the installed one is installed over it.
    (folder / ".installed").write_text(json.dumps(installed(folder) | {SET: "of an earlier lock"}))
    Environment(folder).ensure(SET)
    assert installed(folder)[SET] == digest(SET)


def test_a_half_made_environment_is_made_anew(folder: Path, monkeypatch) -> None:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    (folder / "bin" / "python").chmod(0o755)
    (folder / "left-over").touch()
    Environment(folder).ensure(SET)
    assert not (folder / "left-over").exists()
    assert installed(folder)[SET] == digest(SET)

    # An installation that was killed leaves its mark, and nothing half is trusted.
    (folder / ".installing").touch()
    (folder / "left-over").touch()
    Environment(folder).ensure(SET)
    assert not (folder / "left-over").exists()

    # A second start compares and installs nothing: it would fail here.
    monkeypatch.setenv("PIP_INDEX_URL", NOWHERE)
    Environment(folder).ensure(SET)


def test_an_installation_that_was_killed_half_way_is_not_trusted(folder: Path) -> None:
    """An environment whose pip writes something and dies, as one does that is killed for want of memory."""
    (folder / "bin").mkdir(parents=True)
    packages = folder / "lib" / "python3.11" / "site-packages"
    packages.mkdir(parents=True)
    python = folder / "bin" / "python"
    python.write_text(f"#!/bin/sh\n[ $1 = -c ] && echo 3.11 && exit\ntouch {packages}/half\nkill -9 $$\n")
    python.chmod(0o755)
    with pytest.raises(Trouble):
        Environment(folder).ensure(SET)
    Environment(folder).ensure(SET)
    assert not (packages / "half").exists()
    assert installed(folder)[SET] == digest(SET)


def test_an_environment_that_was_moved_is_made_anew(folder: Path, tmp_path: Path) -> None:
    Environment(folder).ensure(SET)
    moved = folder.rename(tmp_path / "moved")
    Environment(moved).ensure(SET)
    pip = (moved / "bin" / "pip").read_text()
    assert str(moved) in pip.splitlines()[0]


def test_a_python_without_venv_names_the_package(folder: Path, tmp_path: Path, monkeypatch) -> None:
    debian = tmp_path / "python3"
    debian.write_text(
        "#!/bin/sh\necho 'The virtual environment was not created: ensurepip is not available.'\nexit 1\n"
    )
    debian.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(debian))
    with pytest.raises(Trouble, match=r"apt install python3\.\d+-venv"):
        Environment(folder).ensure(SET)
    assert not folder.exists()
