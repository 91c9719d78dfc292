"""The kinds of custom fields: how what was said is read, kept as JSON, shown, and compared.

`read` takes what a person typed, a file holds or a program sent, and what is kept already; it gives what is kept, None for
nothing, and raises FieldUnfit with a sentence. Amounts are kept as strings of decimals, moments in UTC: no float anywhere.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from django.apps import apps
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ids import parse_uuid
from core.money import CURRENCIES, money, parse_amount
from core.text import one_line, tidy
from crm.errors import FieldUnfit
from timeline.refs import Ref

if TYPE_CHECKING:
    from crm.models.field import Field

SHORT, LONG = 500, 20_000
LARGEST = Decimal(10) ** 15
YES = frozenset({"true", "yes", "y", "1", "on", "x", "ja", "oui", "sí", "si", "wahr"})
NO = frozenset({"false", "no", "n", "0", "off", "nein", "non", "falsch"})
DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
SHAPES = {
    "email": (gettext_lazy("an email address"), re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")),
    "url": (gettext_lazy("the address of a page, such as https://client.example"), re.compile(r"https?://[^\s/]+\S*")),
    "digits": (gettext_lazy("digits only"), re.compile(r"\d+")),
    "code": (gettext_lazy("letters and digits only"), re.compile(r"\w+")),
}
"""What a text may be asked to look like. Fixed ones: a pattern of somebody's own can take for ever."""


class Text:
    LONGEST = SHORT

    def read(self, field: "Field", said: Any) -> Any:
        text = self.cleaned(str(said))
        if len(text) > self.LONGEST:
            raise FieldUnfit(field, _("Write at most %(most)s characters.") % {"most": f"{self.LONGEST:,}"})
        shape = SHAPES.get(field.rules.get("shape", ""))
        if text and shape and not shape[1].fullmatch(text):
            raise FieldUnfit(field, _("Write %(shape)s.") % {"shape": shape[0]})
        return text or None

    def cleaned(self, text: str) -> str:
        return one_line(text, len(text))

    def show(self, field: "Field", kept: Any) -> str:
        return str(kept)

    def plain(self, field: "Field", kept: Any) -> str:
        """What a file, a box of a form and a comparison hold."""
        return self.show(field, kept)

    def number(self, kept: Any) -> Decimal | None:
        return None

    def moment(self, kept: Any) -> datetime | None:
        return None

    def worth(self, kept: Any) -> Any:
        """What a formula reckons with."""
        return kept


class LongText(Text):
    LONGEST = LONG

    def cleaned(self, text: str) -> str:
        return tidy(text)


class Number(Text):
    def read(self, field: "Field", said: Any) -> Any:
        if not str(said).strip():
            return None
        text = str(said).strip()
        plain = re.fullmatch(r"[+-]?\d+(\.\d+)?", text)
        found = Decimal(text) if plain and len(text) < 40 else parse_amount(text)
        if found is None or abs(found) >= LARGEST:
            raise FieldUnfit(field, _("Write a number, such as 12.5."))
        return str(within(field, found).normalize().__format__("f"))

    def show(self, field: "Field", kept: Any) -> str:
        return f"{Decimal(kept):,f}"

    def plain(self, field: "Field", kept: Any) -> str:
        return str(kept)

    def number(self, kept: Any) -> Decimal | None:
        return Decimal(kept)

    def worth(self, kept: Any) -> Any:
        return Decimal(kept)


class Money(Number):
    """`{"amount": "12.50", "currency": "EUR"}`."""

    CODE = re.compile(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])")
    SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY"}

    def read(self, field: "Field", said: Any) -> Any:
        if isinstance(said, dict):
            said = f"{said.get('amount') or ''} {said.get('currency') or ''}"
        text = str(said)
        code = next((found for each in self.CODE.findall(text) if (found := each.upper()) in CURRENCIES), "")
        if not text.strip() or text.strip().upper() == code:
            return None
        amount = parse_amount(text)
        if amount is None or abs(amount) >= LARGEST:
            raise FieldUnfit(field, _("Write an amount, such as 12,500.00 EUR."))
        sign = next((self.SIGNS[each] for each in text if each in self.SIGNS), "")
        return {"amount": str(within(field, amount)), "currency": code or sign or field.rules.get("currency", "EUR")}

    def show(self, field: "Field", kept: Any) -> str:
        return money(Decimal(kept["amount"]), kept["currency"])

    def plain(self, field: "Field", kept: Any) -> str:
        return f"{kept['amount']} {kept['currency']}"

    def number(self, kept: Any) -> Decimal | None:
        return Decimal(kept["amount"])

    def worth(self, kept: Any) -> Any:
        return Decimal(kept["amount"])


class Day(Text):
    def read(self, field: "Field", said: Any) -> Any:
        text = str(said).strip()
        if not text:
            return None
        try:
            found = self._found(text)
        except ValueError:
            found = None
        if found is None:
            raise FieldUnfit(field, _("Write a date as 2026-03-31."))
        return found.isoformat()

    def _found(self, text: str) -> date | None:
        if dotted := DAY_FIRST.fullmatch(text):
            day, month, year = map(int, dotted.groups())
            return date(year, month, day)
        return parse_date(text[:10])

    def show(self, field: "Field", kept: Any) -> str:
        return date_format(date.fromisoformat(kept), "DATE_FORMAT")

    def plain(self, field: "Field", kept: Any) -> str:
        return str(kept)

    def moment(self, kept: Any) -> datetime | None:
        return datetime.combine(date.fromisoformat(kept), datetime.min.time(), tzinfo=UTC)

    def worth(self, kept: Any) -> Any:
        return date.fromisoformat(kept)


