"""`manage.py rotate_keys`: all that is sealed, sealed anew with the newest of FIELD_KEYS. Safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from project.operations import rotation


class Command(BaseCommand):
    help = "Seal files, second factors and identity keys with the newest of FIELD_KEYS."

    def handle(self, **options: Any) -> None:
        shut: list[str] = []
        sealed = {
            "files": rotation.files(),
            "second factors": rotation.second_factors(),
            "identity keys": rotation.identity_keys(),
        }
        for what, each in sealed.items():
            found = list(each)
            shut += [name for name, opened in found if not opened]
            self.stdout.write(f"{sum(opened for _, opened in found)} {what} are sealed with the newest key.")
        if shut:
            raise CommandError(
                "These open with none of FIELD_KEYS. Add the key they were sealed with, or restore them, "
                "and run this again:\n" + "\n".join(shut)
            )
