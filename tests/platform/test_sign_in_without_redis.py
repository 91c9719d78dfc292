"""Redis is only speed, also for signing in: the limits stand while it is there, and nobody is kept out while it is not."""

import os
import re
import signal
import time
from collections.abc import Iterator

import pytest
from django.conf import settings as ours
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from tests.cast import PASSWORD
from tests.support.waiting import until
from tools.valkey import Valkey

pytestmark = pytest.mark.covers("Z2")

PATIENCE = 5.0
"""Seconds. Waiting for a hanging Redis at each of a sign-in's questions takes longer."""


@pytest.fixture(autouse=True)
def _limits_as_in_production(settings) -> Iterator[None]:
    settings.ACCOUNT_RATE_LIMITS = ours.SIGN_IN_LIMITS
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(params=["dead", "hanging"])
def without_redis(request, redis_server: Valkey) -> Iterator[None]:
    child = redis_server.child
    if request.param == "dead":
        child.kill()
    else:
        os.killpg(child.process.pid, signal.SIGSTOP)
    yield
    if request.param == "dead":
        redis_server.start()
    else:
        os.killpg(child.process.pid, signal.SIGCONT)
    until(lambda: cache.set("there", 1) or cache.get("there"), what="the cache to be used again")


def sign_in(client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_with_redis_the_sixth_guess_is_not_looked_at(cast) -> None:
    client, email = cast.client_for(), cast.alice.person.email
    for _ in range(5):
        sign_in(client, email, "not this one")
    assert sign_in(client, email).status_code == 200
    assert client.get(reverse("accounts:settings")).status_code == 302


@pytest.mark.usefixtures("without_redis")
def test_people_sign_in_and_say_again_who_they_are(cast) -> None:
    client, began = cast.client_for(), time.monotonic()
    assert sign_in(client, cast.alice.person.email, "not this one").status_code == 200
    assert sign_in(client, cast.alice.person.email).status_code == 302
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    assert time.monotonic() - began < PATIENCE


@pytest.mark.usefixtures("without_redis")
def test_a_lost_password_is_made_anew(cast) -> None:
    client, email = cast.client_for(), cast.bob.person.email
    assert client.post(reverse("account_reset_password"), {"email": email}).status_code == 302
    asked = [letter for letter in mail.outbox if letter.to == [email]][-1]
    path = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", asked.body)[1]
    form = client.get(path)["Location"]
    new = {"password1": "another long walk", "password2": "another long walk"}
    assert client.post(form, new).status_code == 302
    assert sign_in(cast.client_for(), email, "another long walk").status_code == 302
