"""A board of five columns: reading what they come to, and whether that is exact after many who move at once."""

import subprocess
import sys
import time
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum

from accounts.models import Firm, Membership, Person, Role
from bench import report
from bench.records.plan import Plan
from bench.records.timing import times
from core.tenancy import firm_scope
from crm.models import Deal, Pipeline, Stage, StageTotal
from crm.models.board.total import totals_of

NAMES = ("Enquiry", "Meeting", "Offer", "Terms", "Won")


def measure(plan: Plan) -> None:
    firm = Firm.found(name="Boards", slug=f"boards-{time.time_ns()}")
    with firm_scope(firm.pk), transaction.atomic():
        person = Person.objects.create_user(f"owner-{time.time_ns()}@boards.example", None)
        owner = Membership.objects.create(person=person, role=Role.objects.get(kind="owner"), name="Olga Owner")
        stages: list[dict[str, Any]] = [{"name": name, "kind": "won" if name == "Won" else "open"} for name in NAMES]
        pipeline = Pipeline.make(by=owner, name="Sales", stages=stages)
        columns = list(pipeline.stages.standing())
        stage_ids = [stage.pk for stage in columns]
    for number in range(0, plan.cards * len(NAMES), 250):
        with firm_scope(firm.pk), transaction.atomic():
            for card in range(number, min(number + 250, plan.cards * len(NAMES))):
                stage = Stage.objects.select_related("pipeline").get(pk=stage_ids[card % len(NAMES)])
                Deal.make(by=owner, name=f"Deal {card}", stage=stage, amount=card)
    with firm_scope(firm.pk), transaction.atomic():
        kept = times(lambda: totals_of(columns), plan.times)
        counted = times(lambda: list(_counted()), max(10, plan.times // 10))
        ids = list(Deal.objects.values_list("pk", flat=True))
    began = time.monotonic()
    command = [sys.executable, "-m", "bench.records.mover", str(firm.pk), str(plan.moves // plan.workers)]
    movers = [subprocess.Popen([*command, str(seed)]) for seed in range(plan.workers)]
    failed = [mover for mover in movers if mover.wait()]
    if failed:
        report.absent("board_totals_wrong", "a worker failed")
        return
    spent = time.monotonic() - began
    with firm_scope(firm.pk), transaction.atomic():
        wrong = len(_difference())
        deals = Deal.objects.count()
        ranks = Deal.objects.values("stage", "rank").distinct().count()
    rows = [("totals that are kept", *kept.row), ("GROUP BY over all cards", *counted.row)]
    report.table(f"What {len(ids):,} cards come to (milliseconds)", ("", "p50", "p99", "most", "asked"), rows)
    moved = plan.moves / spent
    report.table("Moves", ("", "moves", "seconds", "a second"), [(f"{plan.workers} workers", plan.moves, spent, moved)])
    report.ratio("board_totals_read_ms", kept.at(0.5), "<=", 0.2)
    report.ratio("board_totals_wrong", wrong, "==", 0)
    report.ratio("board_cards_lost_or_tied", len(ids) - min(deals, ranks), "==", 0)


def _counted() -> Any:
    return Deal.objects.values("stage", "currency").annotate(n=Count("pk"), all=Sum("amount"))


def _difference() -> set[Any]:
    counted = {(row["stage"], row["currency"], row["n"], row["all"] or 0) for row in _counted()}
    kept = {(row.stage_id, row.currency, row.count, row.amount) for row in StageTotal.objects.filter(count__gt=0)}
    return counted ^ kept
