"""What the product has asked of its workers, read where it lies in Redis, and done by the test itself."""

import base64
import json
from datetime import datetime
from typing import Any

from django.conf import settings

from core import clock
from ledger.publish import client
from project.celery import app


def _queue() -> str:
    return f"{settings.REDIS_PREFIX}:celery:celery"


def forget() -> None:
    client().delete(_queue())


def asked(task: str) -> list[tuple[float, dict[str, Any]]]:
    """(seconds until it is to be done, arguments) of each, the first asked first."""
    found = []
    for raw in reversed(client().lrange(_queue(), 0, -1)):
        message = json.loads(raw)
        if message["headers"]["task"] == task:
            eta = message["headers"]["eta"]
            wait = (datetime.fromisoformat(eta) - clock.now()).total_seconds() if eta else 0.0
            found.append((wait, json.loads(base64.b64decode(message["body"]))[1]))
    return found


def do(*names: str) -> None:
    """Do all that was asked of these tasks, the earlier names first; what is asked meanwhile stays unless it comes later."""
    app.loader.import_default_modules()
    for name in names:
        waiting = [arguments for _wait, arguments in asked(name)]
        _take(name)
        for arguments in waiting:
            app.tasks[name].apply(kwargs=arguments, throw=True)


def _take(name: str) -> None:
    for raw in client().lrange(_queue(), 0, -1):
        if json.loads(raw)["headers"]["task"] == name:
            client().lrem(_queue(), 1, raw)
