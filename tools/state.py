"""One folder of state with its servers' data: `var/` itself, or one per run of the tests.

Two things cannot always stand inside it. A Unix socket's path may have 107 characters at most,
and as root the database runs as another user who may not be able to enter a private home.
Then a folder elsewhere is used and its name is kept here.
"""

import hashlib
import os
import secrets
import tempfile
from functools import cached_property
from pathlib import Path

from tools import machine
from tools.children import User
from tools.trouble import Trouble

LONGEST_FOLDER_FOR_SOCKETS = 70
ELSEWHERE = Path("/var/lib/consultantpro")


class State:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Passable for the database's user; what is secret inside has its own mode.
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711 if machine.is_root() else 0o700)

    @cached_property
    def database_user(self) -> User | None:
        return machine.unprivileged_user()

    @cached_property
    def database_folder(self) -> Path:
        """Where the database server keeps its data: a folder its user can reach."""
        user = self.database_user
        if user is None or machine.can_reach(user, self.folder):
            return self.folder
        note = self.folder / "elsewhere"
        if note.exists():
            elsewhere = Path(note.read_text().strip())
        else:
            elsewhere = ELSEWHERE / secrets.token_hex(6)
            note.write_text(f"{elsewhere}\n")
        elsewhere.mkdir(parents=True, exist_ok=True)
        for folder in (ELSEWHERE, elsewhere):
            folder.chmod(0o711)  # whatever the umask
        return elsewhere

    @cached_property
    def sockets(self) -> Path:
        """A private folder with a path short enough for a socket."""
        if len(str(self.database_folder)) <= LONGEST_FOLDER_FOR_SOCKETS:
            folder = self.database_folder / "sockets"
        else:
            name = hashlib.sha256(str(self.database_folder).encode()).hexdigest()[:10]
            folder = Path(tempfile.gettempdir()) / f"consultantpro-{os.geteuid()}-{name}"
        folder.mkdir(mode=0o700, exist_ok=True)
        owners = {os.geteuid(), self.database_user.uid if self.database_user else os.geteuid()}
        if folder.is_symlink() or folder.stat().st_uid not in owners:
            raise Trouble(f"{folder} belongs to somebody else. Remove it and start again.")
        if self.database_user:
            os.chown(folder, self.database_user.uid, self.database_user.gid)
        return folder
