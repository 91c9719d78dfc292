"""One JSON object a line; a request's id is on its line, on its tasks and on its response."""

import json
import urllib.request

import pytest
import structlog

from project.celery import app
from tests.live.page import Page, ticket_for
from tests.support.processes import Process
from tests.support.waiting import until

LENGTH_OF_OURS = 36


def lines(process: Process) -> list[dict[str, object]]:
    return [json.loads(line) for line in process.said.splitlines() if line.startswith("{")]


@pytest.mark.covers("Z5")
def test_a_request_is_logged_by_its_id_and_not_by_its_address(start_server) -> None:
    server = start_server("uvicorn", LOG_FORMAT="json")
    with urllib.request.urlopen(f"{server.url}/accounts/login/?email=anna@client.example") as answer:
        request_id = answer.headers["X-Request-ID"]
    logged = until(lambda: [line for line in lines(server) if line.get("request_id") == request_id])
    assert logged[-1]["event"] == "request_finished"
    assert logged[-1]["request"] == "GET /accounts/login/"
    assert logged[-1]["code"] == 200
    assert "anna" not in server.said


def test_only_a_trusted_proxy_gives_the_id(start_server) -> None:
    trusting, wary = (start_server("uvicorn", BEHIND_PROXY=said) for said in ("true", "false"))
    assert id_of_answer(trusting, "mine-1") == "mine-1"
    assert id_of_answer(wary, "mine-1") != "mine-1"
    for odd in ("x" * 65, "two words", '{"event":"forged"}', ""):
        assert len(id_of_answer(trusting, odd)) == LENGTH_OF_OURS


def id_of_answer(server: Process, claimed: str) -> str:
    request = urllib.request.Request(f"{server.url}/accounts/login/", headers={"X-Request-ID": claimed})
    with urllib.request.urlopen(request) as answer:
        return answer.headers["X-Request-ID"]


@pytest.mark.covers("Z5")
def test_a_socket_carries_the_id_of_the_request_that_gave_its_ticket(start_server, cast) -> None:
    server = start_server("uvicorn", LOG_FORMAT="json", DJANGO_SETTINGS_MODULE="tests.live.site")
    with structlog.contextvars.bound_contextvars(request_id="of-one-request"):
        ticket = ticket_for(cast.alice)
    with Page(server, ticket) as page:
        page.subscribe("faulty:policy")
        (failed,) = until(lambda: [line for line in lines(server) if line.get("stream") == "faulty:policy"])
    assert failed["request_id"] == "of-one-request"


@pytest.mark.covers("Z5")
def test_a_task_carries_the_id_of_its_request(worker) -> None:
    with structlog.contextvars.bound_contextvars(request_id="of-one-request"):
        app.send_task("project.heartbeat", args=["what it does not take"])
    failed = until(lambda: [line for line in worker.said.splitlines() if "of-one-request" in line], 60)
    assert "task_failed" in failed[0]
