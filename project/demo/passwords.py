"""The demo people's passwords: made once, kept in STATE_DIR/demo-passwords, readable by its owner only.

One line a person, the address and the password; `./dev run` prints them.
"""

import secrets
from pathlib import Path

from django.conf import settings

from project.private import private

WORDS = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "inlet", "juniper", "kelp", "larch"]


def passwords(emails: list[str]) -> tuple[dict[str, str], set[str]]:
    """The password of each address, and the addresses that had none and got one now."""
    file = Path(settings.STATE_DIR) / "demo-passwords"
    kept = dict(line.split() for line in file.read_text().splitlines()) if file.exists() else {}
    missing = [email for email in emails if email not in kept]
    if missing:
        kept |= {email: _new() for email in missing}
        _write(file, "".join(f"{email:24} {password}\n" for email, password in kept.items()))
    return {email: kept[email] for email in emails}, set(missing)


def _new() -> str:
    """Easy to type from one window into another, and still beyond guessing for a machine on nobody's network."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(3)), str(secrets.randbelow(9000) + 1000)])


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with private(file) as opened:
        opened.write(text.encode())
