"""What the templates of this room ask for."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.money import money
from crm.report import Report

register = template.Library()


def _asked(report: Report) -> dict[str, Any]:
    return {"days": report.days, **({"owner": report.choice.owner} if report.choice.owner else {})}


@register.simple_tag
def report_url(report: Report) -> str:
    return f"{reverse('crm:report', args=[report.pipeline.pk])}?{urlencode(_asked(report))}"


@register.simple_tag
def rows_url(report: Report, what: str, of: Any = "") -> str:
    """The rows behind a figure."""
    asked = {**_asked(report), "what": what, **({"of": of} if of != "" else {})}
    return f"{reverse('crm:report-rows', args=[report.pipeline.pk])}?{urlencode(asked)}"


@register.simple_tag
def expected_url(report: Report, owner: Any, place: int) -> str:
    asked = {**_asked(report), "what": "expected", "of": owner.pk if owner else "", "month": report.months[place]}
    return f"{reverse('crm:report-rows', args=[report.pipeline.pk])}?{urlencode(asked)}"


@register.simple_tag
def month_name(month: str) -> str:
    """ "2026-12" → "December 2026"."""
    if month in ("", "late"):
        return _("Overdue") if month else _("No date")
    year, number = month.split("-")
    return date_format(date(int(year), int(number), 1), "YEAR_MONTH_FORMAT")


@register.simple_tag(name="sum")
def a_sum(amount: Decimal, currency: str) -> str:
    return money(amount.quantize(Decimal("0.01")), currency)
