"""Boards: the columns of a pipeline, more of one of them, and moving cards."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import needs
from accounts.models import Membership
from accounts.views.answers import done
from core.errors import Refusal
from core.ids import parse_uuid
from crm.boards import HOLDS, Board, Choice
from crm.errors import CardMoved, NoSuchRecord
from crm.models import Pipeline, StageInterval
from crm.models.pipeline import stage_of
from crm.past import Past, moment
from crm.policies import ARRANGE, EDIT, READ
from crm.starting import sales

MOST_REASONS = 20


def the_pipeline(id: UUID) -> Pipeline:
    found: Pipeline = get_object_or_404(Pipeline.objects.all(), pk=id)
    return found


def choice_of(request: HttpRequest) -> Choice:
    return Choice(request.GET.get("q", "").strip()[:200], request.GET.get("owner", "")[:20])


@require_GET
@needs(READ)
def boards(request: HttpRequest) -> HttpResponse:
    """The first board; where there is none, how to begin."""
    first = Pipeline.objects.open().first()
    return redirect("crm:board", first.pk) if first else render(request, "crm/board/none.html")


@require_POST
@needs(ARRANGE)
def start(request: HttpRequest) -> HttpResponse:
    """The usual stages of a sale, to begin with."""
    me = request.membership  # type: ignore[attr-defined]
    made = Pipeline.objects.open().first() or Pipeline.make(by=me, name=_("Sales"), stages=sales())
    return done(request, _("Here are the usual stages. Rename and reorder them as you work."), "crm:board", made.pk)


@require_GET
@needs(READ)
def board(request: HttpRequest, id: UUID) -> HttpResponse:
    """As it is; with `at`, in Unix seconds, as it was then."""
    pipeline, at = the_pipeline(id), moment(request.GET.get("at", ""))
    shown = Past(pipeline, at) if at else Board(pipeline, request.membership, choice_of(request))  # type: ignore[attr-defined]
    context = {
        "board": shown,
        "pipelines": Pipeline.objects.open(),
        "people": Membership.objects.current(),
    }
    return render(request, "crm/board/page.html", context)


@require_GET
@needs(EDIT)
def lost_reasons(request: HttpRequest, id: UUID) -> HttpResponse:
    """Why something was lost on this board before, the usual first, to choose from."""
    pipeline = the_pipeline(id)
    lost = HOLDS[pipeline.holds].objects.filter(pipeline=pipeline).exclude(lost_reason="")
    counted = lost.values_list("lost_reason").annotate(n=Count("pk")).order_by("-n", "lost_reason")
    reasons = [reason for reason, _n in counted[:MOST_REASONS]]
    return render(request, "crm/board/_reasons.html", {"reasons": reasons})


@require_GET
@needs(READ)
def column(request: HttpRequest, id: UUID, stage: UUID) -> HttpResponse:
    """The cards of a stage that follow the rank `after`."""
    pipeline = the_pipeline(id)
    after = request.GET.get("after", "")
    if not (after.isascii() and after.isalnum()):
        return HttpResponseBadRequest(_("This page begins nowhere. Open the board again."))
    found = pipeline.stages.standing().filter(pk=stage).first()
    if found is None:
        raise Http404
    shown = Board(pipeline, request.membership, choice_of(request))  # type: ignore[attr-defined]
    return render(request, "crm/board/_cards.html", {"board": shown, "column": shown.page(found, after)})


@require_POST
@needs(EDIT)
def moves(request: HttpRequest, id: UUID) -> HttpResponse:
    """Move `card`s, each "ID:VERSION", into `stage`, after the first of `after` that still stands there."""
    pipeline, me = the_pipeline(id), request.membership  # type: ignore[attr-defined]
    try:
        wish = dict(map(wished, request.POST.getlist("card")))
        moved = HOLDS[pipeline.holds].move(
            dict.fromkeys(wish) if "force" in request.POST else wish,
            to=stage_of(pipeline, parse_uuid(request.POST.get("stage", ""))),
            by=me,
            after=[card for text in request.POST.getlist("after")[:5] if (card := parse_uuid(text))],
            lost_reason=request.POST.get("lost_reason", ""),
        )
    except CardMoved as refusal:
        return JsonResponse(told(refusal) | moved_by(refusal), status=refusal.status)
    except Refusal as refusal:
        return JsonResponse(told(refusal), status=refusal.status)
    return JsonResponse({"cards": [{"id": card.pk, "version": card.version} for card in moved]})


def wished(text: str) -> tuple[UUID, int]:
    """The card and the version that was seen of it. Raises NoSuchRecord."""
    id, _colon, version = text.partition(":")
    card = parse_uuid(id)
    if card is None or not (version.isascii() and version.isdigit() and len(version) < 10):
        raise NoSuchRecord
    return card, int(version)


def told(refusal: Refusal) -> dict[str, Any]:
    return {"error": refusal.code, "message": str(refusal)}


def moved_by(refusal: CardMoved) -> dict[str, Any]:
    """Who moved it meanwhile, and when."""
    card = refusal.card
    last = StageInterval.objects.select_related("by").filter(card_id=card.pk, until=None).first()
    return {
        "card": card.pk,
        "version": card.version,
        "stage": card.stage_id,
        "by": last.by.name if last and last.by else "",
        "at": card.stage_since.isoformat(),
    }
