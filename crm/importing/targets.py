"""Where a column may go, what its cells become there, and where a column of that name probably goes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from core.ids import parse_uuid
from core.money import CURRENCIES, parse_amount
from core.text import one_line
from core.words import fold
from crm.errors import BadAmount, FieldUnfit
from crm.forms import host_of
from crm.models import Field, Lifecycle, Stage
from crm.models.board.item import LARGEST
from crm.models.field.kinds import DAY_FIRST

Read = Callable[["Reader", str], Any]


class Unfit(Exception):
    """A sentence about one cell."""


@dataclass(frozen=True)
class Target:
    label: Any
    read: Read
    called: str = ""
    """Words by which such a column is known, parted by bars."""


def text(length: int) -> Read:
    return lambda reader, cell: one_line(cell, length)


def email(reader: "Reader", cell: str) -> str:
    found = cell.removeprefix("mailto:").strip().strip("<>")[:254]
    try:
        validate_email(found)
    except ValidationError:
        raise Unfit(_("“%(cell)s” is no email address.") % {"cell": cell[:60]}) from None
    return found


def phone(reader: "Reader", cell: str) -> str:
    said = re.sub(r"^00", "+", cell.strip())
    try:
        number = phonenumbers.parse(said, reader.region or None)
    except phonenumbers.NumberParseException:
        raise Unfit(
            _("“%(cell)s” is no phone number with its country. Choose above which country such numbers are of.")
            % {"cell": cell[:60]}
        ) from None
    if not phonenumbers.is_possible_number(number):
        raise Unfit(_("“%(cell)s” is no phone number: it is too short or too long.") % {"cell": cell[:60]})
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def domain(reader: "Reader", cell: str) -> str:
    found = host_of(cell)
    if not found:
        raise Unfit(_("“%(cell)s” is no address of a website.") % {"cell": cell[:60]})
    return found


def lifecycle(reader: "Reader", cell: str) -> str:
    wanted = fold(cell)
    found = next((value for value, label in Lifecycle.choices if wanted in (value, fold(str(label)))), None)
    if found is None:
        raise Unfit(
            _("“%(cell)s” is none of: %(offered)s.")
            % {"cell": cell[:60], "offered": ", ".join(str(label) for label in Lifecycle.labels)}
        )
    return found


def owner(reader: "Reader", cell: str) -> str:
    found = reader.people.get(fold(cell))
    if found is None:
        raise Unfit(_("Nobody who works here is called “%(cell)s”, or has that address.") % {"cell": cell[:60]})
    return found


def stage(reader: "Reader", cell: str) -> str:
    found = reader.stages.get(fold(cell))
    if found is None:
        raise Unfit(_("No stage is called “%(cell)s”. Write it as “Pipeline: Stage”.") % {"cell": cell[:60]})
    return found


def amount(reader: "Reader", cell: str) -> str:
    found = parse_amount(cell)
    if found is None or not 0 <= found <= LARGEST:
        raise Unfit(str(BadAmount()))
    return str(found)


def currency(reader: "Reader", cell: str) -> str:
    if cell.upper() not in CURRENCIES:
        raise Unfit(_("“%(cell)s” is no code of a currency, such as EUR.") % {"cell": cell[:20]})
    return cell.upper()


def probability(reader: "Reader", cell: str) -> int:
    found = cell.rstrip(" %")
    if not (found.isascii() and found.isdigit() and int(found[:4]) <= 100):
        raise Unfit(_("Write the probability as a whole number from 0 to 100."))
    return int(found)


def day(reader: "Reader", cell: str) -> str:
    dotted = DAY_FIRST.fullmatch(cell)
    said = "-".join(part.zfill(2) for part in reversed(dotted.groups())) if dotted else cell[:10]
    try:
        found = parse_date(said)
    except ValueError:
        found = None
    if found is None:
        raise Unfit(_("“%(cell)s” is no date. Write it as 2026-03-31.") % {"cell": cell[:30]})
    return found.isoformat()


def id_of(reader: "Reader", cell: str) -> str:
    found = next((id for part in cell.split("/") if (id := parse_uuid(part))), None)
    if found is None:
        raise Unfit(_("“%(cell)s” is no id of a record.") % {"cell": cell[:60]})
    return str(found)


OWN: dict[str, dict[str, Target]] = {
    "contact": {
        "name": Target(gettext_lazy("Name"), text(200), "name|full name|contact|contact name|fn"),
        "first_name": Target(gettext_lazy("First name"), text(100), "first name|given name|firstname|vorname|prenom"),
        "last_name": Target(gettext_lazy("Last name"), text(100), "last name|family name|surname|lastname|nachname"),
        "email": Target(gettext_lazy("Email"), email, "email|e mail|mail|email address|e mail address|e mail adresse"),
        "phone": Target(
            gettext_lazy("Phone"), phone, "phone|phone number|telephone|tel|mobile|mobile phone|telefon|handy"
        ),
        "lifecycle": Target(gettext_lazy("Lifecycle stage"), lifecycle, "lifecycle stage|lifecycle|status"),
        "owner": Target(gettext_lazy("Owner"), owner, "owner|contact owner|assigned to"),
        "id": Target(gettext_lazy("Id"), id_of, "id|contact id"),
    },
    "company": {
        "name": Target(
            gettext_lazy("Name"),
            text(200),
            "company|company name|organisation|organization|account|firma|firm|employer",
        ),
        "domain": Target(
            gettext_lazy("Website"), domain, "website|domain|company domain|company domain name|web|url|homepage"
        ),
        "phone": Target(gettext_lazy("Phone"), phone, "company phone|office phone|main phone"),
        "lifecycle": Target(gettext_lazy("Lifecycle stage"), lifecycle, "company lifecycle stage"),
        "owner": Target(gettext_lazy("Owner"), owner, "company owner"),
        "id": Target(gettext_lazy("Id"), id_of, "company id"),
    },
    "deal": {
        "name": Target(gettext_lazy("Name"), text(200), "deal|deal name|opportunity|mandate"),
        "stage": Target(gettext_lazy("Stage"), stage, "stage|deal stage|pipeline stage"),
        "amount": Target(gettext_lazy("Value"), amount, "amount|value|deal value|deal amount"),
        "currency": Target(gettext_lazy("Currency"), currency, "currency|deal currency"),
        "expected_on": Target(gettext_lazy("Expected close"), day, "close date|expected close|expected close date"),
        "probability": Target(gettext_lazy("Probability"), probability, "probability|deal probability"),
        "owner": Target(gettext_lazy("Owner"), owner, "deal owner"),
    },
}


class Reader:
    """Reads the cells of a file. What it asks the database, it asks once."""

    def __init__(self, me: Membership, region: str = "") -> None:
        self.me, self.region = me, region

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Custom fields that `me` may set, by "company.custom.industry"."""
        found = (field for kind in OWN for field in Field.objects.standing(kind) if field.is_set_by(self.me))
        return {f"{field.of}.custom.{field.key}": field for field in found}

    @cached_property
    def people(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for member in Membership.objects.current():
            for words in (member.name, member.person.email):
                found.setdefault(fold(words), str(member.pk))
        return found

    @cached_property
    def stages(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for each in (
            Stage.objects.standing()
            .filter(pipeline__closed_at=None)
            .select_related("pipeline")
            .order_by("pipeline__created_at", "position")
        ):
            found.setdefault(fold(each.name), str(each.pk))
            found.setdefault(fold(f"{each.pipeline.name}: {each.name}"), str(each.pk))
        return found

    def read(self, target: str, cell: str) -> Any:
        """What a cell says there, as JSON keeps it. Raises Unfit."""
        field = self.fields.get(target)
        if field is not None:
            try:
                return field.read(cell)
            except FieldUnfit as unfit:
                raise Unfit(str(unfit)) from None
        kind, _dot, name = target.partition(".")
        own = OWN[kind].get(name)
        if own is None:
            raise Unfit(_("Whoever brought this file may not set this field."))
        return own.read(self, cell)

    def knows(self, target: str) -> bool:
        kind, _dot, name = target.partition(".")
        return target in self.fields or name in OWN.get(kind, {})

    def offered(self) -> list[tuple[str, list[tuple[str, Any]]]]:
        """(kind, [(target, words)]) to choose from."""
        own = {
            kind: [(f"{kind}.{name}", target.label) for name, target in targets.items()]
            for kind, targets in OWN.items()
        }
        for target, field in self.fields.items():
            own[field.of].append((target, field.name))
        return list(own.items())

    def suggested(self, headers: list[str], samples: list[list[str]]) -> list[str]:
        """By the words of its heading, else by how its cells look. Each place is given once."""
        known: dict[str, str] = {}
        for kind, targets in OWN.items():
            for name, target in targets.items():
                for words in (*target.called.split("|"), f"{kind} {name}".replace("_", " "), f"{kind}.{name}"):
                    known.setdefault(words, f"{kind}.{name}")
        for place, field in self.fields.items():
            for words in (plain(field.name), plain(field.key), place):
                known.setdefault(words, place)
        found: list[str] = []
        for header, cells in zip(headers, samples, strict=True):
            meant = known.get(header.strip().casefold()) or known.get(plain(header)) or looks_like(cells)
            found.append(meant if meant not in found else "")
        return found


def plain(header: str) -> str:
    return " ".join(re.findall(r"\w+", fold(header).replace("_", " ")))


def looks_like(cells: list[str]) -> str:
    return "contact.email" if cells and all(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", cell) for cell in cells) else ""


def values(
    kind: str, said: Mapping[str, Any], people: Mapping[str, Membership], stages: Mapping[str, Stage]
) -> dict[str, Any]:
    """What the verbs take, of what a line says as JSON."""
    found = {name: value for name, value in said.items() if name not in ("id", "stage", "first_name", "last_name")}
    if "owner" in found:
        found["owner"] = people.get(str(found["owner"]))
    if "amount" in found:
        found["amount"] = Decimal(found["amount"])
    if "expected_on" in found:
        found["expected_on"] = parse_date(found["expected_on"])
    if "stage" in said:
        found["stage"] = stages.get(str(said["stage"]))
    return found
