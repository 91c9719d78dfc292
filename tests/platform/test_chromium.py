"""A browser for the tests: one that starts, or a sentence that fits the machine."""

import platform
from pathlib import Path

import pytest

from tools import chromium
from tools.trouble import Trouble

# What Ubuntu installs for `apt install chromium-browser` where there are no snaps.
STUB = "echo 'Command requires the chromium snap to be installed.' >&2\nexit 10"


@pytest.fixture
def path(tmp_path: Path, monkeypatch) -> Path:
    """The only folder on the path, and no browser installed by us."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return folder


def program(file: Path, script: str) -> Path:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


def on(monkeypatch, name: str, like: str = "") -> None:
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"ID": name, "ID_LIKE": like})


def test_a_stub_is_no_browser(path: Path) -> None:
    program(path / "chromium-browser", STUB)
    with pytest.raises(Trouble, match="There is no Chromium here"):
        chromium.find()
    chrome = program(path / "google-chrome", "echo 'Google Chrome 147.0.7727.1'")
    assert chromium.find() == chrome


@pytest.mark.parametrize(
    ("name", "like", "said"),
    [
        ("debian", "", "apt install chromium"),
        ("linuxmint", "ubuntu debian", "Install"),
        ("fedora", "", "dnf install chromium"),
        ("void", "", "Install Chromium or Google Chrome"),
    ],
)
def test_arm64_without_a_browser_is_told_so(path: Path, monkeypatch, name: str, like: str, said: str) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    on(monkeypatch, name, like)
    with pytest.raises(Trouble, match="is for x86-64, not aarch64") as trouble:
        chromium.ensure()
    assert said in str(trouble.value)


def test_libraries_are_named_as_this_system_names_them(path: Path, monkeypatch) -> None:
    on(monkeypatch, "ubuntu", "debian")
    assert "libasound2 " in chromium.advice()
    program(path / "apt-cache", "[ $2 = libasound2t64 ]")
    assert "libasound2t64 " in chromium.advice()
    assert "libnss3 " in chromium.advice()


def test_root_on_ubuntu_gets_the_libraries_and_not_the_snap(path: Path, tmp_path: Path, monkeypatch) -> None:
    on(monkeypatch, "ubuntu", "debian")
    monkeypatch.setattr(chromium, "is_root", lambda: True)
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")  # so that it ends before the download
    program(path / "apt-get", f"echo $@ >> {tmp_path}/asked")
    with pytest.raises(Trouble):
        chromium.ensure()
    installed = (tmp_path / "asked").read_text().splitlines()[-1]
    assert "libnss3" in installed
    assert "chromium" not in installed
