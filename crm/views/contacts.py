"""A contact: its page, and the card that other screens show beside what they are about."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import needs, require
from crm.forms import ContactForm
from crm.models import Contact
from crm.policies import EDIT, READ
from timeline.reading import Timeline
from timeline.refs import Ref


@require_GET
@needs(READ)
def contact(request: HttpRequest, id: UUID) -> HttpResponse:
    found: Contact = get_object_or_404(Contact.objects.select_related("merged_into"), pk=id)
    if found.merged_into is not None:
        return redirect(found.merged_into)
    timeline = Timeline(request.membership, Ref("contact", found.pk))  # type: ignore[attr-defined]
    return render(request, "crm/contact.html", {"contact": found, "timeline": timeline})


@require_http_methods(["GET", "POST"])
@needs(READ)
def card(request: HttpRequest, id: UUID) -> HttpResponse:
    """The card; with `edit` its form; a POST that is refused is the form again, with what was written."""
    found: Contact = get_object_or_404(Contact.objects.all(), pk=id)
    if request.method == "GET" and "edit" not in request.GET:
        return render(request, "crm/_card.html", {"contact": found})
    require(request.membership, EDIT)  # type: ignore[attr-defined]
    form = ContactForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        found.refresh_from_db()
        found.change(by=request.membership, **form.cleaned_data)  # type: ignore[attr-defined]
        return render(request, "crm/_card.html", {"contact": found}) if request.htmx else redirect(found)  # type: ignore[attr-defined]
    status = 422 if request.method == "POST" else 200
    return render(request, "crm/_form.html", {"contact": found, "form": form}, status=status)
