"""The web process of the play: what it publishes through Redis is lost, late or told twice, as a bad network would have it.

Its chance is its own, not the play's: two processes draw from it at once.
"""

import random
import threading
from collections.abc import Iterable
from typing import Any

from ledger import record
from project.asgi import application

__all__ = ["application"]

LOST, LATE, TWICE = 0.1, 0.3, 0.1
LATEST = 0.25

_publish = record.publish


def publish(frames: Iterable[Any]) -> bool:
    """Frames on their way to Redis."""
    kept, luck = list(frames), random.random()
    if luck < LOST:
        return False
    if luck < LOST + LATE:
        threading.Timer(random.uniform(0, LATEST), _publish, [kept]).start()
        return True
    if luck < LOST + LATE + TWICE:
        threading.Timer(random.uniform(0, LATEST), _publish, [kept]).start()
    return _publish(kept)


record.publish = publish
