"""`manage.py demo`: the made-up firms of the demo, once, in development on 127.0.0.1 only."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from project.demo import firms


class Command(BaseCommand):
    help = "Load the demo firms, if they are not here. Their passwords are in STATE_DIR/demo-passwords."

    def handle(self, **options: Any) -> None:
        if not firms.may_load():
            raise CommandError("Demo firms load only in development, with PUBLIC_URL on http://127.0.0.1.")
        made = firms.load()
        self.stdout.write("The demo firms are loaded." if made else "The demo firms were here already.")
