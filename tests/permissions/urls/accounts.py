"""Signing in, settings, people, and their API."""

import uuid
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Invitation, Role, Team
from tests.permissions.url_table import Company, Row

EVERYONE_IN = "200 200 200 200 200 302"  # one's own things, in whichever firm
OWN_DONE = "302 302 302 302 302 302"
NOT_SET_UP = "404 404 404 404 404 302"
BY_ADMINS = "200 200 403 403 200 302"  # Boris sees the page of his own firm
OF_ACME = "200 200 200 200 404 302"
ADMINS_DO = "302 302 403 403 404 302"
API_OWN = "200 200 200 200 200 401"
API_OF_ACME = "200 200 200 200 404 401"
API_ADMINS = "200 200 403 403 200 401"
API_ADMINS_DO = "200 200 403 403 404 401"
API_ADMINS_END = "204 204 403 403 404 401"


def colleague(company: Company) -> list[int]:
    return [company.join(f"Nora{uuid.uuid4().hex[:6]} New", "agent").pk]


def team(company: Company) -> list[int]:
    with company.scope():
        return [Team.form(by=None, name=f"Team {uuid.uuid4().hex[:6]}").pk]


def team_and_member(company: Company) -> list[int]:
    return [*team(company), company.carol.pk]


def role(company: Company) -> list[int]:
    with company.scope():
        return [Role.make(by=None, name=f"Role {uuid.uuid4().hex[:6]}", permissions=["people.see"]).pk]


def agent_role(company: Company) -> dict[str, int]:
    with company.scope():
        return {"role": Role.objects.get(kind="viewer").pk}


def invitation(company: Company) -> list[int]:
    with company.scope():
        agent = Role.objects.get(kind="agent")
        return [Invitation.send(email=f"{uuid.uuid4().hex[:8]}@new.example", role=agent, by=None)[0].pk]


def link(company: Company) -> list[str]:
    with company.scope():
        agent = Role.objects.get(kind="agent")
        return [Invitation.send(email=f"{uuid.uuid4().hex[:8]}@new.example", role=agent, by=None)[1]]


def new_invitation(company: Company) -> dict[str, object]:
    return {"email": f"{uuid.uuid4().hex[:8]}@new.example", **agent_role(company)}


def name(company: Company) -> dict[str, str]:
    return {"name": f"Name {uuid.uuid4().hex[:6]}"}


def photo(company: Company) -> dict[str, object]:
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    return {"photo": SimpleUploadedFile("me.png", picture.getvalue())}


def role_wish(company: Company) -> dict[str, object]:
    return {**name(company), "permissions": ["people.see"]}


