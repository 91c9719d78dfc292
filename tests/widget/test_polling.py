"""Where no socket can be had: requests that wait, with the same cursors, frames and ends, under each server."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from core.ids import uuid7
from inbox.models import Conversation
from tests.support.waiting import until
from tests.widget.frame_client import FrameClient, arrived
from tests.widget.signing import FirmServer
from tests.widget.test_identity import identify
from tests.widget.test_socket import ticket

pytestmark = pytest.mark.covers("W2")


class Poller:
    """A page that polls: keeps its pass and its cursors, and collects what it is told."""

    def __init__(self, server: Any, frame: FrameClient) -> None:
        self.server, self.ticket, self.passed = server, ticket(frame), ""
        self.streams: dict[str, int | None] = {}
        self.frames: list[dict[str, Any]] = []

    def ask(self, **more: Any) -> httpx.Response:
        who = {"pass": self.passed} if self.passed else {"ticket": self.ticket}
        said = {"v": 1, **who, "streams": self.streams, **more}
        origin = {"Origin": self.server.widget_url}
        return httpx.post(f"{self.server.widget_url}/widget/poll", json=said, headers=origin, timeout=40)

    def poll(self, **more: Any) -> list[dict[str, Any]]:
        answer = self.ask(**more)
        assert answer.status_code == 200, answer.text
        self.passed = answer.json()["pass"]
        for said in answer.json()["said"]:
            if "q" in said:
                self.streams[said["s"]] = said["q"]
                self.frames.append(said)
        return answer.json()["said"]


def begun(server: Any, frame: FrameClient) -> tuple[Poller, str]:
    stream = frame.write("Hello").json()["conversation"]["stream"]
    poller = Poller(server, frame)
    assert [said["op"] for said in poller.poll()] == ["welcome"]
    poller.streams[stream] = 0
    return poller, stream


def test_what_was_missed_and_what_comes_is_told_once_and_in_order(each_server, cast):
    frame = arrived(cast.website)
    poller, _stream = begun(each_server, frame)
    assert [said["op"] for said in poller.poll()] == ["subscribed", "upsert"]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(poller.poll)
        frame.write("While it waits")
        assert [said["op"] for said in waiting.result()] == ["subscribed", "upsert"]
    for number in range(3):
        frame.write(f"Between two polls {number}")
    poller.poll()
    bodies = [said["message"]["body"] for said in poller.frames]
    assert bodies == ["Hello", "While it waits", *(f"Between two polls {number}" for number in range(3))]
    assert [said["q"] for said in poller.frames] == [1, 2, 3, 4, 5]


def test_an_answer_that_was_lost_is_told_again(server, cast):
    poller, _stream = begun(server, arrived(cast.website))
    lost = poller.ask().json()["said"]
    assert poller.poll() == lost


def test_a_note_is_not_heard_and_nobody_elses_stream_opens(server, cast):
    frame, other = arrived(cast.website), arrived(cast.website)
    poller, stream = begun(server, frame)
    theirs = other.write("Theirs").json()["conversation"]["stream"]
    with cast.scope():
        Conversation.objects.get(pk=stream.partition(":")[2]).note(by=cast.bob, body="between us")
    poller.streams |= {theirs: 0, f"visitor:{uuid7()}": None, f"conversation:{stream.partition(':')[2]}": 0}
    said = poller.poll()
    assert {each["stream"] for each in said if each["op"] == "denied"} == set(poller.streams) - {stream}
    assert "between us" not in str(said)
    assert "Theirs" not in str(said)


def test_a_token_that_dies_ends_the_request_that_waits(server, cast):
    frame = arrived(cast.website)
    poller, _stream = begun(server, frame)
    poller.poll()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(poller.ask)
        identify(frame, FirmServer(cast, cast.website).token())
        assert waiting.result().status_code == 403
    assert poller.ask().status_code == 403


def test_only_so_many_wait_at_once(server, cast):
    poller, _stream = begun(server, arrived(cast.website))
    poller.poll()
    statuses: list[int] = []

    def wait() -> None:
        statuses.append(poller.ask().status_code)

    threads = [threading.Thread(target=wait) for _ in range(6)]
    for thread in threads:
        thread.start()
    until(lambda: len(statuses) == 2, what="two to be sent away")
    assert statuses == [429, 429]
    with cast.scope():
        Conversation.objects.get().reply(by=cast.bob, body="Done")
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 4 + [429] * 2


def test_typing_goes_both_ways(server, cast):
    frame = arrived(cast.website)
    poller, stream = begun(server, frame)
    poller.poll()
    listener = Poller(server, frame)
    listener.poll()
    listener.streams[stream] = poller.streams[stream]
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(listener.poll)
        number = 0
        while not waiting.done():  # whoever does not listen yet misses it
            number += 1
            signal = {"op": "signal", "stream": stream, "kind": "typing", "data": {"n": number}}
            poller.streams = {stream: None}
            poller.ask(say=[signal])
        heard = [said for said in waiting.result() if said["op"] == "signal"]
    assert [said["by"]["kind"] for said in heard] == ["visitor"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"v": 1}, 401),
        ({"v": 1, "ticket": "forged"}, 401),
        ({"v": 1, "pass": "forged"}, 401),
        ({"v": 2}, 400),
        ([], 400),
        ({"v": 1, "streams": {"nonsense": 0}}, 400),
        ({"v": 1, "streams": {"visitor:1": -1}}, 400),
        ({"v": 1, "streams": {f"visitor:{number}": 0 for number in range(9)}}, 400),
        ({"v": 1, "say": [{"op": "hello", "v": 1, "ticket": "x"}]}, 400),
        ({"v": 1, "ticket": 7}, 400),
        ({"v": 1, "ticket": "x" * 20_000}, 400),
    ],
)
def test_what_is_no_poll_is_refused(server, said, status):
    origin = {"Origin": server.widget_url}
    answer = httpx.post(f"{server.widget_url}/widget/poll", json=said, headers=origin)
    assert (answer.status_code, set(answer.json())) == (status, {"reason"})


@pytest.mark.parametrize("origin", ["null", "https://acme.example", None])
def test_only_the_frame_may_poll(server, cast, origin):
    frame = arrived(cast.website)
    headers = {"Origin": origin} if origin else {}
    url = f"{server.widget_url}/widget/poll"
    assert httpx.post(url, json={"v": 1, "ticket": ticket(frame)}, headers=headers).status_code == 403
    assert httpx.get(url, headers={"Origin": server.widget_url}).status_code == 403


def test_a_colleagues_ticket_opens_no_poll(server, cast):
    from tests.live.page import ticket_for

    origin = {"Origin": server.widget_url}
    said = {"v": 1, "ticket": ticket_for(cast.bob)}
    assert httpx.post(f"{server.widget_url}/widget/poll", json=said, headers=origin).status_code == 401
