"""The ready-made snippets: looking at them, taking them in, removing them again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import needs
from accounts.views.answers import done
from timeline.library import ready, remove, take_in, taken
from timeline.policies import SHARE
from timeline.views.snippets import the_membership


@require_http_methods(["GET", "POST"])
@needs(SHARE)
def library(request: HttpRequest) -> HttpResponse:
    """All of them; posting takes in those the firm does not have."""
    if request.method == "POST":
        number = take_in(the_membership(request))
        words = ngettext("%(number)s snippet is ready to use.", "%(number)s snippets are ready to use.", number)
        said = words % {"number": number} if number else _("All of them are here already.")
        return done(request, said, "snippets:list")
    here = taken()
    context = {"ready": [(one, one.key in here) for one in ready()], "has_some": bool(here)}
    return render(request, "timeline/snippets/library.html", context)


@require_POST
@needs(SHARE)
def removal(request: HttpRequest) -> HttpResponse:
    number = remove(the_membership(request))
    words = _("%(number)s ready-made snippets are removed. Those you have changed stay.")
    return done(request, words % {"number": number}, "snippets:library")