class Moment(Text):
    def read(self, field: "Field", said: Any) -> Any:
        text = str(said).strip()
        if not text:
            return None
        try:
            found = parse_datetime(text) or parse_datetime(f"{text[:10]} 00:00")
        except ValueError:
            found = None
        if found is None:
            raise FieldUnfit(field, _("Write a date and a time as 2026-03-31 14:30."))
        found = found if found.tzinfo else timezone.make_aware(found)
        return found.astimezone(UTC).isoformat()

    def show(self, field: "Field", kept: Any) -> str:
        return date_format(timezone.localtime(datetime.fromisoformat(kept)), "DATETIME_FORMAT")

    def plain(self, field: "Field", kept: Any) -> str:
        return timezone.localtime(datetime.fromisoformat(kept)).strftime("%Y-%m-%dT%H:%M")

    def moment(self, kept: Any) -> datetime | None:
        return datetime.fromisoformat(kept)

    def worth(self, kept: Any) -> Any:
        return datetime.fromisoformat(kept).date()


class Choice(Text):
    """The id of one of the field's options; said by id or by its words."""

    def read(self, field: "Field", said: Any) -> Any:
        text = one_line(str(said), SHORT)
        if not text:
            return None
        found = field.option(text)
        if found is None:
            offered = ", ".join(each["label"] for each in field.offered[:12])
            raise FieldUnfit(field, _("“%(said)s” is none of: %(offered)s.") % {"said": text[:60], "offered": offered})
        return found["id"]

    def show(self, field: "Field", kept: Any) -> str:
        found = field.option(str(kept))
        return found["label"] if found else str(kept)


class Choices(Choice):
    def read(self, field: "Field", said: Any) -> Any:
        several = said if isinstance(said, list | tuple | set) else re.split(r"\s*[;|\n]\s*|\s*,\s*", str(said))
        chosen = [super(Choices, self).read(field, each) for each in several if str(each).strip()]
        return list(dict.fromkeys(chosen)) or None

    def show(self, field: "Field", kept: Any) -> str:
        return ", ".join(super(Choices, self).show(field, each) for each in kept)


class Check(Text):
    def read(self, field: "Field", said: Any) -> Any:
        text = str(said).strip().casefold()
        if text in YES:
            return True
        if text in NO:
            return False
        if not text:
            return None
        raise FieldUnfit(field, _("Write yes or no."))

    def show(self, field: "Field", kept: Any) -> str:
        return _("Yes") if kept else _("No")

    def plain(self, field: "Field", kept: Any) -> str:
        return "yes" if kept else "no"


class Link(Text):
    """Another record, `company:ID`: said so, by the address of its page, or by a name or address that one has."""

    def read(self, field: "Field", said: Any) -> Any:
        text = one_line(str(said), SHORT)
        if not text:
            return None
        kind = field.rules.get("of", "contact")
        model: Any = apps.get_model("crm", kind)
        found = [row.pk for row in self._named(model, kind, text)]
        if len(found) != 1:
            raise FieldUnfit(
                field,
                _("Several are called so. Paste the address of its page.")
                if found
                else _("Nothing is called “%(said)s”. Write the whole name, or paste the address of its page.")
                % {"said": text[:60]},
            )
        return str(Ref(kind, found[0]))

    def _named(self, model: Any, kind: str, text: str) -> list[Any]:
        ref = Ref.parse(text)
        id: UUID | None = ref.id if ref is not None and ref.kind == kind else None
        if id is None and "/" in text:
            id = next((one for part in urlsplit(text).path.split("/") if (one := parse_uuid(part))), None)
        rows = model.objects.known()
        if id is not None:
            return list(rows.filter(pk=id))
        near = rows.found_by(text)[:50]
        return [
            row for row in near if text.casefold() in {row.label.casefold(), str(getattr(row, "email", "")).casefold()}
        ][:2]

    def show(self, field: "Field", kept: Any) -> str:
        ref = Ref.parse(str(kept))
        row: Any = apps.get_model("crm", ref.kind).objects.filter(pk=ref.id).first() if ref else None
        return str(row.label) if row is not None else _("No longer there")

    def plain(self, field: "Field", kept: Any) -> str:
        return str(kept)


class Formula(Text):
    """Reckoned when it is looked at; never said."""

    def read(self, field: "Field", said: Any) -> Any:
        raise FieldUnfit(field, _("A formula is reckoned, and cannot be set."))


def within(field: "Field", found: Decimal) -> Decimal:
    least, most = (field.rules.get(name) for name in ("least", "most"))
    if least not in (None, "") and found < Decimal(least):
        raise FieldUnfit(field, _("Write at least %(least)s.") % {"least": least})
    if most not in (None, "") and found > Decimal(most):
        raise FieldUnfit(field, _("Write at most %(most)s.") % {"most": most})
    return found


KINDS: dict[str, Text] = {
    "text": Text(),
    "long": LongText(),
    "number": Number(),
    "money": Money(),
    "date": Day(),
    "moment": Moment(),
    "choice": Choice(),
    "radio": Choice(),
    "choices": Choices(),
    "check": Check(),
    "hidden": Text(),
    "link": Link(),
    "formula": Formula(),
}
