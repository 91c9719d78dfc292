"""`manage.py createfirm`: a firm and its owner, who invites everybody else."""

import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from accounts.models import Firm, Person, Role
from core.tenancy import firm_scope


class Command(BaseCommand):
    help = "Make a firm and its owner. What is not given is asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--firm", help="its name")
        parser.add_argument("--name", help="the owner's name")
        parser.add_argument("--email", help="the owner's address, to sign in with")
        parser.add_argument("--time-zone", default="UTC", help="for example Europe/Vienna")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, **options: Any) -> None:
        firm_name = options["firm"] or input("Name of the firm: ")
        name = options["name"] or input("Name of its owner: ")
        email = options["email"] or input("Their email address: ")
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else getpass("A password for them: ")
        self._check(email, password)
        with transaction.atomic():
            firm = Firm.found(name=firm_name, slug=slugify(firm_name), time_zone=options["time_zone"])
            person = Person.objects.create_user(email, password)
            with firm_scope(firm.pk):
                firm.admit(person, role=Role.objects.get(kind=Role.Kind.OWNER), name=name)
        self.stdout.write(f"{firm} is there. {name} signs in as {email}.")

    def _check(self, email: str, password: str) -> None:
        try:
            validate_email(email)
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if Person.objects.filter(email__iexact=email).exists():
            raise CommandError(f"{email} is somebody's address already. They can be invited to the firm instead.")
