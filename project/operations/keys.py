"""The keys of an installation, carried by its backup: without FIELD_KEYS files and secrets stay shut for ever."""

from pathlib import Path

from django.conf import settings

from project.private import private

FILE = "keys"


def as_text() -> str:
    kept = {"SECRET_KEY": settings.SECRET_KEY, "FIELD_KEYS": ",".join(settings.FIELD_KEYS)}
    if settings.VAPID_PRIVATE_KEY:
        kept["VAPID_PRIVATE_KEY"] = settings.VAPID_PRIVATE_KEY
    return "".join(f"{name}={key}\n" for name, key in kept.items())


def keep(text: str) -> None:
    """Into STATE_DIR/keys, readable by the owner only: development starts with what stands there."""
    with private(Path(settings.STATE_DIR) / FILE) as opened:
        opened.write(text.encode())


def missing() -> bool:
    """Whether the kept file names a field key that this installation was not started with."""
    file = Path(settings.STATE_DIR) / FILE
    if not file.exists():
        return False
    kept = dict(line.split("=", 1) for line in file.read_text().splitlines())
    return not set(kept.get("FIELD_KEYS", "").split(",")) - {""} <= set(settings.FIELD_KEYS)
