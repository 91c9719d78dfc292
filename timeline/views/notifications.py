"""The list of what a person should know of, reading it, and choosing what to be told."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import member_required
from accounts.sessions import session_hash
from accounts.views.answers import done, form_page, posted
from ledger.heads import heads_of
from timeline.forms import WishesForm
from timeline.kinds import kinds
from timeline.models import Notification, PushDevice
from timeline.notices import notices_of, unread_count
from timeline.push.vapid import public_text
from timeline.wishes import Wishes, wish


@require_GET
@member_required
def notifications(request: HttpRequest) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    stream = f"person:{membership.pk}"
    after = heads_of([stream])[stream]
    context = {"stream": stream, "after": after, "notices": notices_of(membership), "unread": unread_count(membership)}
    return render(request, "timeline/notifications.html", context)


@require_POST
@member_required
def reading(request: HttpRequest) -> HttpResponse:
    """All of them are read."""
    Notification.mark_read(request.membership)  # type: ignore[attr-defined]
    return HttpResponse(status=204)


@require_POST
@member_required
def read_one(request: HttpRequest, id: UUID) -> HttpResponse:
    Notification.mark_read(request.membership, only=Q(pk=id))  # type: ignore[attr-defined]
    return HttpResponse(status=204)


@dataclass(frozen=True)
class Push:
    """What the page knows of a person's devices; `key` is empty where the installation has none."""

    key: str
    devices: list[tuple[PushDevice, bool]]  # each, and whether it is this browser
    is_here: bool

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        here = session_hash(request.session.session_key or "")
        devices = [(each, each.session == here) for each in PushDevice.of(request.membership)]  # type: ignore[attr-defined]
        private = settings.VAPID_PRIVATE_KEY
        return cls(public_text(private) if private else "", devices, any(current for _each, current in devices))


@require_http_methods(["GET", "POST"])
@member_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Of which kinds a person is told, which of them show on the desktop, on devices and by mail too, and when it is quiet."""
    membership = request.membership  # type: ignore[attr-defined]
    mine = Wishes.of(membership)
    form = WishesForm(posted(request), initial=WishesForm.kept(mine))
    if form.is_valid():
        shown = {way: request.POST.getlist(way) for way in ("desktop", "devices", "email")}
        wish(
            membership,
            told=request.POST.getlist("kinds"),
            **shown,
            quiet=form.cleaned_data["quiet_hours"],
            rhythm=form.rhythm,
        )
        return done(request, _("Saved."), "timeline:preferences")
    choices = [
        (
            kind,
            mine.tells(kind.code),
            *(kind.code not in off for off in (mine.off_desktop, mine.off_devices, mine.off_email)),
        )
        for kind in kinds()
    ]
    return form_page(request, "timeline/preferences.html", form, choices=choices, push=Push.of(request))
