"""The development installation's own keys, made at first start and kept in `var/keys` (0600).

Losing them makes encrypted fields unreadable, so a backup carries them.
"""

import base64
import os
import secrets
from pathlib import Path


def development_keys(folder: Path) -> dict[str, str]:
    file = folder / "keys"
    kept = dict(line.split("=", 1) for line in file.read_text().split()) if file.exists() else {}
    missing = {name: make() for name, make in MADE.items() if name not in kept}
    if missing:
        kept |= missing
        write_private(file, "".join(f"{name}={key}\n" for name, key in kept.items()))
    return kept


def _thirty_two_bytes() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


MADE = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "FIELD_KEYS": _thirty_two_bytes,
    "VAPID_PRIVATE_KEY": _thirty_two_bytes,
}


def write_private(file: Path, text: str) -> None:
    """Write a file only its owner can read, whole or not at all."""
    half = file.with_name(file.name + ".half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
    half.rename(file)
