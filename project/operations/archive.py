"""A backup is one tar file, readable by its owner only:

    about.json       what made it, and when
    database.dump    by pg_dump, compressed
    keys             SECRET_KEY and FIELD_KEYS, unless left out
    files/…          every uploaded file, as it rests (encrypted)
    end              how many stand before it: a file cut between two of them is otherwise a tar file like any other

The database is dumped before the files are read: a file that comes in between is one too many, never one too few.
"""

import io
import json
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from project.operations import keys
from project.operations.database import Database
from project.operations.errors import BadArchive, HalfRestored
from project.private import private

FORMAT = 1
ABOUT, DUMP, KEYS, FILES, END = "about.json", "database.dump", "keys", "files/", "end"


def write(target: Path, *, with_keys: bool = True) -> None:
    """The file appears whole or not at all."""
    with private(target) as opened, tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = Path(folder) / DUMP
        Database().dump(dump)
        with tarfile.open(fileobj=opened, mode="w") as archive:
            about = {"format": FORMAT, "made_at": timezone.now().isoformat(), "role": settings.APP_DATABASE_ROLE}
            _add_text(archive, ABOUT, json.dumps(about))
            archive.add(dump, DUMP)
            if with_keys:
                _add_text(archive, KEYS, keys.as_text())
            for path in _uploaded():
                with suppress(FileNotFoundError):  # it was thrown away meanwhile
                    archive.add(path, FILES + str(path.relative_to(settings.FILES_DIR)))
            _add_text(archive, END, str(len(archive.getmembers())))


def read(source: Path) -> None:
    """Database first and all at once; files and keys after it, each harmless to repeat."""
    with tempfile.TemporaryDirectory(dir=settings.STATE_DIR) as folder, _opened(source) as archive:
        _check(archive)
        dump = Path(folder) / DUMP
        _extract(archive, archive.getmember(DUMP), dump)
        Database().load(dump)
        try:
            _bring_back_files_and_keys(archive)
        except (OSError, tarfile.TarError, EOFError) as error:
            raise HalfRestored(error) from error


def _bring_back_files_and_keys(archive: tarfile.TarFile) -> None:
    for member in archive.getmembers():
        if member.name.startswith(FILES):
            _extract(archive, member, _place(member.name))
    if KEYS in archive.getnames():
        keys.keep(_text(archive, KEYS))


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source) as archive:
            yield archive
    except FileNotFoundError as error:
        raise BadArchive(f"There is no file {source}.") from error
    except (tarfile.TarError, EOFError) as error:
        raise BadArchive(f"{source} is no backup, or was cut off: {error}. Nothing was changed.") from error


def _check(archive: tarfile.TarFile) -> None:
    """Read to the end before anything is changed, so that a cut file changes nothing."""
    members = {member.name: member for member in archive.getmembers()}
    if ABOUT not in members or DUMP not in members:
        raise BadArchive("This file is no backup of ConsultantPro. Nothing was changed.")
    if END not in members or _text(archive, END) != str(len(archive.getmembers()) - 1):
        raise BadArchive("This backup was cut off: its end is missing. Nothing was changed.")
    try:
        about = json.loads(_text(archive, ABOUT))
        made_by, role = int(about["format"]), about["role"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadArchive("This file is no backup of ConsultantPro. Nothing was changed.") from error
    if made_by > FORMAT:
        raise BadArchive("This backup was made by a newer ConsultantPro. Upgrade first, then restore.")
    if role != settings.APP_DATABASE_ROLE:
        raise BadArchive(
            f"This backup gives its rights to the role {role} and DATABASE_URL names "
            f"{settings.APP_DATABASE_ROLE}. Create {role} and name it in DATABASE_URL."
        )
    for member in members.values():
        _drain(archive, member)
        if member.name.startswith(FILES):
            _place(member.name)


def _drain(archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    with _stream(archive, member) as stream:
        while stream.read(1 << 20):
            pass


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(f"{target.name}.half")
    with _stream(archive, member) as stream, half.open("wb") as file:
        while part := stream.read(1 << 20):
            file.write(part)
    half.replace(target)


def _place(name: str) -> Path:
    """Where an uploaded file goes: never outside FILES_DIR, whatever the archive says."""
    root = Path(settings.FILES_DIR).resolve()
    target = (root / name.removeprefix(FILES)).resolve()
    if not target.is_relative_to(root):
        raise BadArchive(f"{name} points outside the folder of files. Nothing was changed.")
    return target


def _stream(archive: tarfile.TarFile, member: tarfile.TarInfo) -> io.BufferedReader:
    stream = archive.extractfile(member)
    if stream is None:
        raise BadArchive(f"{member.name} is no plain file, so this is no backup of ours. Nothing was changed.")
    return stream  # type: ignore[return-value]


def _text(archive: tarfile.TarFile, name: str) -> str:
    with _stream(archive, archive.getmember(name)) as stream:
        return stream.read().decode()


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(text.encode()), 0o600
    archive.addfile(member, io.BytesIO(text.encode()))


def _uploaded() -> Iterator[Path]:
    """Whole files only: what is still being written has no final name yet."""
    for path in sorted(Path(settings.FILES_DIR).glob("*/*/*")):
        if path.is_file() and path.suffix != ".half":
            yield path