SIGN_IN = [
    Row("account_login", "302 302 302 302 302 200"),
    Row("account_login", "302 302 302 302 302 200", "POST"),
    Row("account_logout", "200 200 200 200 200 302"),
    Row("account_logout", "302", "POST"),
    Row("account_inactive", "200"),
    Row("account_signup", "302 302 302 302 302 200"),
    Row("account_signup", "302 302 302 302 302 200", "POST"),
    Row("account_reauthenticate", EVERYONE_IN),
    Row("account_reauthenticate", EVERYONE_IN, "POST"),
    Row("account_email", EVERYONE_IN),
    Row("account_email", OWN_DONE, "POST"),
    Row("account_email_verification_sent", "200"),
    Row("account_change_password", EVERYONE_IN),
    Row("account_change_password", EVERYONE_IN, "POST"),
    Row("account_set_password", OWN_DONE),
    Row("account_set_password", OWN_DONE, "POST"),
    Row("account_reset_password", "200"),
    Row("account_reset_password", "200", "POST"),
    Row("account_confirm_login_code", OWN_DONE),
    Row("account_confirm_login_code", OWN_DONE, "POST"),
    Row("account_confirm_email", "200", args=lambda c: ["forged"]),
    Row("account_confirm_email", "404", "POST", args=lambda c: ["forged"]),
    Row("account_reset_password_from_key_done", "200"),
    Row("account_reset_password_from_key", "200", args=lambda c: ["1", "forged"]),
    Row("account_reset_password_from_key", "200", "POST", args=lambda c: ["1", "forged"]),
    Row("account_reset_password_done", "200"),
    Row("mfa_index", EVERYONE_IN),
    Row("mfa_authenticate", OWN_DONE),
    Row("mfa_authenticate", OWN_DONE, "POST"),
    Row("mfa_reauthenticate", OWN_DONE),
    Row("mfa_reauthenticate", OWN_DONE, "POST"),
    Row("mfa_activate_totp", OWN_DONE),
    Row("mfa_activate_totp", OWN_DONE, "POST"),
    Row("mfa_deactivate_totp", NOT_SET_UP),
    Row("mfa_deactivate_totp", NOT_SET_UP, "POST"),
    Row("mfa_view_recovery_codes", NOT_SET_UP),
    Row("mfa_generate_recovery_codes", OWN_DONE),
    Row("mfa_generate_recovery_codes", OWN_DONE, "POST"),
    Row("mfa_download_recovery_codes", NOT_SET_UP),
    Row("mfa_list_webauthn", EVERYONE_IN),
    Row("mfa_add_webauthn", OWN_DONE),
    Row("mfa_add_webauthn", OWN_DONE, "POST"),
    Row("mfa_reauthenticate_webauthn", OWN_DONE),
    Row("mfa_reauthenticate_webauthn", OWN_DONE, "POST"),
    Row("mfa_remove_webauthn", OWN_DONE, args=lambda c: [1]),
    Row("mfa_remove_webauthn", OWN_DONE, "POST", args=lambda c: [1]),
    Row("mfa_remove_webauthn", OWN_DONE, "DELETE", args=lambda c: [1]),
    Row("mfa_edit_webauthn", OWN_DONE, args=lambda c: [1]),
    Row("mfa_edit_webauthn", OWN_DONE, "POST", args=lambda c: [1]),
    Row("mfa_login_webauthn", OWN_DONE),
    Row("mfa_login_webauthn", OWN_DONE, "POST"),
    Row("invitation", "409 409 409 409 409 200", args=link),
    Row("invitation", "409 409 409 409 409 422", "POST", args=link),
]

SETTINGS = [
    Row("accounts:settings", EVERYONE_IN),
    Row("accounts:profile", EVERYONE_IN),
    Row("accounts:profile", "422 422 422 422 422 302", "POST", data=lambda c: {"name": ""}),
    Row("accounts:photo", OWN_DONE, "POST", data=lambda c: {"remove": "1"}),
    Row("accounts:signature-preview", EVERYONE_IN, "POST", data=lambda c: {"signature": "<b>A</b>"}),
    Row("accounts:preferences", EVERYONE_IN),
    Row("accounts:preferences", OWN_DONE, "POST", data=lambda c: {"theme": "dark", "density": "cosy"}),
    Row("accounts:quick-preference", "204 204 204 204 204 302", "POST", data=lambda c: {"theme": "dark"}),
    Row("accounts:sessions", EVERYONE_IN),
    Row("accounts:session-end", "404 404 404 404 404 302", "POST", args=lambda c: [0]),
    Row("accounts:sessions-end", OWN_DONE, "POST"),
    Row("accounts:tokens", EVERYONE_IN),
    Row("accounts:tokens", "422 422 422 422 422 302", "POST", data=lambda c: {"name": ""}),
    Row("accounts:token-revocation", "404 404 404 404 404 302", "POST", args=lambda c: [0]),
    Row("accounts:people", EVERYONE_IN),
    Row("accounts:person", OF_ACME, args=lambda c: [c.carol.pk]),
    Row("accounts:person-role", ADMINS_DO, "POST", args=colleague, data=agent_role),
    Row("accounts:departure", ADMINS_DO, "POST", args=colleague),
    Row("accounts:own-departure", OWN_DONE, "POST"),
    Row("accounts:invitations", BY_ADMINS),
    Row("accounts:invitations", "200 200 403 403 422 302", "POST", data=new_invitation),
    Row("accounts:invitation-renewal", "200 200 403 403 404 302", "POST", args=invitation),
    Row("accounts:invitation-revocation", ADMINS_DO, "POST", args=invitation),
    Row("accounts:teams", EVERYONE_IN),
    Row("accounts:teams", "302 302 403 403 302 302", "POST", data=name),
    Row("accounts:team", OF_ACME, args=team),
    Row("accounts:team", ADMINS_DO, "POST", args=team, data=name),
    Row("accounts:team-members", ADMINS_DO, "POST", args=team, data=lambda c: {"member": c.carol.pk}),
    Row("accounts:team-member-removal", ADMINS_DO, "POST", args=team_and_member),
    Row("accounts:team-dissolution", ADMINS_DO, "POST", args=team),
    Row("accounts:roles", EVERYONE_IN),
    Row("accounts:new-role", BY_ADMINS),
    Row("accounts:new-role", "302 302 403 403 302 302", "POST", data=role_wish),
    Row("accounts:role", "200 200 403 403 404 302", args=role),
    Row("accounts:role", ADMINS_DO, "POST", args=role, data=role_wish),
    Row("accounts:role-removal", ADMINS_DO, "POST", args=role),
    Row("accounts:firm", BY_ADMINS),
    Row("accounts:firm", "422 422 403 403 422 302", "POST", data=lambda c: {"name": ""}),
    Row("accounts:firms", EVERYONE_IN),
    Row("accounts:firm-choice", "302 302 302 302 404 302", "POST", args=lambda c: [c.acme.pk]),
    Row("accounts:audit", BY_ADMINS),
]

