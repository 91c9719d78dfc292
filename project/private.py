"""Files that only their owner may read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def private(target: Path) -> Iterator[BinaryIO]:
    """Write a file of mode 0600, which appears whole or not at all."""
    half = target.with_name(f"{target.name}.half")
    half.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            yield opened
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
