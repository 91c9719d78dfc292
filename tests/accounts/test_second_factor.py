"""An authenticator app after the password, and recovery codes for the day it is lost."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from core.secrets import unseal
from tests.accounts.test_sign_in import sign_in
from tests.accounts.told import changes
from tests.cast import PASSWORD

pytestmark = pytest.mark.covers("Z2")


def code_of(secret: str) -> str:
    """What the app shows now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def secret(cast) -> str:
    """Bob has set up an app; its secret."""
    made = generate_totp_secret()
    TOTP.activate(cast.bob.person, made)
    RecoveryCodes.activate(cast.bob.person)
    return made


def test_an_app_is_set_up_after_showing_who_one_is(cast) -> None:
    client = cast.client_for(cast.bob)
    url = reverse("mfa_activate_totp")
    asked = client.get(url)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert client.post(asked["Location"], {"password": PASSWORD, "next": url})["Location"] == url
    page = client.get(url)
    found = page.context["form"].secret
    assert client.post(url, {"code": "000000"}).status_code == 200
    assert client.post(url, {"code": code_of(found)}).status_code == 302
    kinds = set(Authenticator.objects.filter(user=cast.bob.person).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert {"sign-in": "totp"} in [change.after for change in changes(cast, "accounts.sign_in_changed")]


def test_the_secret_is_sealed_in_the_database(cast, secret: str) -> None:
    row = Authenticator.objects.get(user=cast.bob.person, type="totp")
    assert secret not in str(row.data)
    assert unseal(row.data["secret"].encode()).decode() == secret


def test_the_password_alone_opens_nothing(cast, secret: str) -> None:
    client = cast.client_for()
    answer = sign_in(client, cast.bob.person.email)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:settings")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "123456"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get(reverse("accounts:settings")).status_code == 200


def test_a_code_works_once(cast, secret: str) -> None:
    code = code_of(secret)
    for expected in (302, 200):
        client = cast.client_for()
        sign_in(client, cast.bob.person.email)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_a_recovery_code_lets_in_once(cast, secret: str) -> None:
    code = Authenticator.objects.get(user=cast.bob.person, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        client = cast.client_for()
        sign_in(client, cast.bob.person.email)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_switching_it_off_asks_who_one_is(cast, secret: str) -> None:
    answer = cast.client_for(cast.bob).post(reverse("mfa_deactivate_totp"))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate")) or "reauthenticate" in answer["Location"]
    assert Authenticator.objects.filter(user=cast.bob.person, type="totp").exists()


def test_on_a_bare_number_the_page_says_why_there_are_no_passkeys(cast) -> None:
    page = cast.client_for(cast.bob).get(reverse("mfa_index"))
    assert b"Passkeys belong to a name" in page.content


def test_on_a_name_passkeys_are_offered(cast, settings) -> None:
    settings.PUBLIC_URL = "https://desk.acme.example"
    settings.ALLOWED_HOSTS = ["desk.acme.example"]
    page = cast.client_for(cast.bob).get(reverse("mfa_index"))
    assert reverse("mfa_add_webauthn").encode() in page.content
