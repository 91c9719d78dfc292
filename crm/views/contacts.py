"""Contacts: the list, a new one, a contact's page, and the card that other screens show beside what they are about."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import needs, require
from accounts.views.answers import done, form_page, posted
from core.errors import Refusal
from core.place import Place
from crm.forms import ContactForm
from crm.listing import Listing
from crm.models import Contact
from crm.policies import EDIT, READ
from timeline.reading import Timeline
from timeline.refs import Ref


@require_GET
@needs(READ)
def contacts(request: HttpRequest) -> HttpResponse:
    """The list; what is typed into its box is `q`; from `before` on, the next page of it."""
    before = Place.parse(request.GET.get("before", ""))
    if before is None and "before" in request.GET:
        return HttpResponseBadRequest(_("This page begins nowhere. Open the list again."))
    listing = Listing(request.GET.get("q", ""), before)
    template = "crm/contacts.html" if before is None else "crm/_rows.html"
    return render(request, template, {"listing": listing})


@require_http_methods(["GET", "POST"])
@needs(EDIT)
def new(request: HttpRequest) -> HttpResponse:
    form = ContactForm(posted(request))
    if form.is_valid():
        try:
            made = Contact.make(by=request.membership, **form.cleaned_data)  # type: ignore[attr-defined]
            return done(request, _("%(name)s is a contact now.") % {"name": made.label}, "crm:contact", made.pk)
        except Refusal as refusal:
            form.add_error("name", str(refusal))
    return form_page(request, "crm/new.html", form)


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
