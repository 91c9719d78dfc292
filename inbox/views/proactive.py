"""Messages with which the website chat begins by itself, of one inbox."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import needs
from accounts.views.answers import done, form_page, posted
from inbox.errors import InboxError
from inbox.forms import ProactiveForm
from inbox.models import Inbox, ProactiveMessage
from inbox.policies import MANAGE
from inbox.views.reach import a_number, the_membership
from inbox.views.setup import the_inbox

LIST = "inbox_setup:proactive"


@require_http_methods(["GET", "POST"])
@needs(MANAGE)
def messages(request: HttpRequest, id: UUID) -> HttpResponse:
    """All of them in order; posting makes one."""
    inbox, form = the_inbox(request, id), ProactiveForm(posted(request))
    if form.is_valid() and saved(
        form, lambda: ProactiveMessage.make(inbox, by=the_membership(request), **form.cleaned_data)
    ):
        return done(request, _("The message is made."), LIST, id)
    return page(request, "inbox/settings/proactive.html", form, inbox, proactive=inbox.proactive_messages.all())


@require_http_methods(["GET", "POST"])
@needs(MANAGE)
def message(request: HttpRequest, id: UUID, message: UUID) -> HttpResponse:
    inbox, found = the_inbox(request, id), the_message(request, id, message)
    form = ProactiveForm(posted(request), initial=ProactiveForm.said_by(found))
    if form.is_valid() and saved(form, lambda: found.change(by=the_membership(request), **form.cleaned_data)):
        return done(request, _("The message is saved."), LIST, id)
    return page(request, "inbox/settings/proactive_message.html", form, inbox, message=found)


@require_POST
@needs(MANAGE)
def place(request: HttpRequest, id: UUID, message: UUID) -> HttpResponse:
    """To the place `to`, from 0 on."""
    the_message(request, id, message).put(a_number(request.POST, "to") or 0, by=the_membership(request))
    return done(request, _("The order is saved."), LIST, id)


@require_POST
@needs(MANAGE)
def removal(request: HttpRequest, id: UUID, message: UUID) -> HttpResponse:
    the_message(request, id, message).discard(by=the_membership(request))
    return done(request, _("The message is gone."), LIST, id)


def the_message(request: HttpRequest, id: UUID, message: UUID) -> ProactiveMessage:
    return get_object_or_404(ProactiveMessage.objects.filter(inbox=the_inbox(request, id)), pk=message)


def page(request: HttpRequest, template: str, form: ProactiveForm, inbox: Inbox, **context: Any) -> HttpResponse:
    return form_page(request, template, form, inbox=inbox, firm_name=the_membership(request).firm.name, **context)


def saved(form: ProactiveForm, save: Callable[[], Any]) -> bool:
    """Whether the verb took what was written; else the form says why."""
    try:
        with transaction.atomic():
            save()
    except InboxError as error:
        form.add_error("pages" if error.code == "bad_pages" else "text", str(error))
    return not form.errors
