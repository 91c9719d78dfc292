"""What the machine must have: a C library, room on the disk, a user to drop to."""

import os
import platform
import pwd
import shutil
import stat
import sys
from pathlib import Path

from tools.children import User
from tools.places import ROOT
from tools.trouble import Trouble

OLDEST_GLIBC = (2, 34)
GIB = 1024**3


def check_system() -> None:
    """Refuse a system for which no ready-made packages exist."""
    if sys.platform == "darwin":
        return
    if sys.platform != "linux":
        raise Trouble(
            f"ConsultantPro runs on Linux (and, untried, macOS), not on {sys.platform}. "
            "Use a Linux machine, a container or WSL."
        )
    name, version = platform.libc_ver()
    if name != "glibc":
        raise Trouble(
            "This Linux does not use glibc, and the ready-made packages need it. "
            "Use Debian 12, Ubuntu 22.04 or newer (in a container, an image built on them)."
        )
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_GLIBC:
        raise Trouble(
            f"This Linux has glibc {version}, and the ready-made packages need 2.34 or newer. "
            "Use Debian 12, Ubuntu 22.04 or newer."
        )


def distribution() -> list[str]:
    """Which Linux this is, then those it is like: ["ubuntu", "debian"]. Empty where it does not say."""
    try:
        said = platform.freedesktop_os_release()
    except OSError:
        return []
    return [said.get("ID", ""), *said.get("ID_LIKE", "").split()]


def check_room(needed: float, where: Path = ROOT) -> None:
    """Stop before the work if it cannot fit. `needed` is in GiB."""
    while not where.exists():
        where = where.parent
    free = shutil.disk_usage(where).free
    if free < needed * GIB:
        raise Trouble(
            f"{where} has {free / GIB:.1f} GiB free and this needs {needed:.1f} GiB. "
            "Free some space and run the same command again."
        )


def is_root() -> bool:
    return os.geteuid() == 0


def unprivileged_user() -> User | None:
    """PostgreSQL refuses to run as root, so root runs it as somebody else."""
    if not is_root():
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(entry.pw_uid, entry.pw_gid)
    raise Trouble(
        "PostgreSQL refuses to run as root and this machine has no user to run it as. "
        "Run the same command as an ordinary user, or add one: useradd --system postgres"
    )


def can_reach(user: User, path: Path) -> bool:
    """Whether the user may pass through every folder down to `path`."""
    for folder in [path, *path.parents]:
        found = folder.stat()
        if found.st_uid == user.uid:
            needed = stat.S_IXUSR
        elif found.st_gid == user.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not found.st_mode & needed:
            return False
    return True
