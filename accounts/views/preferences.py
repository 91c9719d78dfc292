"""How the screens look and behave for me."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from accounts.forms.profile import PreferencesForm
from accounts.policies import PROFILE
from accounts.requests import FirmRequest
from accounts.views.answers import done, form_page, posted


@require_http_methods(["GET", "POST"])
@needs(PROFILE)
def preferences(request: FirmRequest) -> HttpResponse:
    form = PreferencesForm.of(request.membership, posted(request))
    if form.is_valid():
        request.membership.prefer(**form.cleaned_data)
        return done(request, _("Saved."), "accounts:preferences")
    return form_page(request, "accounts/preferences.html", form)


@require_http_methods(["POST"])
@needs(PROFILE)
def quick(request: FirmRequest) -> HttpResponse:
    """One wish from the menu behind one's face: `theme=dark`. Answers nothing, as the browser has done it already."""
    wishes = {name: value for name, value in request.POST.items() if name in ("theme", "density")}
    switches = {name: request.POST[name] == "true" for name in ("shortcuts", "sounds") if name in request.POST}
    request.membership.prefer(**wishes, **switches)
    return HttpResponse(status=204)
