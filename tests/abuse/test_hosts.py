"""Three hosts and no others; the agents' cookie is worth nothing on the other two."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.support.sign_in import session_cookie

pytestmark = pytest.mark.covers("Z1")


PATHS = ["/inbox/", "/inbox/all/", "/live/ticket/", "/api/v1/", "/settings/", "/accounts/login/", "/self-check/"]


def host_of(url: str) -> str:
    return urlsplit(url).netloc


def signed_in(cast, url: str) -> Client:
    """A browser that sends Alice's cookie there too, as one host's cookies on another port would be."""
    client = Client(HTTP_HOST=host_of(url))
    cookie = session_cookie(cast.alice)
    client.cookies[cookie["name"]] = cookie["value"]
    return client


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "a b", "[::1", "%00"])
def test_a_host_that_is_not_ours_is_refused(host: str) -> None:
    assert Client(HTTP_HOST=host).get("/accounts/login/").status_code == 400


def test_a_header_cannot_change_the_host(cast) -> None:
    """Nobody is believed about the host, also not in a redirect."""
    client = Client(HTTP_HOST=host_of(settings.PUBLIC_URL))
    answer = client.get("/inbox/", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
    assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("face", ["WIDGET_URL", "CONTENT_URL"])
def test_the_agents_pages_are_on_their_own_host_alone(cast, face: str, path: str) -> None:
    answer = signed_in(cast, getattr(settings, face)).get(path)
    assert answer.status_code == 404
    assert not answer.cookies


@pytest.mark.parametrize("face", ["WIDGET_URL", "CONTENT_URL"])
def test_a_host_written_in_full_or_in_capitals_is_the_same_host(cast, face: str) -> None:
    host, _, port = host_of(getattr(settings, face)).partition(":")
    for spelt in (f"{host}.:{port}", f"{host}.", host.upper()):
        client = signed_in(cast, getattr(settings, face))
        client.defaults["HTTP_HOST"] = spelt
        assert client.get("/inbox/").status_code == 404, spelt


def test_a_cookie_opens_nothing_on_the_visitors_host(cast) -> None:
    client = signed_in(cast, settings.WIDGET_URL)
    answer = client.post(
        "/widget/api/ticket", "{}", content_type="application/json", headers={"Origin": settings.WIDGET_URL}
    )
    assert answer.status_code == 401
    assert not answer.cookies


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_foreign_page(cast, next_page: str) -> None:
    from tests.cast import PASSWORD

    client = Client(HTTP_HOST=host_of(settings.PUBLIC_URL))
    form = {"login": cast.alice.person.email, "password": PASSWORD, "next": next_page}
    answer = client.post("/accounts/login/", form)
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).netloc == ""
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))
