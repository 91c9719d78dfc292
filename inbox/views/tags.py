"""The tags of a conversation: choosing among thousands, putting on, taking off, making one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import needs, require
from core.ids import parse_uuid
from inbox.errors import NoSuchTag
from inbox.models import Tag
from inbox.policies import MAKE_TAGS, SORT
from inbox.tags import Picker
from inbox.views.reach import a_number, the_conversation, the_form, the_membership
from inbox.views.refusals import told


@require_http_methods(["GET", "PUT"])
@needs(SORT)
@told
def of_conversation(request: HttpRequest, id: UUID) -> HttpResponse:
    """GET: a page of choices for `q`. PUT: `add` and `remove` are ids, `make` the name of a tag that may be new."""
    conversation, me = the_conversation(request, id), the_membership(request)
    if request.method == "GET":
        picker = Picker(conversation, request.GET.get("q", ""), a_number(request.GET, "from") or 0)
        context = {"picker": picker, "may_make": me.may(MAKE_TAGS)}
        return render(request, "inbox/_tag_choices.html", context)
    form = the_form(request)
    add, remove = chosen(form, "add"), chosen(form, "remove", missing_is_fine=True)
    if name := str(form.get("make") or ""):
        made = Tag.called(name)
        if made is None:
            require(me, MAKE_TAGS)
            made = Tag.make(by=me, name=name)
        add.append(made)
    before = {tag.pk for tag in conversation.tags}
    conversation.tag(by=me, add=add, remove=remove)
    back = [("remove", tag.pk) for tag in add if tag.pk not in before]
    back += [("add", tag.pk) for tag in remove if tag.pk in before]
    return JsonResponse({"back": urlencode(back)})


def chosen(form: Any, name: str, *, missing_is_fine: bool = False) -> list[Tag]:
    """The tags that the form names; raises NoSuchTag where one is gone."""
    ids = [parse_uuid(text) for text in form.getlist(name)[: 2 * Tag.MOST]]
    found = list(Tag.objects.filter(pk__in=[id for id in ids if id]))
    if len(found) < len(set(ids)) and not missing_is_fine:
        raise NoSuchTag
    return found
