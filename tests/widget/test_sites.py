"""Where a widget may stand: the allowed origins are the CORS check of the loader's request, and `frame-ancestors`."""

import gzip

import pytest
from django.conf import settings

from core.ids import uuid7
from inbox.errors import BadOrigin
from inbox.origins import parse_origins
from tests.widget.frame_client import FrameClient

SITE = "https://acme.example"


def configuration(inbox, origin):
    return FrameClient(inbox).call("GET", f"config/{inbox.key}", origin=origin)


@pytest.fixture
def inbox(cast):
    with cast.scope():
        cast.website.change(by=cast.alice, allowed_origins=[SITE, "http://localhost:3000"])
    return cast.fresh(cast.website)


@pytest.mark.covers("W1")
def test_an_allowed_site_reads_the_configuration(inbox):
    answer = configuration(inbox, SITE)
    assert answer["Access-Control-Allow-Origin"] == SITE
    assert "Origin" in answer["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer.json() == {
        "accent": "#0f6e6e",
        "title": "Acme Advisory",
        "launcher": "",
        "side": "end",
        "offset": 20,
        "open": "Chat with Acme Advisory",
        "close": "Close the chat",
        "messages": [],
        "dismiss": "Not now",
        "unread": {"one": "1 new message", "other": "%(count)s new messages"},
    }


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://acme.example", f"{SITE}:8443", f"{SITE}.evil.example", "null", None]
)
def test_another_site_is_refused_with_a_sentence_that_says_nothing_of_the_firm(inbox, origin):
    answer = configuration(inbox, origin)
    assert answer.status_code == 403
    assert "Acme" not in answer.content.decode()
    assert answer.json()["error"] == "wrong_site"


def test_the_frame_may_be_framed_by_the_sites_alone(inbox):
    answer = FrameClient(inbox).call("GET", f"frame/{inbox.key}", origin=None)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == f"{SITE} http://localhost:3000"
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "X-Frame-Options" not in answer
    assert not answer.cookies


def test_everything_else_on_this_host_may_be_framed_by_nobody(inbox):
    frame = FrameClient(inbox)
    for path in ("loader.js", "api/conversation", f"config/{inbox.key}", "nothing/here"):
        answer = frame.call("GET", path, origin=None)
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_the_preview_may_be_framed_by_the_settings_alone(inbox):
    answer = FrameClient(inbox).call("GET", f"preview/{inbox.key}", origin=None)
    assert f"frame-ancestors {settings.PUBLIC_URL}" in answer["Content-Security-Policy"]


def test_an_empty_list_is_anywhere_while_developing_and_nowhere_in_production(cast, settings):
    inbox, frame = cast.website, FrameClient(cast.website)
    assert configuration(inbox, "https://anywhere.example").status_code == 200
    assert "frame-ancestors http: https:" in frame.call("GET", f"frame/{inbox.key}")["Content-Security-Policy"]
    assert configuration(inbox, "null").status_code == 403
    settings.PRODUCTION = True
    assert configuration(inbox, "https://anywhere.example").status_code == 403
    assert "frame-ancestors 'none'" in frame.call("GET", f"frame/{inbox.key}")["Content-Security-Policy"]


def test_an_unknown_key_is_a_sentence(cast):
    frame = FrameClient(cast.website)
    for path in (f"config/{uuid7()}", f"frame/{uuid7()}"):
        answer = frame.call("GET", path, origin=SITE)
        assert answer.status_code == 404
        assert "snippet" in answer.content.decode()


def test_a_key_is_no_key_to_another_firm(cast):
    """The key names one inbox; what comes of it is that firm's alone."""
    assert "Borealis" in configuration(cast.their_website, SITE).content.decode()
    assert "Acme" not in configuration(cast.their_website, SITE).content.decode()


def test_the_loader_is_small_cached_and_may_be_loaded_by_any_page(cast):
    frame = FrameClient(cast.website)
    answer = frame.call("GET", "loader.js", origin=None, **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.content)
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=300" in answer["Cache-Control"]
    again = frame.call("GET", "loader.js", origin=None, **{"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://acme.example/contact?x=1#y", "https://acme.example"),
        ("acme.example", "https://acme.example"),
        ("HTTPS://ACME.example:443", "https://acme.example"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_a_pasted_address_becomes_its_origin(written, kept):
    assert parse_origins([written, "", kept]) == [kept]


@pytest.mark.parametrize(
    "written",
    [
        "*",
        "https://*.acme.example",
        "null",
        "javascript:alert(1)",
        "https://a.example; script-src *",
        "ftp://a.example",
        "https://u:p@a.example",
        "https://a.example:99999",
        "https://",
    ],
)
def test_what_is_no_origin_is_refused_with_a_sentence(written):
    if written == "null":
        assert parse_origins([written]) == ["https://null"]
        return
    with pytest.raises(BadOrigin, match="is no address of a website"):
        parse_origins([written])
