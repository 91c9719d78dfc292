"""How the inbox looks and whether somebody is there, for a chat that is open and has no socket yet."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.models import Firm
from inbox.views.widget.door import answers, the_visitor
from inbox.views.widget.rates import limit
from inbox.visitor_view import inbox_view


@answers("GET")
def look(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    with the_visitor(request) as visitor:
        limit(request, "read", token=str(visitor.pk))
        firm = Firm.objects.get(pk=visitor.firm_id)
        return JsonResponse({"inbox": inbox_view(visitor.inbox, firm)})
