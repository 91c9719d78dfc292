"""What a firm allows its colleagues when they write; a part of the page of inboxes."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from accounts.views.answers import done, form_page, posted
from inbox.forms import WritingRulesForm
from inbox.models import WritingRules
from inbox.policies import MANAGE
from inbox.views.reach import the_membership


@require_http_methods(["GET", "POST"])
@needs(MANAGE)
def rules(request: HttpRequest) -> HttpResponse:
    kept = WritingRules.of_firm()
    form = WritingRulesForm(posted(request), initial={"edit_minutes": kept.edit_minutes})
    if form.is_valid():
        kept.change(by=the_membership(request), **form.cleaned_data)
        return done(request, _("Saved. It holds for messages sent before, too."), "inbox_setup:rules")
    return form_page(request, "inbox/settings/rules.html", form)
