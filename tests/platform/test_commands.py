"""What the commands print, and how they end."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import lock
from tools.places import ROOT

Done = subprocess.CompletedProcess[str]


def dev(*arguments: str, **env: str) -> Done:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "CONSULTANTPRO"))}
    command = [sys.executable, ROOT / "dev", *arguments]
    return subprocess.run(command, env=clean | env, capture_output=True, text=True, check=False)


def test_a_busy_port_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = dev("run", f"PORT={port}", STATE_DIR=str(tmp_path))
    assert done.returncode == 1
    assert f"Port {port} is in use by another program. Name a free one: make run PORT=" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "65535", "-1"])
def test_a_wrong_port_is_told(tmp_path: Path, port: str) -> None:
    done = dev("run", f"PORT={port}", STATE_DIR=str(tmp_path))
    assert done.returncode == 1
    assert f"PORT={port} is no port" in done.stderr


@pytest.mark.parametrize("setting", ["WEB=many", "WEB=0", "SERVER=apache"])
def test_a_wrong_number_or_kind_of_servers_is_told(tmp_path: Path, setting: str) -> None:
    done = dev("run", setting, STATE_DIR=str(tmp_path))
    assert done.returncode == 1
    assert setting in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_supervisor_is_refused(tmp_path: Path) -> None:
    with lock.take(tmp_path / "run.lock", "on port 8000"):
        done = dev("run", STATE_DIR=str(tmp_path))
    assert done.returncode == 1
    assert f"ConsultantPro runs already from {ROOT} (pid {os.getpid()} on port 8000)" in done.stderr


def test_a_database_without_its_owner_is_told(tmp_path: Path) -> None:
    done = dev("manage", "check", STATE_DIR=str(tmp_path), DATABASE_URL="postgresql://x@/x", MIGRATE_DATABASE_URL="")
    assert done.returncode == 1
    assert "MIGRATE_DATABASE_URL is not" in done.stderr


def test_covered_prints_a_line_for_each_id_and_nothing_else() -> None:
    done = dev("covered", "tests/platform")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert any(line.startswith("Z5  tests/platform/test_backup.py::test_everything_comes_back") for line in lines)
    shape = re.compile(r"[A-Z]+\d*  tests/\S+::\S+( tests/\S+::\S+)*")
    assert all(shape.fullmatch(line) for line in lines), done.stdout
    assert len({line.split()[0] for line in lines}) == len(lines)


def test_without_a_folder_there_is_nothing_to_examine(tmp_path: Path) -> None:
    done = dev("exam", f"MAIL={tmp_path / 'none'}", f"SLOTS={tmp_path / 'none'}")
    assert (done.returncode, done.stdout) == (0, "nothing to examine\n")


def test_the_mailbox_of_the_login_is_not_what_make_examines() -> None:
    login = os.environ | {"MAIL": "/var/mail/somebody", "SLOTS": "/somewhere"}
    for given, examined in (([], "MAIL=../shared/vectors/mail"), (["MAIL=mine"], "MAIL=mine")):
        command = ["make", "-n", "exam", *given]
        done = subprocess.run(command, cwd=ROOT, env=login, capture_output=True, text=True, check=True)
        assert f" {examined} SLOTS=../shared/vectors/scheduling" in done.stdout


def test_an_exam_prints_its_score_and_each_failing_case(tmp_path: Path) -> None:
    room = tmp_path / "post"
    room.mkdir()
    (room / "exam.py").write_text(
        'NAME, FOLDER = "mail", "MAIL"\n'
        "def cases(folder):\n"
        "    for path in sorted(folder.iterdir()):\n        yield path.name, path.read_text()\n"
    )
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "1-fine").write_text("")
    (tmp_path / "cases" / "2-wrong").write_text("no subject")
    env = os.environ | {"PYTHONPATH": str(tmp_path), "MAIL": str(tmp_path / "cases")}
    examine = [sys.executable, "-m", "tools.examiner", "post"]
    done = subprocess.run(examine, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.stdout == "exam mail 1/2\n  2-wrong: no subject\n"
    assert done.returncode == 1


def test_an_unknown_benchmark_lists_those_there_are() -> None:
    done = dev("bench", "speed")
    assert done.returncode == 1
    assert "There is no benchmark speed. There are: inbox, live" in done.stderr


def test_production_lists_all_that_is_missing() -> None:
    said = refusal(SECRET_KEY="here", REDIS_URL="redis://here/0")
    for name in ("FIELD_KEYS", "DATABASE_URL", "PUBLIC_URL", "WIDGET_URL", "CONTENT_URL"):
        assert name in said
    assert "SECRET_KEY" not in said
    assert "REDIS_URL" not in said


WELL = {
    "SECRET_KEY": "here",
    "FIELD_KEYS": "dGhlIHNhbWUgdGhpcnR5LXR3byBieXRlcyBlYWNoIGQ=",
    "DATABASE_URL": "postgresql://app@here/here",
    "REDIS_URL": "redis://here/0",
    "PUBLIC_URL": "https://desk.example.com",
    "WIDGET_URL": "https://chat.example.com",
    "CONTENT_URL": "https://files.example.com",
}


def refusal(command: str = "check", **env: str) -> str:
    """What production says instead of starting with these settings alone; empty if it starts."""
    bare = {"PATH": os.environ["PATH"], "APP_ENV": "production"}
    start = [sys.executable, "manage.py", command]
    done = subprocess.run(start, cwd=ROOT, env=bare | env, capture_output=True, text=True, check=False)
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def test_production_starts_with_what_it_needs() -> None:
    assert refusal(**WELL) == ""


def test_production_lists_all_that_is_wrong() -> None:
    wrong = {"FIELD_KEYS": "not a key", "PUBLIC_URL": "http://desk.example.com", "CONTENT_URL": WELL["WIDGET_URL"]}
    said = refusal(**WELL | wrong)
    for sentence in ("Key 1 of FIELD_KEYS is no Fernet key", "PUBLIC_URL must begin with https", "three hosts"):
        assert sentence in said
    assert "without a path" in refusal(**WELL | {"WIDGET_URL": "https://chat.example.com/chat"})


def test_http_is_for_who_says_so() -> None:
    plain = WELL | {name: WELL[name].replace("https", "http") for name in ("PUBLIC_URL", "WIDGET_URL", "CONTENT_URL")}
    assert "ALLOW_HTTP" in refusal(**plain)
    assert refusal(**plain, ALLOW_HTTP="true") == ""


def test_tables_are_changed_by_their_owner_alone() -> None:
    assert "Set MIGRATE_DATABASE_URL" in refusal("migrate", **WELL)
