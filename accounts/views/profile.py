"""One's own profile, photo and signature."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import photos
from accounts.access import needs
from accounts.forms.profile import PhotoForm, ProfileForm
from accounts.policies import PROFILE
from accounts.requests import FirmRequest
from accounts.signature import clean
from accounts.views.answers import done, form_page, posted
from core.errors import Refusal

PAGE = "accounts/profile.html"


@require_http_methods(["GET", "POST"])
@needs(PROFILE)
def profile(request: FirmRequest) -> HttpResponse:
    me = request.membership
    form = ProfileForm.of(me, posted(request))
    if form.is_valid():
        me.change_profile(by=me, **form.cleaned_data)
        return done(request, _("Your profile is saved."), "accounts:profile")
    typed = form["signature"].value() or ""
    return form_page(request, PAGE, form, photo_form=PhotoForm(), preview=clean(typed), can_keep=photos.can_keep())


@require_POST
@needs(PROFILE)
def photo(request: FirmRequest) -> HttpResponse:
    """Show this picture; without one, show none."""
    me = request.membership
    if "remove" in request.POST:
        me.change_photo(by=me, photo=None)
        return done(request, _("Your photo is gone."), "accounts:profile")
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            with transaction.atomic():
                me.change_photo(by=me, photo=photos.keep_photo(form.cleaned_data["photo"], me))
            return done(request, _("Your photo is saved."), "accounts:profile")
        except Refusal as refusal:
            form.add_error("photo", str(refusal))
    context = {"form": ProfileForm.of(me), "photo_form": form, "preview": clean(me.signature), "can_keep": True}
    return render(request, PAGE, context, status=422)


@require_POST
@needs(PROFILE)
def signature_preview(request: FirmRequest) -> HttpResponse:
    """What is being typed, as clients would see it."""
    return render(request, "accounts/signature.html", {"preview": clean(request.POST.get("signature", ""))})
