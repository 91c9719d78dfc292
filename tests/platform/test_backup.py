"""A backup brings everything back: tables, rights, files and keys. Tried on an installation of its own."""

import hashlib
import os
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from redis import Redis

from live.limits import MAX_GAP
from tests.support import bed
from tests.support.database import template_name
from tools.environment import variables
from tools.places import PYTHON, ROOT
from tools.postgres import APP, OWNER

NAME = f"backup_{bed.WORKER}"
SECRET = "what a client sent us, as it rests"

# Two dumps differ in a random word, and in how PostgreSQL spells one condition once it has read it back.
UNEQUAL = ("restrict", "unique_authenticator_type")


class Installation:
    """A second installation beside the tests' own: database, folder and keys."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        addresses = {"DATABASE_URL": bed.postgres.url(APP, NAME), "MIGRATE_DATABASE_URL": bed.postgres.url(OWNER, NAME)}
        self.env = variables() | addresses | {"STATE_DIR": str(folder), "REDIS_PREFIX": f"backup{bed.WORKER}"}
        self.env["POSTGRES_PROGRAMS"] = str(bed.postgres.programs)

    def manage(self, *arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
        command = [PYTHON, "manage.py", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=self.env | env, capture_output=True, text=True, check=False)

    def upload(self, name: str, text: str) -> Path:
        file = self.folder / "files" / "1" / name[:2] / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def empty(self) -> None:
        bed.postgres.drop(NAME)
        bed.postgres.create(NAME)

    def heads(self) -> dict[str, int]:
        """How far each stream has come."""
        lines = bed.postgres.sql("SELECT stream || ' ' || seq FROM ledger_streamhead", NAME).splitlines()
        return {stream: int(seq) for stream, _, seq in (line.partition(" ") for line in lines)}

    def rows(self) -> dict[str, str]:
        """Each table with the hash of all its rows; but the streams, which move on."""
        tables = bed.postgres.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", NAME).split()
        tables.remove("ledger_streamhead")
        every_row = "SELECT coalesce(string_agg(row::text, '|' ORDER BY row::text), '') FROM {} row"
        return {table: self._hash(bed.postgres.sql(every_row.format(table), NAME)) for table in sorted(tables)}

    def schema(self) -> set[str]:
        """Tables, policies, rights and functions, a line each."""
        dump = [bed.postgres.programs / "pg_dump", "--schema-only", "-d", bed.postgres.url("postgres", NAME)]
        text = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
        return {line for line in text.splitlines() if not any(word in line for word in UNEQUAL)}

    @staticmethod
    def _hash(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def installation(tmp_path: Path, cast) -> Iterator[Installation]:
    """One with the rows of this test run in it, the cast's among them."""
    bed.postgres.drop(NAME)
    bed.postgres.create(NAME, template=template_name())
    dump = [bed.postgres.programs / "pg_dump", "--data-only", "-d", bed.postgres.url("postgres", bed.DATABASE)]
    rows = subprocess.run(dump, capture_output=True, text=True, check=True).stdout
    made = Installation(tmp_path)
    fill = [bed.postgres.programs / "psql", "-qX", "-d", bed.postgres.url("postgres", NAME)]
    # What migrations made stands in both: its second copy is refused and the rest goes on.
    subprocess.run(fill, input=f"SET session_replication_role = replica;\n{rows}", capture_output=True, text=True)
    yield made
    bed.postgres.drop(NAME)


@pytest.mark.covers("Z5")
def test_everything_comes_back(installation: Installation, tmp_path: Path) -> None:
    uploaded = installation.upload("ab12", SECRET)
    backup = tmp_path / "there" / "backup.tar"
    backup.parent.mkdir()
    before, shape = installation.rows(), installation.schema()
    assert len([table for table in before if before[table] != Installation._hash("")]) > 5

    made = installation.manage("backup", backup)
    assert made.returncode == 0, made.stderr
    installation.empty()
    uploaded.unlink()
    brought_back = installation.manage("restore", backup)

    assert brought_back.returncode == 0, brought_back.stderr
    assert installation.rows() == before
    assert installation.schema() ^ shape == set()
    assert uploaded.read_text() == SECRET
    keys = tmp_path / "keys"
    assert os.environ["FIELD_KEYS"] in keys.read_text()
    assert keys.stat().st_mode & 0o777 == 0o600


def test_streams_move_on_so_that_open_pages_reload(installation: Installation, tmp_path: Path) -> None:
    """A page may be further than the backup. What the streams say next must not look like what it knows already."""
    backup = tmp_path / "backup.tar"
    bed.postgres.sql(
        "INSERT INTO ledger_streamhead SELECT 'firm:' || id, id, 7 FROM accounts_firm ON CONFLICT DO NOTHING", NAME
    )
    installation.manage("backup", backup)
    before = installation.heads()
    assert before
    assert installation.manage("restore", backup, "--replace").returncode == 0
    after = installation.heads()
    assert after.keys() == before.keys()
    assert all(after[stream] - before[stream] > MAX_GAP for stream in before)


def test_a_restored_installation_can_be_backed_up_again(installation: Installation, tmp_path: Path) -> None:
    first, second = tmp_path / "first.tar", tmp_path / "second.tar"
    before = installation.rows()
    for command in (
        ("backup", first),
        ("restore", first, "--replace"),
        ("backup", second),
        ("restore", second, "--replace"),
    ):
        done = installation.manage(*command)
        assert done.returncode == 0, done.stderr
    assert installation.rows() == before


