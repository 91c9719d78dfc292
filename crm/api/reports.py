"""The report of a pipeline over JSON."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.endpoint import Endpoint
from crm.policies import READ
from crm.report import Figure, Report
from crm.views.reports import report_of


class FigureShape(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    sums = serializers.DictField(child=serializers.CharField())


class PassageShape(serializers.Serializer[Any]):
    stage = serializers.UUIDField()
    came = serializers.IntegerField()
    went_on = serializers.IntegerField()
    lost = serializers.IntegerField()
    there = serializers.IntegerField()
    rate = serializers.IntegerField(allow_null=True)
    days = serializers.FloatField(allow_null=True)


class ReportShape(serializers.Serializer[Any]):
    """`passages` are of those that came into a stage in the period; sums are by currency; `forecast` by owner and month."""

    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    open = FigureShape()
    won = FigureShape()
    lost = FigureShape()
    win_rate = serializers.IntegerField(allow_null=True)
    days_to_win = serializers.FloatField(allow_null=True)
    passages = PassageShape(many=True)
    reasons = serializers.ListField(child=serializers.DictField())
    forecast = serializers.ListField(child=serializers.DictField())
    weeks = serializers.ListField(child=serializers.DictField())


class PipelineReport(Endpoint):
    """Of the last `?days=` (30, 90, 180, 365), of one `?owner=` (`me`, `none` or an id) or of all."""

    needs = READ
    serializer_class = None
    answer = ReportShape

    def get(self, request: Request, id: UUID) -> Response:
        return Response(told(report_of(request._request, id)))


def told(report: Report) -> dict[str, Any]:
    passages = [
        {
            "stage": each.stage.pk,
            "came": len(each.came),
            "went_on": len(each.went_on),
            "lost": len(each.lost),
            "there": len(each.there),
            "rate": each.rate,
            "days": each.days,
        }
        for each in report.passages
    ]
    return {
        "since": report.since,
        "until": report.until,
        **{name: figure(getattr(report, name)) for name in ("open", "won", "lost")},
        "win_rate": report.win_rate,
        "days_to_win": report.took,
        "passages": passages,
        "reasons": [{"reason": reason, **figure(found)} for reason, found in report.reasons],
        "forecast": [
            {"owner": owner.pk if owner else None, "month": month, **figure(whole), "weighted": sums(weighted)}
            for owner, months in report.forecast
            for month, (whole, weighted) in zip(report.months, months, strict=True)
            if whole.count
        ],
        "weeks": [
            {"at": at, "currency": currency, "count": count, "amount": str(amount), "weighted": str(weighted)}
            for at, found in report.weeks
            for currency, count, amount, weighted in found
        ],
    }


def figure(found: Figure) -> dict[str, Any]:
    return {"count": found.count, "sums": sums(found)}


def sums(found: Figure) -> dict[str, str]:
    return {currency: str(amount) for currency, amount in sorted(found.sums.items())}
