"""Identified visitors of an inbox: the keys its firm signs tokens with, and whether others may write."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import needs
from accounts.views.answers import done, form_page, posted
from inbox.errors import InboxError
from inbox.forms import IdentityKeyForm
from inbox.identity.samples import samples
from inbox.models import IdentityKey, Inbox
from inbox.policies import MANAGE
from inbox.views.reach import the_membership
from inbox.views.setup import the_inbox


@never_cache
@require_http_methods(["GET", "POST"])
@needs(MANAGE)
def identity(request: HttpRequest, id: UUID) -> HttpResponse:
    """The keys; posting makes one. A secret is shown in that answer and never again."""
    found, form = the_inbox(request, id), IdentityKeyForm(posted(request))
    if not form.is_valid():
        return show(request, found, form)
    try:
        made, secret = IdentityKey.make(found, by=the_membership(request), **form.cleaned_data)
    except InboxError as error:
        form.blame(error)
        return show(request, found, form)
    if secret:
        return show(request, found, IdentityKeyForm(), made=made, secret=secret)
    return done(request, _("The key is in use."), "inbox_setup:identity", id)


@require_POST
@needs(MANAGE)
def ending(request: HttpRequest, id: UUID, key: UUID) -> HttpResponse:
    get_object_or_404(IdentityKey.objects.filter(inbox=the_inbox(request, id)), pk=key).end(by=the_membership(request))
    return done(request, _("The key proves nothing any more."), "inbox_setup:identity", id)


@require_POST
@needs(MANAGE)
def requirement(request: HttpRequest, id: UUID) -> HttpResponse:
    """`required=on`: visitors with a token alone may write."""
    required = request.POST.get("required") == "on"
    the_inbox(request, id).change(by=the_membership(request), identity_required=required)
    words = _("Only signed-in visitors can write now.") if required else _("Every visitor can write now.")
    return done(request, words, "inbox_setup:identity", id)


def show(request: HttpRequest, inbox: Inbox, form: IdentityKeyForm, **context: Any) -> HttpResponse:
    keys = list(IdentityKey.objects.filter(inbox=inbox).select_related("made_by").order_by("-created_at")[:20])
    living = [key for key in keys if key.ended_at is None]
    context |= {"inbox": inbox, "keys": keys, "is_full": len(living) >= IdentityKey.MOST}
    algorithm = context["made"].algorithm if "made" in context else living[0].algorithm if living else "HS256"
    return form_page(request, "inbox/settings/identity.html", form, **context, samples=samples(inbox.key, algorithm))