def test_only_its_owner_can_read_it_and_keys_can_stay_out(installation: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    installation.manage("backup", backup, "--without-keys")
    assert backup.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.half"))
    with tarfile.open(backup) as archive:
        assert "keys" not in archive.getnames()


def test_firms_are_not_replaced_by_accident(installation: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    installation.manage("backup", backup)
    before = installation.rows()
    refused = installation.manage("restore", backup)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert installation.rows() == before


def test_a_cut_backup_changes_nothing(installation: Installation, tmp_path: Path) -> None:
    installation.upload("ab12", SECRET * 1000)
    whole, cut = tmp_path / "whole.tar", tmp_path / "cut.tar"
    installation.manage("backup", whole)
    cut.write_bytes(whole.read_bytes()[:-30_000])
    before = installation.rows()
    refused = installation.manage("restore", cut, "--replace")
    assert refused.returncode == 1
    assert "Nothing was changed" in refused.stderr
    assert installation.rows() == before


def test_a_backup_cut_between_two_files_changes_nothing(installation: Installation, tmp_path: Path) -> None:
    """Such a file is a whole tar file, and only its missing end tells."""
    for name in ("ab12", "cd34"):
        installation.upload(name, SECRET)
    whole, cut = tmp_path / "whole.tar", tmp_path / "cut.tar"
    installation.manage("backup", whole)
    with tarfile.open(whole) as archive:
        last_file = archive.getmember("files/1/cd/cd34")
    cut.write_bytes(whole.read_bytes()[: last_file.offset])
    with tarfile.open(cut) as archive:
        assert "files/1/ab/ab12" in archive.getnames()
    before = installation.rows()
    refused = installation.manage("restore", cut, "--replace")
    assert refused.returncode == 1
    assert "its end is missing. Nothing was changed" in refused.stderr
    assert installation.rows() == before


def test_a_name_that_points_outside_is_refused_before_anything_is_changed(
    installation: Installation, tmp_path: Path
) -> None:
    installation.upload("ab12", SECRET)
    whole, forged = tmp_path / "whole.tar", tmp_path / "forged.tar"
    installation.manage("backup", whole)
    with tarfile.open(whole) as archive, tarfile.open(forged, "w") as made:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            member.name = "files/../../outside" if member.name.startswith("files/") else member.name
            made.addfile(member, content)
    before = installation.rows()
    refused = installation.manage("restore", forged, "--replace")
    assert refused.returncode == 1
    assert "points outside the folder of files. Nothing was changed" in refused.stderr
    assert installation.rows() == before
    assert not (tmp_path.parent / "outside").exists()


def test_files_that_cannot_come_back_are_told_as_that(installation: Installation, tmp_path: Path) -> None:
    installation.upload("ab12", SECRET)
    backup = tmp_path / "backup.tar"
    installation.manage("backup", backup)
    (tmp_path / "taken").write_text("a file where the folder of files should be")
    failed = installation.manage("restore", backup, "--replace", FILES_DIR=str(tmp_path / "taken"))
    assert failed.returncode == 1
    assert "The database is that of the backup now" in failed.stderr
    assert "Nothing was changed" not in failed.stderr
    assert "Traceback" not in failed.stderr


def test_redis_forgets_what_was_ours_and_nothing_else(installation: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    installation.manage("backup", backup)
    prefix = installation.env["REDIS_PREFIX"]
    with Redis.from_url(bed.redis.url) as known:
        known.mset({f"{prefix}:1:shown": 1, f"a-{prefix}:1:shown": 1})
        assert installation.manage("restore", backup, "--replace").returncode == 0
        assert not known.exists(f"{prefix}:1:shown")
        assert known.exists(f"a-{prefix}:1:shown")


def test_every_key_in_redis_begins_with_the_prefix(worker) -> None:
    cache.set("shown", 1)
    prefix = f"{settings.REDIS_PREFIX}:".encode()
    with Redis.from_url(bed.redis.url) as known:
        keys = [key for key in known.scan_iter(count=1000) if b"backup" not in key]
    assert any(b"celery" in key for key in keys)
    assert [key for key in keys if not key.startswith(prefix)] == []


def test_a_restore_ends_well_without_redis_and_says_what_is_left_to_do(
    installation: Installation, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.tar"
    installation.manage("backup", backup)
    before = installation.rows()
    done = installation.manage("restore", backup, "--replace", REDIS_URL="redis://127.0.0.1:9/0")
    assert done.returncode == 0, done.stderr
    assert "Redis does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert installation.rows() == before


def test_a_folder_that_cannot_be_written_is_told(installation: Installation, tmp_path: Path) -> None:
    failed = installation.manage("backup", tmp_path / "none" / "backup.tar")
    assert failed.returncode == 1
    assert "The backup could not be written" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_other_keys_are_told(installation: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    installation.manage("backup", backup)
    elsewhere = installation.manage(
        "restore", backup, "--replace", FIELD_KEYS="b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMTI="
    )
    assert "put its FIELD_KEYS into the environment" in elsewhere.stdout


def test_what_is_no_backup_is_refused(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "letter.tar").write_text("Dear Sirs")
    refused = installation.manage("restore", tmp_path / "letter.tar", "--replace")
    assert refused.returncode == 1
    assert "is no backup" in refused.stderr
    assert "Traceback" not in refused.stderr
