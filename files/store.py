"""Where bytes rest: one encrypted file per content, under FILES_DIR/<firm>/<first two>/<content's name>.

    CPF1 │ sealed data key (140 bytes) │ record 0 │ record 1 │ … │ last record

The content's name is its SHA-256 (a thumbnail's has the variant after a dot). Firms share nothing, so what one firm
holds cannot be learned by another, and erasing a firm is removing a folder.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from core.secrets import Unreadable, rotate, seal, unseal
from files.errors import Damaged
from files.records import KEY, PLAIN, SEALED, TAG, BadRecord, Records, count, size_at_rest, spanning

MAGIC = b"CPF1"
TOKEN = 140
"""A Fernet token of 32 bytes is always this long."""
HEADER = len(MAGIC) + TOKEN


def place(firm_id: int, name: str) -> Path:
    return Path(settings.FILES_DIR) / str(firm_id) / name[:2] / name


def size_of(firm_id: int, name: str) -> int | None:
    """How many bytes of content are kept under `name`; None: nothing is."""
    try:
        at_rest = place(firm_id, name).stat().st_size - HEADER
    except OSError:
        return None
    return at_rest - max(1, -(-at_rest // SEALED)) * TAG


def put(firm_id: int, name: str, size: int, content: BinaryIO) -> None:
    """Keep `size` bytes from `content` under `name`, whole or not at all. What is there already stays."""
    path = place(firm_id, name)
    if path.exists():
        os.utime(path)  # claimed anew: the sweep leaves it alone
        return
    key = secrets.token_bytes(KEY)
    records = Records(key, _context(firm_id, name))
    with _whole(path) as file:
        file.write(MAGIC + seal(key))
        for number in range(count(size)):
            plain = content.read(min(PLAIN, size - number * PLAIN))
            file.write(records.seal(number, plain, last=number == count(size) - 1))


def read(firm_id: int, name: str, size: int, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The bytes from `start` up to `stop`, decrypting only the records that hold them.

    Raises Damaged, before the first byte, when the file is missing, cut or longer than `size` says; later, when a
    record does not open.
    """
    stop = size if stop is None else min(stop, size)
    path = place(firm_id, name)
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size != HEADER + size_at_rest(size):
                raise Damaged
            records = Records(_data_key(file.read(HEADER)), _context(firm_id, name))
            for number in spanning(start, stop):
                file.seek(HEADER + number * SEALED)
                plain = records.open(number, file.read(SEALED), last=number == count(size) - 1)
                yield plain[max(0, start - number * PLAIN) : stop - number * PLAIN]
    except (OSError, BadRecord, Unreadable) as error:
        raise Damaged from error


def remove(firm_id: int, name: str) -> None:
    place(firm_id, name).unlink(missing_ok=True)


def names(firm_id: int) -> Iterator[tuple[str, float]]:
    """Every content of a firm and when it was last claimed (Unix time)."""
    for path in (Path(settings.FILES_DIR) / str(firm_id)).glob("??/*"):
        if not path.name.endswith(".half"):
            yield path.name, path.stat().st_mtime


def rotate_key(path: Path) -> None:
    """Seal the data key of one file anew. The records stay as they are.."""
    with path.open("rb") as file:
        header = file.read(HEADER)
        token = header[len(MAGIC) :]
        _data_key(header)
        claimed = os.fstat(file.fileno()).st_mtime
        with _whole(path) as copy:
            copy.write(MAGIC + rotate(token))
            while chunk := file.read(SEALED * 16):
                copy.write(chunk)
    os.utime(path, (claimed, claimed))


def _data_key(header: bytes) -> bytes:
    if len(header) != HEADER or not header.startswith(MAGIC):
        raise Damaged
    return unseal(header[len(MAGIC) :])


def _context(firm_id: int, name: str) -> bytes:
    return f"{firm_id}/{name}/".encode()


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """Write a file beside its place and move it there when every byte is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(f"{path.name}.{secrets.token_hex(4)}.half")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
