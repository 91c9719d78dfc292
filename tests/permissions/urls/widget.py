"""The visitors' face, setting it up, and the content's face. On the visitors' host a role is nothing: a token is all."""

import io
import uuid
from datetime import timedelta

from django.conf import settings

from core.ids import uuid7
from files.links import FULL, end_of, sign
from files.models import File
from inbox.models import ProactiveMessage
from tests.files.samples import PDF, picture
from tests.permissions.url_table import Company, Row
from tests.widget.signing import FirmServer

ADMINS_SEE = "200 200 403 403 200 302"  # Boris sees his own firm's
ADMINS_SEE_OF_ACME = "200 200 403 403 404 302"
ADMINS_DO = "302 302 403 403 404 302"
ADMINS_MAKE = "302 302 403 403 302 302"
OWN_OF_BOB = "404 404 302 404 404 302"  # it hangs on nothing yet, so it is his alone
ALL_SEE_THE_FACE = "302 302 302 302 404 302"


def key(company: Company) -> list[uuid.UUID]:
    return [company.website.key]


def inbox(company: Company) -> list[uuid.UUID]:
    return [company.inbox(f"Inbox {uuid.uuid4().hex[:8]}").pk]


def identity_key(company: Company) -> list[uuid.UUID]:
    inbox = company.inbox(f"Inbox {uuid.uuid4().hex[:8]}")
    return [inbox.pk, FirmServer(company, inbox).row.pk]


def name(company: Company) -> dict[str, str]:
    return {"name": f"Inbox {uuid.uuid4().hex[:8]}", "accent": "#0f6e6e", "greeting": "", "allowed_origins": ""}


def wish(company: Company) -> dict[str, object]:
    return {"name": f"Inbox {uuid.uuid4().hex[:8]}", "allowed_origins": ["https://acme.example"]}


def origin(company: Company) -> dict[str, str]:
    return {"Origin": settings.WIDGET_URL}


def visitor(company: Company) -> dict[str, str]:
    return {**origin(company), "Authorization": f"Bearer {company.visitor().token}"}  # type: ignore[attr-defined]


def writer(company: Company) -> dict[str, str]:
    someone = company.visitor()
    company.conversation(visitor=someone)
    return {**origin(company), "Authorization": f"Bearer {someone.token}"}  # type: ignore[attr-defined]


def file(company: Company) -> File:
    with company.scope():
        return File.take_in(io.BytesIO(picture()), name="plan.png", by=company.bob)


def text_file(company: Company) -> File:
    with company.scope():
        return File.take_in(io.BytesIO(b"Fees\n"), name="fees.txt", by=company.bob)


def pdf_file(company: Company) -> File:
    with company.scope():
        return File.take_in(io.BytesIO(PDF), name="offer.pdf", by=company.bob)


def face(company: Company) -> list[uuid.UUID]:
    kept = file(company)
    with company.scope():
        company.carol.photo = kept.pk
        company.carol.save()
    return [kept.pk]


def upload(company: Company) -> dict[str, io.BytesIO]:
    content = io.BytesIO(picture())
    content.name = "plan.png"
    return {"file": content}


def signed(company: Company) -> list[str]:
    kept = file(company)
    return [sign(kept.firm_id, kept.pk, FULL, end_of(timedelta(hours=1)))]


def proactive(company: Company) -> list[uuid.UUID]:
    with company.scope():
        inbox = company.inbox(f"Inbox {uuid.uuid4().hex[:8]}")
        return [inbox.pk, ProactiveMessage.make(inbox, by=company.alice, text="Can we help?").pk]


def greeting(company: Company) -> dict[str, object]:
    return {"text": "Can we help?", "pages": "", "after_seconds": 5, "audience": "everyone", "repeat": "visit"}


