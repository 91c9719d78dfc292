"""Token buckets: so many at once, so many again, all or none, and open doors while Redis is away."""

import secrets

import pytest

from core.rate import Buckets, Rate, take


@pytest.fixture
def name() -> str:
    return f"test:{secrets.token_hex(4)}"


def test_so_many_at_once_then_wait(name):
    rate = Rate(3, 300)
    assert [take({name: rate}) for _ in range(3)] == [0, 0, 0]
    assert 90 < take({name: rate}) <= 100


def test_a_bucket_fills_again(name):
    rate = Rate(2, 0.02)
    assert take({name: rate}) == take({name: rate}) == 0
    waits = [take({name: rate}) for _ in range(200)]
    assert 0 in waits


def test_all_or_none(name):
    tight, wide = Rate(1, 1000), Rate(2, 1000)
    assert take({f"{name}:tight": tight, f"{name}:wide": wide}) == 0
    assert take({f"{name}:tight": tight, f"{name}:wide": wide}) > 0
    assert take({f"{name}:wide": wide}) == 0
    assert take({f"{name}:wide": wide}) > 0


def test_without_redis_all_is_let_through(name):
    gone = Buckets("redis://127.0.0.1:1/0")
    assert [gone.take({name: Rate(1, 1000)}) for _ in range(5)] == [0.0] * 5
