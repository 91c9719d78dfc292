"""Taking up an invitation: by a new person, or by one who works somewhere already."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import sessions
from accounts.errors import AlreadyMember
from accounts.forms.joining import JoinForm, NewAccountForm
from accounts.models import ApiToken, Invitation, Membership, Person
from accounts.requests import AnyRequest
from accounts.views.answers import posted
from core.tenancy import firm_scope


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: AnyRequest, token: str) -> HttpResponse:
    found = Invitation.find(token)
    if found is None:
        raise Http404
    with firm_scope(found[0]):
        waiting = Invitation.objects.select_related("firm", "role", "invited_by")
        if request.method == "POST":  # a doubled click waits for the first, then finds the invitation used
            waiting = waiting.select_for_update(of=("self",))
        invited = waiting.get(pk=found[1])
        if reason := invited.closed_because:
            return render(request, "accounts/join/closed.html", {"invitation": invited, "reason": reason}, status=410)
        try:
            with transaction.atomic():  # of a refused try nothing stays, such as a new password
                if request.user.is_authenticated:
                    return join_as(request, invited, request.user)
                return join_new(request, invited, proves=invited.proves_address(token))
        except AlreadyMember:
            return render(request, "accounts/join/already.html", {"invitation": invited}, status=409)
        except IntegrityError:  # the account was made at this moment, by another firm's invitation
            return redirect(request.get_full_path())


def join_as(request: AnyRequest, invited: Invitation, person: Any) -> HttpResponse:
    """A person who is signed in joins one more firm."""
    if person.email.lower() != invited.email.lower():
        return render(request, "accounts/join/wrong_address.html", {"invitation": invited}, status=409)
    if Membership.objects.filter(person=person, ended_at=None).exists():
        raise AlreadyMember
    before: Membership | None = request.membership
    form = JoinForm(posted(request), initial={"name": before.name if before else ""})
    if request.method == "POST" and form.is_valid():
        member = invited.accept(person=person, name=form.cleaned_data["name"])
        work_in(request, member, before)
        return redirect("/")
    return show(request, invited, form)


def join_new(request: AnyRequest, invited: Invitation, *, proves: bool) -> HttpResponse:
    """Somebody who is not signed in: a new account, or the one they have."""
    person = Person.objects.known_as(invited.email)
    if person is not None and not (proves and not person.is_proven):
        return render(request, "accounts/join/sign_in.html", {"invitation": invited, "sign_in": sign_in_url(request)})
    form = NewAccountForm(posted(request), email=invited.email)
    if request.method == "POST" and form.is_valid():
        person = open_account(request, person, invited.email, form.cleaned_data["password"], proves=proves)
        member = invited.accept(person=person, name=form.cleaned_data["name"])
        request.session[sessions.FIRM_KEY] = member.firm_id
        person.work_in(member.firm_id)
        return perform_login(request, person, redirect_url="/")
    return show(request, invited, form)


def open_account(request: AnyRequest, person: Person | None, email: str, password: str, *, proves: bool) -> Person:
    """A new account; or, for who opened the mail, the one that somebody made with a link handed to them."""
    if person is None:
        person = Person.objects.create_user(email, password, proven=proves)
        if not proves:
            EmailAddress.objects.get(user=person).send_confirmation(request)
        return person
    claimed = person
    claimed.prove_address()
    ApiToken.revoke_all_of(claimed)
    claimed.set_password(password)
    claimed.save(update_fields=["password"])
    transaction.on_commit(lambda: sessions.end_others(claimed, request.session.session_key))
    return claimed


def work_in(request: AnyRequest, member: Membership, before: Membership | None) -> None:
    """From now on this browser works in another firm; what it has open in the old one closes."""
    request.session[sessions.FIRM_KEY] = member.firm_id
    member.person.work_in(member.firm_id)
    key = request.session.session_key
    if before is not None and before.firm_id != member.firm_id and key:
        transaction.on_commit(lambda: sessions.leave(before, key))


def sign_in_url(request: AnyRequest) -> str:
    return redirect_to_login(request.get_full_path()).url


def show(request: AnyRequest, invited: Invitation, form: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/join/form.html", {"invitation": invited, "form": form}, status=status)
