"""A new key among FIELD_KEYS: everything that is sealed goes over to it, and the old one can go."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import transaction

from core.secrets import unseal
from core.tenancy import firm_scope
from inbox.models import IdentityKey
from tests.permissions.schema import ask
from tests.widget.signing import FirmServer
from tools.places import ROOT

# Who seals, and who seals it anew. `accounts/idempotency.py` keeps what it seals for two days: docs/operating.md says so.
SEALERS = {"files/store.py", "accounts/adapter.py", "accounts/idempotency.py", "inbox/models/identity_key.py"}


@pytest.fixture(autouse=True)
def _only_these(tmp_path, settings) -> None:
    """Second factors and files of other tests may be sealed with keys of theirs."""
    settings.FILES_DIR = tmp_path
    Authenticator.objects.all().delete()
    for (firm_id,) in ask("SELECT firm_id FROM inbox_firms_with_identity_keys()"):
        with firm_scope(firm_id), transaction.atomic():
            IdentityKey.objects.all().delete()


def test_second_factors_open_with_the_new_key_alone(cast, settings) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.bob.person, secret)
    codes = RecoveryCodes.activate(cast.bob.person).get_unused_codes()
    new = Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]
    call_command("rotate_keys")
    settings.FIELD_KEYS = [new]
    app, recovery = Authenticator.objects.filter(user=cast.bob.person).order_by("-type")
    assert unseal(app.data["secret"].encode()).decode() == secret
    assert RecoveryCodes(recovery).get_unused_codes() == codes


def test_identity_keys_open_with_the_new_key_alone(cast, settings) -> None:
    server, new = FirmServer(cast, cast.website), Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]
    call_command("rotate_keys")
    settings.FIELD_KEYS = [new]
    assert cast.fresh(server.row).verifier.decode() == server.key


def test_a_second_factor_that_no_key_opens_is_named_and_the_others_are_done(cast, settings) -> None:
    TOTP.activate(cast.alice.person, generate_totp_secret())
    old, new = settings.FIELD_KEYS, Fernet.generate_key().decode()
    settings.FIELD_KEYS = [new]
    TOTP.activate(cast.bob.person, generate_totp_secret())
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *old]
    with pytest.raises(CommandError, match=re.escape(cast.bob.person.email)) as refused:
        call_command("rotate_keys")
    assert cast.alice.person.email not in str(refused.value)


def test_nothing_is_sealed_that_is_not_sealed_anew() -> None:
    product = [path for path in ROOT.glob("*/**/*.py") if path.relative_to(ROOT).parts[0] in ROOMS]
    sealing = {str(path.relative_to(ROOT)) for path in product if SEALS.search(path.read_text())}
    assert sealing == SEALERS, "Seal it anew in project/operations/rotation.py, then name it here."


SEALS = re.compile(r"^from core\.secrets import .*\bseal\b", re.MULTILINE)
ROOMS = {"project", "core", "ledger", "accounts", "live", "files", "timeline", "crm", "inbox"}
