"""Every component in every state, and the frame around made-up conversations. Nothing here reads the database."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from project.views import specimens

NOW = datetime(2026, 3, 10, 14, 5, tzinfo=UTC)


class SpecimenForm(forms.Form):
    """One field of each kind, some with errors."""

    name = forms.CharField(label=_("Full name"), help_text=_("As clients see it."))
    email = forms.EmailField(label=_("Email"))
    role = forms.ChoiceField(label=_("Role"), choices=[("agent", _("Agent")), ("viewer", _("Viewer"))])
    about = forms.CharField(label=_("About"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    quiet = forms.BooleanField(label=_("No sounds"), required=False)


def components(request: HttpRequest) -> HttpResponse:
    look = {key: request.GET.get(key, "") for key in ("theme", "density", "dir")}
    return render(
        request,
        "design/page.html",
        {
            "look": look,
            "form": SpecimenForm(initial={"name": "Alice Moreau"}),
            "broken": SpecimenForm({"name": "", "email": "alice@", "role": "agent"}),
            "now": NOW,
            "earlier": NOW - timedelta(days=3),
            "people": specimens.PEOPLE,
            "swatches": specimens.SWATCHES,
            "brands": specimens.BRANDS,
            "long": specimens.LONG,
        },
    )


def frame(request: HttpRequest, state: str = "full") -> HttpResponse:
    """The whole frame with three panes: full, empty, loading, list (a phone's first pane)."""
    me = SimpleNamespace(id=1, firm_id="", name="Alice Moreau", firm=SimpleNamespace(name="Acme Advisory"))
    context = {
        "me": me,
        "frame": {
            "nav": specimens.NAV,
            "direction": request.GET.get("dir", "ltr"),
            "theme": request.GET.get("theme", ""),
        },
        "base": "frame/page.html",
        "state": state,
        "conversations": specimens.conversations(NOW),
        "messages_shown": specimens.messages(NOW),
        "people": specimens.PEOPLE,
        "now": NOW,
    }
    return render(request, "design/frame.html", context)
