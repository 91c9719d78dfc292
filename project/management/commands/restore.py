"""`manage.py restore FILE`: what `backup` wrote, put in the place of what is here."""

import re
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from project.operations import archive, keys
from project.operations.database import Database
from project.operations.errors import OperationFailed


class Command(BaseCommand):
    help = "Bring back what `backup` wrote. Stop web, workers and scheduler first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="even if there are firms in the database now")

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        try:
            if not replace and not Database().is_empty():
                raise CommandError(
                    "This database holds firms already, and a restore puts the backup in their place. "
                    "If that is meant, say so: --replace"
                )
            archive.read(file.resolve())
        except OperationFailed as failed:
            raise CommandError(str(failed)) from failed
        except OSError as error:
            raise CommandError(f"The backup could not be read: {error}. Nothing was changed.") from error
        self._forget()
        self.stdout.write("Restored. Now run `manage.py migrate`, in case the backup is of an earlier version.")
        if keys.missing():
            self.stdout.write(
                f"The backup's keys differ from this installation's and are in {settings.STATE_DIR / keys.FILE}: "
                "put its FIELD_KEYS into the environment, after your own, before you start."
            )

    def _forget(self) -> None:
        try:
            forget_what_redis_knew()
        except (redis.RedisError, OSError) as error:
            self.stderr.write(
                f"Redis does not answer ({error}), so what it knows of the time before was not thrown away. "
                f"Remove its keys that begin with {settings.REDIS_PREFIX}: before you start."
            )


def forget_what_redis_knew() -> None:
    """Sequences may have gone back; what was cached of the time after the backup is not true any more."""
    ours = re.sub(r"([*?\[\]\\])", r"\\\1", settings.REDIS_PREFIX)
    with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5) as client:
        for key in client.scan_iter(f"{ours}:*", count=1000):
            client.unlink(key)
