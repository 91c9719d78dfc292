"""A ticket for the visitors' socket: one use, one minute."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from inbox.models import Visitor
from inbox.views.widget.door import answers, the_visitor
from inbox.views.widget.rates import limit
from inbox.views.widget.refusals import NotWelcome
from ledger.heads import heads_of
from live.actors import Actor
from live.tickets import issue


@answers("POST")
def ticket(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    with the_visitor(request) as visitor:
        limit(request, "ticket", token=str(visitor.pk))
        return JsonResponse({"ticket": issue(actor_of(visitor).as_dict())})


def actor_of(visitor: Visitor) -> Actor:
    """Who they are to the socket. What ended before its head of `access` was read ends the ticket here: asked again after."""
    stream = f"access:{visitor.pk}"
    head = heads_of([stream])[stream]
    if Visitor.objects.filter(pk=visitor.pk).exclude(revoked_at=None).exists():
        raise NotWelcome
    name = visitor.contact.label if visitor.contact else _("Visitor")
    return Actor(kind="visitor", firm_id=visitor.firm_id, id=str(visitor.pk), name=name, access=head)
