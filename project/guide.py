"""The first hour: what to set up, each step checked in the data whenever the page looks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, Membership
from accounts.policies import INVITE, PROFILE
from inbox.models import Inbox, Visitor
from inbox.policies import MANAGE, READ

LOOPBACK = Q(page__startswith="http://127.0.0.1") | Q(page__startswith="http://localhost")


@dataclass(frozen=True)
class Step:
    """Something to do once. `is_done` asks the data; `permission` says to whom it is shown."""

    name: str
    title: Any
    text: Any
    act: Any
    href: Any
    permission: str
    is_done: Callable[[Membership], bool]
    outside: bool = False


@dataclass(frozen=True)
class Checked:
    step: Step
    done: bool


def steps_for(me: Membership) -> list[Checked]:
    return [Checked(step, step.is_done(me)) for step in steps() if me.may(step.permission)]


def steps() -> list[Step]:
    return [*STEPS, DEMO_PAGE] if settings.DEVELOPMENT else STEPS


def demo_page() -> str:
    """The client's page that `./dev run` serves beside us, told where we are when that is not the usual place."""
    port = urlsplit(settings.PUBLIC_URL).port or 80
    host = "" if port == 8000 else f"?host={settings.WIDGET_URL}"
    return f"http://127.0.0.1:{port + 1}/{host}"


def knows_me(me: Membership) -> bool:
    return bool(me.photo or me.signature)


def has_company(me: Membership) -> bool:
    return Membership.objects.filter(ended_at=None).exclude(pk=me.pk).exists() or Invitation.objects.exists()


def has_inbox(me: Membership) -> bool:
    return Inbox.objects.exists()


def stands_on_a_site(me: Membership) -> bool:
    return Visitor.objects.exclude(page="").exclude(LOOPBACK).exists()


def was_tried(me: Membership) -> bool:
    return Visitor.objects.filter(LOOPBACK).exclude(contact=None).exists()


def has_second_factor(me: Membership) -> bool:
    return Authenticator.objects.filter(user=me.person).exists()


STEPS = [
    Step(
        "profile",
        _("Say who you are"),
        _("A photo and a signature: clients see who answers them."),
        _("Your profile"),
        reverse_lazy("accounts:profile"),
        PROFILE,
        knows_me,
    ),
    Step(
        "second-factor",
        _("Lock your door twice"),
        _("A passkey or an authenticator app, so that a lost password opens nothing."),
        _("Sign-in and security"),
        reverse_lazy("mfa_index"),
        PROFILE,
        has_second_factor,
    ),
    Step(
        "colleagues",
        _("Invite your colleagues"),
        _("They get a mail and choose their own password. Roles say what they may do."),
        _("Invite"),
        reverse_lazy("accounts:invitations"),
        INVITE,
        has_company,
    ),
    Step(
        "inbox",
        _("Open an inbox"),
        _("One for each door of your firm: the website, a practice, a project."),
        _("Inboxes"),
        reverse_lazy("inbox_setup:inboxes"),
        MANAGE,
        has_inbox,
    ),
    Step(
        "widget",
        _("Put the chat on your site"),
        _("One line in your page. This step is done when the first visitor was seen there."),
        _("The line to paste"),
        reverse_lazy("inbox_setup:inboxes"),
        MANAGE,
        stands_on_a_site,
    ),
]
DEMO_PAGE = Step(
    "demo-page",
    _("Write to yourself"),
    _("Open the demo page as a client would, write something, and watch it arrive in the inbox."),
    _("Open the demo page"),
    demo_page(),
    READ,
    was_tried,
    outside=True,
)
