"""The list of contacts: who stands there, and how each is found."""

import pytest

from core.ids import uuid7
from core.place import Place
from crm.errors import ContactNameless, IdTaken
from crm.listing import PAGE, Listing
from crm.models import Contact
from crm.records import CONTACT
from tests.inbox import trail

pytestmark = pytest.mark.covers("R1", "R5")


def make(cast, name: str = "", by=None, **said) -> Contact:
    by = by or cast.alice
    with cast.scope(by):
        return Contact.make(by=by, name=name, **said)


def found(cast, q: str = "", me=None) -> list[str]:
    names, before = [], None
    while True:
        with cast.scope(me):
            listing = Listing(CONTACT, q, before)
            names += [contact.label for contact in listing.records]
            if not listing.more:
                return names
            before = Place.parse(listing.more)


def test_who_is_entered_stands_first(cast) -> None:
    for name in ("Anna Müller", "Bernd Ölz"):
        make(cast, name)
    assert found(cast) == ["Bernd Ölz", "Anna Müller"]
    with cast.scope():
        contact = Contact.objects.get(name="Anna Müller")
    assert trail.kinds(cast, contact) == ["contact_made"]
    assert trail.changes(cast, contact) == [("contact_made", cast.alice.pk, {"name": None}, {"name": "Anna Müller"})]


def test_nobody_in_particular_is_refused(cast) -> None:
    with pytest.raises(ContactNameless):
        make(cast, "  ")


def test_the_same_contact_sent_twice_is_there_once_and_anothers_id_is_refused(cast) -> None:
    theirs, id = make(cast, "Boris' client", by=cast.boris), uuid7()
    for _ in range(2):
        make(cast, "Anna Müller", id=id)
    assert found(cast) == ["Anna Müller"]
    with pytest.raises(IdTaken):
        make(cast, "Anna Müller", id=theirs.pk)


def test_a_visitor_of_whom_nothing_is_known_is_not_there(cast) -> None:
    cast.conversation("Hello", visitor=cast.visitor())
    assert found(cast) == []


@pytest.mark.parametrize(
    ("q", "who"),
    [
        ("an", {"Anna Müller"}),
        ("muller", {"Anna Müller"}),
        ("MÜL ann", {"Anna Müller"}),
        ("olz", {"Bernd Ölz"}),
        ("client.ex", {"Anna Müller", "Bernd Ölz"}),
        ("anna@client.example", {"Anna Müller"}),
        ("7946 01", {"Bernd Ölz"}),
        ("020 7946", {"Bernd Ölz"}),
        ("+44 20", {"Bernd Ölz"}),
        ("müller bernd", set()),
        ("%", {"Anna Müller", "Bernd Ölz"}),
        ("xyz", set()),
    ],
)
def test_found_by_the_beginnings_of_words_in_any_order(cast, q, who) -> None:
    make(cast, "Anna Müller", email="anna@client.example")
    make(cast, "Bernd Ölz", email="b@client.example", phone="+442079460123")
    make(cast, "Anna Müller", by=cast.boris)
    assert set(found(cast, q)) == who


def test_who_has_another_name_is_found_by_that_one(cast) -> None:
    anna = make(cast, "Anna Müller")
    with cast.scope():
        anna.change(by=cast.alice, name="Anna Berger")
    assert (found(cast, "mull"), found(cast, "berg")) == ([], ["Anna Berger"])


def test_of_two_who_are_one_the_one_is_found(cast) -> None:
    anna, same = make(cast, "Anna Müller"), make(cast, "Anna M.", phone="+442079460123")
    with cast.scope():
        anna.take_in(same, by=cast.alice)
    assert found(cast) == found(cast, "anna") == found(cast, "7946") == ["Anna Müller"]


def test_pages_hold_each_contact_once(cast) -> None:
    for number in range(PAGE + 3):
        make(cast, f"Client {number}")
    assert found(cast, "client") == found(cast) == [f"Client {number}" for number in reversed(range(PAGE + 3))]