SETUP = [
    Row("inbox_setup:proactive", ADMINS_SEE_OF_ACME, args=inbox),
    Row("inbox_setup:proactive", ADMINS_DO, "POST", args=inbox, data=greeting),
    Row("inbox_setup:proactive-message", ADMINS_SEE_OF_ACME, args=proactive),
    Row("inbox_setup:proactive-message", ADMINS_DO, "POST", args=proactive, data=greeting),
    Row("inbox_setup:proactive-place", ADMINS_DO, "POST", args=proactive),
    Row("inbox_setup:proactive-removal", ADMINS_DO, "POST", args=proactive),
    Row("api:proactive-messages", "200 200 200 200 404 401", args=inbox),
    Row("api:proactive-messages", "201 201 403 403 404 401", "POST", args=inbox, data=lambda c: {"text": "Hello"}),
    Row("api:proactive-message", "200 200 200 200 404 401", args=proactive),
    Row("api:proactive-message", "200 200 403 403 404 401", "PATCH", args=proactive, data=lambda c: {"on": False}),
    Row("api:proactive-message", "204 204 403 403 404 401", "DELETE", args=proactive),
    Row("inbox_setup:inboxes", ADMINS_SEE),
    Row("inbox_setup:inboxes", ADMINS_MAKE, "POST", data=name),
    Row("inbox_setup:inbox", ADMINS_SEE_OF_ACME, args=inbox),
    Row("inbox_setup:inbox", ADMINS_DO, "POST", args=inbox, data=name),
    Row("inbox_setup:hours", ADMINS_SEE_OF_ACME, args=inbox),
    Row("inbox_setup:hours", ADMINS_DO, "POST", args=inbox),
    Row("inbox_setup:closing", ADMINS_DO, "POST", args=inbox),
    Row("inbox_setup:opening", ADMINS_DO, "POST", args=inbox),
    Row("inbox_setup:identity", ADMINS_SEE_OF_ACME, args=inbox),
    Row("inbox_setup:identity", ADMINS_SEE_OF_ACME, "POST", args=inbox, data=lambda c: {"algorithm": "HS256"}),
    Row("inbox_setup:identity-requirement", ADMINS_DO, "POST", args=inbox),
    Row("inbox_setup:identity-ending", ADMINS_DO, "POST", args=identity_key),
    Row("api:identity-keys", "200 200 403 403 404 401", args=inbox),
    Row("api:identity-keys", "201 201 403 403 404 401", "POST", args=inbox, data=lambda c: {"algorithm": "HS256"}),
    Row("api:identity-key", "204 204 403 403 404 401", "DELETE", args=identity_key),
    Row("api:inboxes", "200 200 200 200 200 401"),
    Row("api:inboxes", "201 201 403 403 201 401", "POST", data=wish),
    Row("api:inbox", "200 200 200 200 404 401", args=inbox),
    Row("api:inbox", "200 200 403 403 404 401", "PATCH", args=inbox, data=lambda c: {"greeting": "Good day"}),
]
FILES = [
    Row("files:file", OWN_OF_BOB, args=lambda c: [file(c).pk]),
    Row("files:thumbnail", OWN_OF_BOB, args=lambda c: [file(c).pk]),
    Row("files:look", OWN_OF_BOB, args=lambda c: [pdf_file(c).pk]),
    Row("files:text", "404 404 200 404 404 302", args=lambda c: [text_file(c).pk]),
    Row("files:square", ALL_SEE_THE_FACE, args=face),
    Row("api:files", "201 201 201 403 201 401", "POST", data=upload),
    Row("api:file", "404 404 200 404 404 401", args=lambda c: [file(c).pk]),
    Row("content", "200", args=signed, face="content"),
]
WIDGET = [
    Row("widget-loader", "200", face="widget"),
    Row("widget-config", "200", args=key, face="widget", headers=lambda c: {"Origin": "https://acme.example"}),
    Row("widget-frame", "200", args=key, face="widget"),
    Row("widget-preview", "200", args=key, face="widget"),
    Row("widget-session", "404", "POST", face="widget", headers=origin),
    Row("widget-identity", "404", "POST", face="widget", headers=visitor),
    Row("widget-identity", "204", "DELETE", face="widget", headers=writer),
    Row("widget-ticket", "200", "POST", face="widget", headers=visitor),
    Row("widget-conversation", "200", face="widget", headers=writer),
    Row("widget-messages", "400", "POST", face="widget", headers=visitor),
    Row("widget-reactions", "404", "POST", face="widget", args=lambda c: [uuid7()], headers=writer),
    Row("widget-reactions", "404", "DELETE", face="widget", args=lambda c: [uuid7()], headers=writer),
    Row("widget-reading", "400", "PUT", face="widget", headers=writer),
    Row("widget-attachments", "201", "POST", face="widget", headers=visitor, data=upload),
    Row("widget-attachment", "404", face="widget", args=lambda c: [uuid7()], headers=writer),
    Row("widget-contact", "200", "PUT", face="widget", headers=writer),
    Row("widget-closure", "200", "POST", face="widget", headers=writer),
    Row("widget-rating", "422", "PUT", face="widget", headers=writer),
    Row("widget-transcript", "200", face="widget", headers=writer),
    Row("widget-transcript", "409", "POST", face="widget", headers=writer),
    Row("widget-look", "200", face="widget", headers=visitor),
    Row("widget-track", "400", "POST", face="widget", headers=writer),
]
ROWS = [*SETUP, *FILES, *WIDGET]
