"""How often visitors may ask: by token, by inbox, by address; and open doors while Redis is away."""

import json

import pytest

from core import rate
from inbox.views.widget import rates
from tests.widget.frame_client import FrameClient, arrived


def test_a_token_that_writes_too_fast_waits(cast, monkeypatch):
    monkeypatch.setitem(rates.TOKEN, "message", rate.Rate(2, 600))
    frame = arrived(cast.website)
    assert [frame.write().status_code for _ in range(2)] == [201, 201]
    answer = frame.write()
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == answer.json()["wait"] > 200
    assert arrived(cast.website).write().status_code == 201


def test_an_address_brings_so_many_new_visitors_an_hour(cast, settings, monkeypatch):
    monkeypatch.setattr(rates, "client_address", lambda request: f"of {cast.mark}")
    settings.NEW_VISITORS_PER_HOUR = 2
    known = arrived(cast.website)
    arrived(cast.website)
    answer = FrameClient(cast.website).call("POST", "api/session", {"key": str(cast.website.key)})
    assert answer.status_code == 429
    assert known.session()["token"] is None  # who is known comes in


def test_an_inbox_takes_so_many_messages(cast, monkeypatch):
    monkeypatch.setitem(rates.INBOX, "message", rate.Rate(2, 600))
    assert [arrived(cast.website).write().status_code for _ in range(3)] == [201, 201, 429]


def test_a_flood_of_configurations_is_cut(cast, monkeypatch):
    monkeypatch.setattr(rates, "client_address", lambda request: f"of {cast.mark}")
    monkeypatch.setitem(rates.ADDRESS, "config", rate.Rate(1, 600))
    frame = FrameClient(cast.website)
    assert frame.call("GET", f"config/{cast.website.key}", origin="https://a.example").status_code == 200
    cut = frame.call("GET", f"config/{cast.website.key}", origin="https://a.example")
    assert cut.status_code == 429
    assert json.loads(cut.content)["message"].startswith("That was a lot at once.")


def test_without_redis_nobody_is_kept_out(cast, monkeypatch):
    gone = rate.Buckets("redis://127.0.0.1:1/0")
    monkeypatch.setattr(rate, "buckets", lambda: gone)
    monkeypatch.setitem(rates.TOKEN, "message", rate.Rate(1, 600))
    frame = arrived(cast.website)
    assert [frame.write().status_code for _ in range(3)] == [201] * 3


@pytest.mark.parametrize(
    ("behind", "said", "taken"), [(False, "6.6.6.6", "127.0.0.1"), (True, "6.6.6.6, 192.0.2.7", "192.0.2.7")]
)
def test_the_address_is_the_proxys_word_and_nobody_elses(settings, rf, behind, said, taken):
    from core.address import client_address

    settings.BEHIND_PROXY = behind
    assert client_address(rf.get("/", headers={"X-Forwarded-For": said})) == taken
