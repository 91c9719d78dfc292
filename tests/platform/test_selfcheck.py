"""What the self-check finds of the parts of this product."""

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.inbox import trail

pytestmark = pytest.mark.covers("Z5")


def ledger_of(cast: Cast, client) -> str:
    found = client.get(reverse("selfcheck:checks")).context["checks"]
    return next(check.state for check in found if check.id == "ledger")


def test_only_what_waits_in_ones_own_firm_is_a_warning(cast, client_for, no_worker) -> None:
    cast.conversation()
    assert ledger_of(cast, client_for(cast.alice)) == "warn"
    trail.settle(cast)
    cast.conversation(inbox=cast.their_website)
    assert ledger_of(cast, client_for(cast.alice)) == "good"
