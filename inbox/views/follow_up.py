"""After how many days without an answer a conversation comes back; a part of the page of inboxes."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import needs
from accounts.views.answers import done, form_page, posted
from inbox.forms import FollowUpForm
from inbox.models import FollowUpRules
from inbox.policies import MANAGE
from inbox.views.reach import the_membership


@require_http_methods(["GET", "POST"])
@needs(MANAGE)
def follow_up(request: HttpRequest) -> HttpResponse:
    kept = FollowUpRules.of_firm()
    form = FollowUpForm(posted(request), initial={"days": kept.days})
    if form.is_valid():
        kept.change(by=the_membership(request), **form.cleaned_data)
        return done(request, _("Saved. It holds from the next reply on."), "inbox_setup:follow-up")
    return form_page(request, "inbox/settings/follow_up.html", form)
