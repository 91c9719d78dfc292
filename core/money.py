"""Amounts of money: read as people type them, written as a language writes them. Pure."""

import re
from decimal import Decimal, InvalidOperation

from babel.core import Locale, get_global
from babel.numbers import format_currency, get_currency_precision

CURRENCIES: frozenset[str] = frozenset(get_global("all_currencies"))
"""Codes of ISO 4217, those of the past included."""

_NOISE = re.compile(r"[\s'’_\u00a0\u202f]|^\s*[A-Za-z]{3}\b|\b[A-Za-z]{3}\s*$|[^\w\s.,+-]")
_FIGURES = re.compile(r"[+-]?[\d.,]+")
_LETTER_BY_DIGIT = re.compile(r"(?<=[A-Za-z])(?=\d)")  # CLDR: alphaNextToNumber
_GROUPED = re.compile(r"[+]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")


def parse_amount(text: str) -> Decimal | None:
    """The amount in `text`: "12,500", "12.500,00 €", "CHF 1'200.50". None where it says none.

    The last of dot and comma is the decimal sign, unless three digits follow and it could part thousands: "1.250" is 1250.
    """
    bare = _NOISE.sub("", text)
    if not _FIGURES.fullmatch(bare):
        return None
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[.,]", "", bare)
    elif "." in bare and "," in bare:
        grouping = "," if bare.rfind(".") > bare.rfind(",") else "."
        bare = bare.replace(grouping, "").replace(",", ".")
    else:
        bare = bare.replace(",", ".")
    try:
        amount = Decimal(bare)
    except InvalidOperation:
        return None
    return amount.quantize(Decimal("0.01")) if amount.is_finite() and abs(amount) < Decimal(10) ** 24 else None


def money(amount: Decimal, currency: str, locale: str = "en") -> str:
    """ "€12,500" or "€12,500.50": cents are written where there are some."""
    try:
        digits = 0 if amount == amount.to_integral_value() else get_currency_precision(currency)
        standard = Locale.parse(locale).currency_formats["standard"].pattern
        shape = standard.replace(".00", "." + "0" * digits if digits else "")
        written = format_currency(amount, currency, format=shape, locale=locale, currency_digits=False)
    except (LookupError, ValueError):
        return f"{amount} {currency}"
    return _LETTER_BY_DIGIT.sub("\u00a0", written)
