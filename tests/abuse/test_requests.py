"""Requests that no page of ours makes: every address that takes something answers with a refusal, never with a fault."""

import json
from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.permissions.url_table import FACES, Company, Row, rows

pytestmark = pytest.mark.covers("Z1")

Body = tuple[bytes | str, str]
FORM, JSON = "application/x-www-form-urlencoded", "application/json"

BODIES: dict[str, Callable[[], Body]] = {
    "nothing": lambda: (b"", FORM),
    "null characters": lambda: ("&".join(f"{name}=a%00b" for name in NAMES), FORM),
    "no text at all": lambda: (b"body=\xff\xfe&name=\xc3\x28&id=%ff", FORM),
    "a thousand fields": lambda: ("&".join(f"f{number}=1" for number in range(1500)), FORM),
    "every field twice": lambda: ("&".join(f"{name}=1&{name}=2" for name in NAMES), FORM),
    "numbers without end": lambda: ("&".join(f"{name}={'9' * 400}" for name in NAMES), FORM),
    "halves of characters": lambda: ('{"name": "\\ud800", "body": "\\udc00", "email": "\\ud800@x"}', JSON),
    "lists for words": lambda: (json.dumps({name: [[1]] for name in NAMES}), JSON),
    "numbers for words": lambda: (json.dumps(dict.fromkeys(NAMES, float("inf"))), JSON),
    "no object": lambda: ("[1]", JSON),
    "brackets without end": lambda: ("[" * 50_000, JSON),
    "another language": lambda: ("<a/>", "application/xml"),
    "a part without an end": lambda: (
        '--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nabc',
        "multipart/form-data; boundary=x",
    ),
}
NAMES = (
    "id",
    "body",
    "kind",
    "seq",
    "name",
    "email",
    "role",
    "permissions",
    "files",
    "attachments",
    "page",
    "password",
)
UNENDED = '--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nabc'


HEADERS = ("Accept-Language", "User-Agent", "Referer", "Cookie", "X-Request-ID", "Range", "If-None-Match", "HX-Target")


def takers() -> list[Row]:
    """Rows that change something, one for each address and method."""
    return [row for row in rows() if row.method != "GET"]


@cache
def the_company() -> Company:
    """One for all: what each address is asked for, its row makes anew."""
    return Company()


@pytest.mark.parametrize("row", takers(), ids=str)
def test_no_body_is_a_fault_of_ours(row: Row) -> None:
    company = the_company()
    url = reverse(row.name, FACES[row.face], row.args(company))
    client = company.browser("owner", row.face)
    client.raise_request_exception = False
    origin = {"public": settings.PUBLIC_URL, "widget": settings.WIDGET_URL, "content": settings.CONTENT_URL}[row.face]
    headers = {"Origin": origin, **row.headers(company)}
    answered = {}
    for name, body in BODIES.items():
        data, kind = body()
        answered[name] = client.generic(row.method, url, data, content_type=kind, headers=headers).status_code
    assert {name: status for name, status in answered.items() if status >= 500} == {}


@pytest.mark.parametrize("path", ["/inbox/conversations/{}/messages/", "/accounts/login/"])
def test_ten_megabytes_of_form_are_refused(cast, path: str) -> None:
    client = cast.client_for(cast.bob)
    answer = client.post(path.format(cast.conversation().pk), {"body": "x" * 10_000_000, "login": "x" * 10_000_000})
    assert answer.status_code in (400, 413)


@pytest.mark.parametrize(
    "path",
    [
        "/inbox/conversations/%00/",
        "/inbox/conversations/not-an-id/",
        "/inbox/%ff%fe/",
        "/inbox/all/?before=%00",
        "/inbox/all/?before=9999999999999999999999-x",
        "/inbox/all/?inbox=%00",
        "/inbox/all/?inbox=1%27%20OR%201=1",
        "/" + "a" * 9000,
        "/..%2f..%2fetc/passwd",
        "/static/..%2f..%2fmanage.py",
        "/static/../manage.py",
    ],
)
def test_no_address_is_a_fault_of_ours(cast, path: str) -> None:
    client = cast.client_for(cast.bob, raise_request_exception=False)
    assert client.get(path).status_code in (301, 302, 400, 404, 414)


@pytest.mark.parametrize(
    "header",
    [
        "Accept-Language",
        "User-Agent",
        "Referer",
        "Cookie",
        "X-Request-ID",
        "Range",
        "If-None-Match",
        "HX-Target",
        "HX-Current-URL",
    ],
)
@pytest.mark.parametrize("value", ["\x7f" * 200, "é\xff", "%00", "x" * 4000, "../../..", "{{7*7}}"])
def test_no_header_is_a_fault_of_ours(cast, header: str, value: str) -> None:
    client = Client(HTTP_HOST=urlsplit(settings.PUBLIC_URL).netloc, raise_request_exception=False)
    assert client.get("/accounts/login/", headers={header: value}).status_code < 500


def test_a_doubled_session_or_forged_cookie_is_nobody(cast) -> None:
    client = Client(HTTP_HOST=urlsplit(settings.PUBLIC_URL).netloc)
    for forged in ("", "a" * 32, "../../x", "\x00", "'; DROP TABLE django_session; --"):
        client.cookies[settings.SESSION_COOKIE_NAME] = forged
        assert client.get("/inbox/all/").status_code == 302
