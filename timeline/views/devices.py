"""One's own devices on the page of preferences. A browser adds itself over the API, where it has the keys."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import member_required
from accounts.requests import FirmRequest
from accounts.views.answers import done, refused
from timeline.errors import PushError
from timeline.models import PushDevice
from timeline.push import sending


@require_POST
@member_required
def end(request: FirmRequest, id: UUID) -> HttpResponse:
    get_object_or_404(PushDevice.objects.filter(membership=request.membership), pk=id).delete()
    return done(request, _("That device shows nothing more."), "timeline:preferences")


@require_POST
@member_required
def test(request: FirmRequest) -> HttpResponse:
    try:
        sending.try_out(request.membership)
    except PushError as refusal:
        return refused(request, refusal, "timeline:preferences")
    return done(request, _("A test is on its way to your devices."), "timeline:preferences")
