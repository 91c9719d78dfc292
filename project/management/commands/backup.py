"""`manage.py backup FILE`: database, files and keys in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from project.operations import archive
from project.operations.errors import OperationFailed


class Command(BaseCommand):
    help = "Write database, files and keys into one file that only its owner can read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--without-keys", action="store_true", help="leave SECRET_KEY and FIELD_KEYS out")

    def handle(self, *, file: Path, without_keys: bool, **options: Any) -> None:
        target = file.resolve()
        try:
            archive.write(target, with_keys=not without_keys)
        except OperationFailed as failed:
            raise CommandError(str(failed)) from failed
        except OSError as error:
            raise CommandError(f"The backup could not be written: {error}. Nothing is left of it.") from error
        held = "Database and files" if without_keys else "Database, files and keys"
        self.stdout.write(
            f"{held} are in {target} ({target.stat().st_size / 1e6:.1f} MB). Keep it as safe as the keys."
        )
