"""The first firm of an installation, made on the command line."""

import subprocess

import pytest
from django.db import transaction

from accounts.models import Membership, Person
from core.tenancy import firm_scope
from tools.environment import variables
from tools.places import PYTHON, ROOT


def createfirm(email: str, password: str, firm: str = "Cedar & Sons") -> subprocess.CompletedProcess[str]:
    command = [PYTHON, "manage.py", "createfirm", "--firm", firm, "--name", "Cora Cedar", "--email", email]
    return subprocess.run(
        [*command, "--password-stdin"],
        cwd=ROOT,
        env=variables(),
        input=password,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.covers("Z5")
def test_its_owner_can_sign_in(cast) -> None:
    email = f"cora-{cast.mark}@cedar.example"
    done = createfirm(email, "a bench under the cedar\n", firm=f"Cedar {cast.mark}")
    assert done.returncode == 0, done.stderr
    cora = Person.objects.get(email=email)
    assert cora.check_password("a bench under the cedar")
    ((firm_id, membership_id),) = cora.firms()
    with firm_scope(firm_id), transaction.atomic():
        member = Membership.objects.select_related("role", "firm").get(pk=membership_id)
    assert (member.name, member.role.kind, member.firm.name) == ("Cora Cedar", "owner", f"Cedar {cast.mark}")


def test_a_weak_password_and_a_known_address_are_refused(cast) -> None:
    weak = createfirm(f"cora-{cast.mark}@cedar.example", "short")
    assert weak.returncode == 1
    assert "too short" in weak.stderr
    known = createfirm(cast.alice.person.email, "a bench under the cedar")
    assert known.returncode == 1
    assert "They can be invited" in known.stderr
