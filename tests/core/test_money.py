"""Amounts of money: as people type them, and as they are written back."""

from decimal import Decimal

import pytest

from core.money import money, parse_amount

pytestmark = pytest.mark.covers("P3")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12500", "12500"),
        ("12,500", "12500"),
        ("12.500", "12500"),
        ("12,500.75", "12500.75"),
        ("12.500,75 €", "12500.75"),
        ("CHF 1'200.50", "1200.50"),
        ("1 200 000", "1200000"),
        ("1\u202f200,5", "1200.5"),
        ("0,99", "0.99"),
        ("$3.5", "3.5"),
        ("1.234.567", "1234567"),
        ("-5", "-5"),
        ("٣٤", "34"),
    ],
)
def test_an_amount_is_read_as_it_is_meant(typed, amount) -> None:
    assert parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", "abc", "12 apples", "1.2.3.4", "NaN", "Infinity", "1e9", "9" * 30, "--5"])
def test_what_is_no_amount_is_none(typed) -> None:
    assert parse_amount(typed) is None


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "written"),
    [
        ("12500", "EUR", "en", "€12,500"),
        ("12500.5", "EUR", "en", "€12,500.50"),
        ("12500.5", "EUR", "de", "12.500,50\u00a0€"),
        ("500", "CHF", "en", "CHF\u00a0500"),
        ("500", "JPY", "en", "¥500"),
        ("0", "USD", "en", "$0"),
        ("7", "XXZ", "en", "XXZ\u00a07"),
    ],
)
def test_an_amount_is_written_as_its_language_writes_it(amount, currency, locale, written) -> None:
    assert money(Decimal(amount), currency, locale) == written
