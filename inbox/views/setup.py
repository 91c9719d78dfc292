"""Setting up inboxes: their name and look, their sites, their teams, and the snippet for a website."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import needs
from accounts.views.answers import done, form_page, posted
from inbox.errors import BadHours, InboxError
from inbox.forms import HoursForm, InboxForm, NewInboxForm
from inbox.models import Inbox
from inbox.policies import MANAGE
from inbox.views.reach import the_membership


@require_http_methods(["GET", "POST"])
@needs(MANAGE)
def inboxes(request: HttpRequest) -> HttpResponse:
    """All of them; posting makes one."""
    form = NewInboxForm(posted(request))
    if form.is_valid():
        try:
            with transaction.atomic():
                made = Inbox.make(by=the_membership(request), name=form.cleaned_data["name"])
            return redirect("inbox_setup:inbox", made.pk)
        except InboxError as error:
            form.add_error("name", str(error))
    found = Inbox.objects.visible_to(the_membership(request)).order_by("name").prefetch_related("teams")
    return form_page(request, "inbox/settings/inboxes.html", form, inboxes=found)


@require_http_methods(["GET", "POST"])
@needs(MANAGE)
def inbox(request: HttpRequest, id: UUID) -> HttpResponse:
    found, firm = the_inbox(request, id), the_membership(request).firm
    form = InboxForm.of(found, posted(request))
    if form.is_valid():
        try:
            with transaction.atomic():
                found.change(by=the_membership(request), **form.look)
                found.let_work(form.cleaned_data.get("teams", []), by=the_membership(request))
            return done(request, _("The inbox is saved."), "inbox_setup:inbox", id)
        except InboxError as error:
            form.blame(error)
    return form_page(
        request, "inbox/settings/inbox.html", form, inbox=found, widget_url=settings.WIDGET_URL, firm_name=firm.name
    )


@require_http_methods(["GET", "POST"])
@needs(MANAGE)
def hours(request: HttpRequest, id: UUID) -> HttpResponse:
    """When somebody is there, and the days on which nobody is."""
    found, zone = the_inbox(request, id), the_membership(request).firm.time_zone
    form = HoursForm(posted(request), initial=found.hours, firm_zone=zone)
    if form.is_valid():
        try:
            found.change(by=the_membership(request), hours=form.cleaned_data)
            return done(request, _("The hours are saved."), "inbox_setup:hours", id)
        except BadHours as error:
            form.blame(error)
    context = {"inbox": found, "standing": found.standing(zone)}
    return form_page(request, "inbox/settings/hours.html", form, **context)


@require_POST
@needs(MANAGE)
def closing(request: HttpRequest, id: UUID) -> HttpResponse:
    the_inbox(request, id).close(by=the_membership(request))
    return done(request, _("The inbox takes no more messages."), "inbox_setup:inbox", id)


@require_POST
@needs(MANAGE)
def opening(request: HttpRequest, id: UUID) -> HttpResponse:
    the_inbox(request, id).open_again(by=the_membership(request))
    return done(request, _("The inbox is open."), "inbox_setup:inbox", id)


def the_inbox(request: HttpRequest, id: UUID) -> Inbox:
    found: Inbox = get_object_or_404(Inbox.objects.visible_to(the_membership(request)), pk=id)
    return found
