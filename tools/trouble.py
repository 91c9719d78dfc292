"""What can go wrong on somebody's machine, told in one sentence that says what to do."""

import errno
import os
import pwd
from contextlib import suppress
from pathlib import Path

from tools.places import var

SIGNS_OF_A_FULL_DISK = ("No space left on device", "ENOSPC", "Disk quota exceeded")


class Trouble(Exception):
    """Ends the command with this sentence and exit code 1, without a traceback."""


class DiskFull(Trouble):
    def __init__(self, where: object) -> None:
        super().__init__(
            f"The disk that holds {where} is full. Free some space and run the same command "
            "again: it goes on from where it stopped."
        )


class NotOurs(Trouble):
    """Something we may not read or write."""

    def __init__(self, error: OSError) -> None:
        where = Path(os.fsdecode(error.filename))
        if error.errno == errno.EROFS:
            super().__init__(f"{where} is on a disk that can only be read. Name a folder elsewhere: STATE_DIR=/folder")
            return
        owner, me = _owner_of(where), _name_of(os.geteuid())
        super().__init__(
            f"{where} may not be used by {me}: {error.strerror}. It belongs to {owner}. "
            f"Run the same command as {owner}, or give it away: chown -R {me} {where}"
        )


def explained(error: OSError) -> Trouble | None:
    """The sentence for an error of the machine; None if there is none and a traceback says more."""
    if is_full_disk(error):
        return DiskFull(error.filename or var())
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) and error.filename:
        return NotOurs(error)
    return None


def _owner_of(path: Path) -> str:
    """Of the path, or of the nearest folder above it that can be looked at."""
    for each in (path, *path.parents):
        with suppress(OSError):
            return _name_of(each.stat().st_uid)
    return "somebody else"


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user {uid}"


def is_full_disk(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def speaks_of_full_disk(output: str) -> bool:
    return any(sign in output for sign in SIGNS_OF_A_FULL_DISK)
