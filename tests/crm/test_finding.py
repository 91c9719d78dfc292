"""One box finds records of every kind, by the beginnings of words in any order."""

import pytest

from crm.finding import EACH, hits
from crm.models import Company, Contact
from tests.crm.boards import Sales

pytestmark = pytest.mark.covers("R5")


@pytest.fixture
def known(cast) -> None:
    Sales(cast).deal("Weber: audit 2027")
    with cast.scope():
        Company.make(by=cast.alice, name="Weber GmbH", domain="weber.example")
        Contact.make(by=cast.alice, name="Anna Wéber", email="anna@client.example", phone="+442079460123")
        Contact.make(by=cast.alice, name="Bernd Ölz")
    with cast.scope(cast.boris):
        Contact.make(by=cast.boris, name="Anna Weber of Borealis")


@pytest.mark.parametrize(
    ("q", "what"),
    [
        ("w", ["Anna Wéber", "Weber GmbH", "Weber: audit 2027"]),
        ("WEB", ["Anna Wéber", "Weber GmbH", "Weber: audit 2027"]),
        ("web ann", ["Anna Wéber"]),
        ("aud weber", ["Weber: audit 2027"]),
        ("7946", ["Anna Wéber"]),
        ("client.ex", ["Anna Wéber"]),
        ("ölz", ["Bernd Ölz"]),
        ("", []),
        ("%", []),
        ("nobody", []),
    ],
)
def test_found_at_each_keystroke(cast, known, q, what) -> None:
    with cast.scope():
        assert [hit.label for hit in hits(q)] == what


def test_of_many_the_first_few_are_shown_each_once(cast) -> None:
    with cast.scope():
        for number in range(EACH + 3):
            Contact.make(by=cast.alice, name=f"Anna Annabel {number}", email=f"anna{number}@annas.example")
        labels = [hit.label for hit in hits("anna")]
    assert len(labels) == len(set(labels)) == EACH


def test_who_may_not_see_records_is_told_none(cast, known) -> None:
    answer = cast.client_for(cast.boris).get("/records/", {"q": "weber"}).json()
    assert [each["label"] for each in answer["found"]] == ["Anna Weber of Borealis"]