API = [
    Row("api:me", API_OWN),
    Row("api:me", API_OWN, "PATCH", data=lambda c: {"job_title": "Partner"}),
    Row("api:me", "409 204 204 204 409 401", "DELETE"),
    Row("api:photo", "200 200 200 200 200 401", "PUT", data=photo),
    Row("api:photo", "204 204 204 204 204 401", "DELETE"),
    Row("api:firms", API_OWN),
    Row("api:preferences", API_OWN, "PATCH", data=lambda c: {"theme": "dark"}),
    Row("api:sessions", API_OWN),
    Row("api:sessions", "204 204 204 204 204 401", "DELETE"),
    Row("api:session", "404 404 404 404 404 401", "DELETE", args=lambda c: [0]),
    Row("api:tokens", API_OWN),
    Row("api:tokens", "201 201 201 201 201 401", "POST", data=lambda c: {"name": "CI", "scopes": ["people.see"]}),
    Row("api:token", "404 404 404 404 404 401", "DELETE", args=lambda c: [0]),
    Row("api:firm", API_OWN),
    Row("api:firm", API_ADMINS, "PATCH", data=lambda c: {"accent": "#0f6e6e"}),
    Row("api:people", API_OWN),
    Row("api:person", API_OF_ACME, args=lambda c: [c.carol.pk]),
    Row("api:person", API_ADMINS_DO, "PATCH", args=colleague, data=agent_role),
    Row("api:person", API_ADMINS_END, "DELETE", args=colleague),
    Row("api:roles", API_OWN),
    Row("api:roles", "201 201 403 403 201 401", "POST", data=role_wish),
    Row("api:role", API_OF_ACME, args=role),
    Row("api:role", API_ADMINS_DO, "PATCH", args=role, data=role_wish),
    Row("api:role", API_ADMINS_END, "DELETE", args=role),
    Row("api:permissions", API_OWN),
    Row("api:teams", API_OWN),
    Row("api:teams", "201 201 403 403 201 401", "POST", data=name),
    Row("api:team", API_OF_ACME, args=team),
    Row("api:team", API_ADMINS_DO, "PATCH", args=team, data=name),
    Row("api:team", API_ADMINS_END, "DELETE", args=team),
    Row("api:team-member", API_ADMINS_DO, "PUT", args=team_and_member),
    Row("api:team-member", API_ADMINS_DO, "DELETE", args=team_and_member),
    Row("api:invitations", API_ADMINS),
    Row("api:invitations", "201 201 403 403 400 401", "POST", data=new_invitation),
    Row("api:invitation", API_ADMINS_END, "DELETE", args=invitation),
    Row("api:audit", API_ADMINS),
    Row("api:schema", "200"),
    Row("api:docs", EVERYONE_IN),
]

FIRST_STEPS = [
    Row("home", OWN_DONE),
    Row("guide", EVERYONE_IN),
    Row("guide-steps", EVERYONE_IN),
]

ROWS = [*SIGN_IN, *SETTINGS, *API, *FIRST_STEPS]
