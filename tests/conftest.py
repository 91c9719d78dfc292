"""The cast, for every test. Servers, processes and browsers are fixtures of tests/support."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import set_urlconf

from tests.cast import Cast


@pytest.fixture(autouse=True)
def _colleagues_host() -> Iterator[None]:
    """What a test writes by itself is written on the colleagues' host, also after one that asked another host."""
    yield
    set_urlconf(None)


@pytest.fixture
def cast() -> Cast:
    """Acme Advisory (Alice, Bob, Carol, Dora) and Borealis (Boris), new for this test."""
    return Cast()


@pytest.fixture
def client_for(cast: Cast) -> Callable[..., Client]:
    """`client_for(cast.alice)`: Django's test client, signed in; without an argument nobody is."""
    return cast.client_for
