"""Setting up tags: their names and colours, how often each is used, merging and removing them."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import needs
from accounts.views.answers import done, form_page, posted, refused
from inbox.errors import InboxError, MergedIntoItself, NoSuchTag
from inbox.forms import MergeForm, TagForm
from inbox.models import Tag
from inbox.policies import MANAGE_TAGS
from inbox.tags import PAGE, tags_like, with_uses
from inbox.views.reach import a_number, the_membership


@require_http_methods(["GET", "POST"])
@needs(MANAGE_TAGS)
def tags(request: HttpRequest) -> HttpResponse:
    """Those that `q` finds, page by page; posting makes one."""
    form = TagForm(posted(request))
    if form.is_valid() and saved(form, lambda look: Tag.make(by=the_membership(request), **look)):
        return done(request, _("The tag is made."), "inbox_tags:tags")
    text, start = request.GET.get("q", ""), a_number(request.GET, "from") or 0
    found = list(tags_like(text)[start : start + PAGE + 1])
    following = start + PAGE if len(found) > PAGE else None
    context = {"tags": with_uses(found[:PAGE]), "text": text, "following": following, "start": start}
    return form_page(request, "inbox/settings/tags.html", form, **context)


@require_http_methods(["GET", "POST"])
@needs(MANAGE_TAGS)
def tag(request: HttpRequest, id: UUID) -> HttpResponse:
    found = the_tag(id)
    form = TagForm(posted(request), initial={"name": found.name, "colour": found.colour})
    if form.is_valid() and saved(form, lambda look: found.change(by=the_membership(request), **look)):
        return done(request, _("The tag is saved."), "inbox_tags:tag", id)
    context = {"tag": found, "uses": with_uses([found])[0][1], "merging": MergeForm()}
    return form_page(request, "inbox/settings/tag.html", form, **context)


@require_POST
@needs(MANAGE_TAGS)
def merging(request: HttpRequest, id: UUID) -> HttpResponse:
    """Into the tag that `into` names."""
    found, name = the_tag(id), request.POST.get("into", "")
    into = Tag.called(name)
    if into is None:
        return refused(request, NoSuchTag(name), "inbox_tags:tag", id)
    if into == found:
        return refused(request, MergedIntoItself(), "inbox_tags:tag", id)
    found.merge(by=the_membership(request), into=into)
    return done(request, _("The two tags are one."), "inbox_tags:tag", into.pk)


@require_POST
@needs(MANAGE_TAGS)
def removal(request: HttpRequest, id: UUID) -> HttpResponse:
    the_tag(id).remove(by=the_membership(request))
    return done(request, _("The tag is gone."), "inbox_tags:tags")


def the_tag(id: UUID) -> Tag:
    return get_object_or_404(Tag.objects.all(), pk=id)


def saved(form: TagForm, save: Any) -> bool:
    """Whether the verb took what was written; else the form says why."""
    try:
        with transaction.atomic():
            save(form.cleaned_data)
    except InboxError as error:
        form.add_error("name", str(error))
    return not form.errors
