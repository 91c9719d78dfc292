"""A machine that cannot run the product is told so, and what to do."""

import ast
import errno
import os
import platform
import pwd
from pathlib import Path

import pytest

from tools import children, machine, main
from tools.places import ROOT
from tools.trouble import DiskFull, Trouble


def test_musl_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    with pytest.raises(Trouble, match="Use Debian 12"):
        machine.check_system()


def test_an_old_glibc_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(platform, "libc_ver", lambda: ("glibc", "2.31"))
    with pytest.raises(Trouble, match=r"glibc 2\.31"):
        machine.check_system()


def test_too_little_room_is_told_before_the_work() -> None:
    with pytest.raises(Trouble, match="Free some space"):
        machine.check_room(1e9)


def test_a_disk_that_fills_up_is_told(tmp_path: Path) -> None:
    program = tmp_path / "install"
    program.write_text("#!/bin/sh\necho 'write failed: No space left on device'\nexit 1\n")
    program.chmod(0o755)
    with pytest.raises(DiskFull, match="goes on from where it stopped"):
        children.run([program])


def test_a_full_disk_is_no_traceback(monkeypatch, capsys) -> None:
    from tools.commands import assets

    def fill(arguments: list[str]) -> int:
        with Path("/dev/full").open("w") as full:
            full.write("x")
        return 0

    monkeypatch.setattr(assets, "main", fill)
    assert main.main(["assets"]) == 1
    assert "Free some space" in capsys.readouterr().err


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM])
def test_what_belongs_to_somebody_else_is_told(monkeypatch, capsys, tmp_path: Path, number: int) -> None:
    said = refused(OSError(number, os.strerror(number), str(tmp_path / "var")), monkeypatch, capsys)
    me = pwd.getpwuid(os.geteuid()).pw_name
    assert f"It belongs to {me}. Run the same command as {me}" in said
    assert f"chown -R {me} {tmp_path}/var" in said


def test_a_disk_that_can_only_be_read_is_told(monkeypatch, capsys) -> None:
    assert "STATE_DIR=" in refused(OSError(errno.EROFS, "Read-only file system", "/somewhere"), monkeypatch, capsys)


def refused(error: OSError, monkeypatch, capsys) -> str:
    """What a command says that the machine refused something."""
    from tools.commands import assets

    def be_refused(arguments: list[str]) -> int:
        raise error

    monkeypatch.setattr(assets, "main", be_refused)
    assert main.main(["assets"]) == 1
    return capsys.readouterr().err


def test_an_old_python_can_read_the_sentence() -> None:
    ast.parse((ROOT / "dev").read_text(), feature_version=(3, 7))


def test_an_unknown_command_lists_those_there_are(capsys) -> None:
    assert main.main(["start"]) == 2
    said = capsys.readouterr().err
    assert "There is no command start" in said
    assert all(name in said for name in main.COMMANDS)


def test_settings_may_follow_the_command(monkeypatch) -> None:
    monkeypatch.setenv("PORT", "8000")
    assert main._take_settings(["run", "PORT=8010", "WEB=2"]) == ["run"]
    assert os.environ["PORT"] == "8010"
    monkeypatch.delenv("WEB")
