"""What was said is changed: edited, deleted, brought back; and how it read before."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import needs
from inbox.errors import CannotChange
from inbox.lines import line_of
from inbox.policies import MERGE, NOTE, READ, may_delete, may_edit, may_restore, may_see_wordings, what_writes
from inbox.views.reach import the_form, the_membership, the_message
from inbox.views.refusals import told


@require_http_methods(["PUT"])
@needs(READ)
@told
def message(request: HttpRequest, id: UUID) -> HttpResponse:
    """Other words for it; answers with the line as it is shown from now on."""
    found = the_message(request, id)
    found.edit(by=the_membership(request), body=the_form(request).get("body", ""))
    return HttpResponse(line_of(id).drawn)


@require_GET
@needs(READ)
def menu(request: HttpRequest, id: UUID) -> HttpResponse:
    """What this person may do with it at this moment."""
    found, membership = the_message(request, id), the_membership(request)
    writes = membership.may(what_writes(found)) and not found.is_deleted
    may = {
        "react": writes,
        "quote": not found.is_deleted and (membership.may(NOTE) or writes),
        "edit": may_edit(membership, found),
        "delete": may_delete(membership, found),
        "restore": may_restore(membership, found),
        "split": found.kind != found.Kind.EVENT and membership.may(MERGE),
        "versions": may_see_wordings(membership, found) and found.wordings.exists(),
    }
    return render(request, "inbox/_message_menu.html", {"message": found, "may": may})


@require_GET
@needs(READ)
@told
def editing(request: HttpRequest, id: UUID) -> HttpResponse:
    """The form in which its author changes it."""
    found = the_message(request, id)
    if not may_edit(the_membership(request), found):
        raise CannotChange
    return render(request, "inbox/_message_edit.html", {"message": found})


@require_http_methods(["POST", "DELETE"])
@needs(READ)
@told
def deletion(request: HttpRequest, id: UUID) -> HttpResponse:
    found, membership = the_message(request, id), the_membership(request)
    if request.method == "POST":
        found.withdraw(by=membership)
    else:
        found.restore(by=membership)
    return HttpResponse(status=204)


@require_GET
@needs(READ)
@told
def versions(request: HttpRequest, id: UUID) -> HttpResponse:
    """How it read before, the newest first. Of a deleted one only who could bring it back sees the words."""
    found = the_message(request, id)
    if not may_see_wordings(the_membership(request), found):
        raise CannotChange
    return render(request, "inbox/_versions.html", {"message": found, "wordings": found.wordings_shown()})
