"""The migrations make the tables that the models ask for."""

from django.core.management import call_command


def test_no_change_of_a_model_lacks_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
