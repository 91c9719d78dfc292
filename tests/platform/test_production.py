"""The product as production runs it: hashed static files, three names behind a proxy, figures behind a token."""

import contextlib
import os
import re
import signal
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.live.page import Page, ticket_for
from tests.support.processes import WebServer
from tools.places import ROOT

TOKEN = "a token for the figures"


@pytest.fixture(scope="module")
def static_root(tmp_path_factory) -> Path:
    """What the image holds: collected by the Dockerfile's own line, with no settings but those it gives."""
    folder = tmp_path_factory.mktemp("static")
    lines = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text()).splitlines()
    (collect,) = (line.removeprefix("RUN ") for line in lines if "collectstatic" in line)
    assert "STATIC_ROOT=/app/collected" in collect
    assert any("STATIC_ROOT=/app/collected" in line for line in lines if line.startswith("ENV "))
    here = collect.replace("/app/collected", str(folder))
    subprocess.run(
        ["/bin/sh", "-ec", here], cwd=ROOT, env={"PATH": os.environ["PATH"]}, check=True, capture_output=True
    )
    return folder


@pytest.fixture
def production(start_server, static_root: Path) -> WebServer:
    return start_server("uvicorn", APP_ENV="production", STATIC_ROOT=str(static_root), METRICS_TOKEN=TOKEN)


def get(url: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), dict(error.headers)


@pytest.mark.covers("Z5")
def test_it_lives_is_ready_and_serves_its_front_end_for_ever(production: WebServer) -> None:
    assert get(f"{production.url}/health/live")[0] == 200
    assert get(f"{production.url}/health/ready")[0] == 200
    status, page, _ = get(f"{production.url}/accounts/login/")
    assert status == 200
    script = page.partition('src="/static/dist/app')[2].partition('"')[0]
    status, _, headers = get(f"{production.url}/static/dist/app{script}")
    assert status == 200
    assert "immutable" in headers["cache-control"]


@pytest.mark.covers("Z5")
def test_figures_are_for_who_has_the_token(production: WebServer) -> None:
    get(f"{production.url}/accounts/login/")
    assert get(f"{production.url}/metrics")[0] == 403
    assert get(f"{production.url}/metrics", Authorization="Bearer guessed")[0] == 403
    status, figures, _ = get(f"{production.url}/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    assert "http_request_seconds_bucket" in figures
    assert "live_sockets" in figures


def test_figures_are_told_by_address_whatever_the_host(production: WebServer) -> None:
    asked = {"Authorization": f"Bearer {TOKEN}", "Host": "10.0.0.7:8000"}
    assert get(f"{production.url}/metrics", **asked)[0] == 200
    assert get(f"{production.url}/metrics", Host="elsewhere.example")[0] == 403
    assert get(f"{production.url}/accounts/login/", Host="elsewhere.example")[0] == 400


def test_an_odd_method_is_no_figure_of_its_own(production: WebServer) -> None:
    odd = urllib.request.Request(f"{production.url}/accounts/login/", method="PURGE")
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(odd, timeout=10)
    _, figures, _ = get(f"{production.url}/metrics", Authorization=f"Bearer {TOKEN}")
    assert 'method="other"' in figures
    assert "PURGE" not in figures


def test_a_process_that_is_gone_has_no_sockets_open(start_server, cast, tmp_path: Path) -> None:
    one, other = (start_server("uvicorn", PROMETHEUS_MULTIPROC_DIR=str(tmp_path)) for _ in range(2))
    with Page(one, ticket_for(cast.alice)):
        assert 'live_sockets{kind="agent"} 1.0' in get(f"{other.url}/metrics")[1]
        one.kill()
    assert 'live_sockets{kind="agent"} 1.0' not in get(f"{other.url}/metrics")[1]


def test_a_mistake_shows_no_source(production: WebServer) -> None:
    status, page, _ = get(f"{production.url}/no-such-page/")
    assert status in (302, 404)
    assert "Traceback" not in page
    assert "settings" not in page


@pytest.mark.covers("Z5")
def test_a_process_asked_to_stop_does(production: WebServer) -> None:
    production.stop()
    assert production.child.process.returncode in (0, -signal.SIGTERM)
    assert "Traceback" not in production.said
