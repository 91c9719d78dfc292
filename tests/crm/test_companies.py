"""Companies, and what belongs together; what happened with people stands on their companies as well."""

import pytest

from core.ids import uuid7
from crm.errors import AssociatedWithItself, CompanyCircle, CompanyNameless
from crm.forms import host_of
from crm.models import Association, Company, Contact
from crm.related import Related
from tests.inbox import trail
from timeline.models import Activity
from timeline.reading import Timeline
from timeline.refs import Ref

pytestmark = pytest.mark.covers("R1", "H4")


@pytest.fixture
def firm(cast, no_worker):
    """A company, and somebody who works there."""
    with cast.scope():
        company = Company.make(by=cast.alice, name="Weber GmbH", domain="weber.example")
        contact = Contact.make(by=cast.alice, name="Anna Weber")
    return company, contact


def associate(cast, one, other, label: str = "") -> Association:
    with cast.scope():
        return Association.make(one.ref, other.ref, by=cast.alice, label=label)


def names(cast, record) -> list[tuple[str, str]]:
    with cast.scope():
        groups = Related(record).groups
        return [(each.record.label, each.label) for group in groups for each in group.belonging]


def standing(cast, record, me=None) -> list[tuple[str, str | None]]:
    """(what stands on its timeline, by way of whom)."""
    with cast.scope():
        shown = Timeline(me or cast.alice, record.ref).entries
        return [(each.entry.kind, each.via.label if each.via else None) for each in shown]


def test_a_company_is_found_by_its_name_website_and_number(cast) -> None:
    with cast.scope():
        made = Company.make(by=cast.alice, name="Müller & Söhne", domain="mueller.example", phone="+442079460123")
        for q in ("soh", "mueller.ex", "7946", "muller"):
            assert list(Company.objects.found_by(q)) == [made]
        assert list(Contact.objects.found_by("soh")) == []
    assert trail.kinds(cast, made) == ["company_made"]


def test_a_company_without_name_and_website_is_refused(cast) -> None:
    with pytest.raises(CompanyNameless), cast.scope():
        Company.make(by=cast.alice, name=" ", phone="+442079460123")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://www.Weber.example/about?x=1", "weber.example"),
        ("weber.example.", "weber.example"),
        ("http://münchen.example:8080", "münchen.example"),
        ("", ""),
        ("weber", None),
        ("http://[::1", None),
        ("a b.example", None),
        ("." * 300 + "example", None),
        ("<script>.example", None),
    ],
)
def test_a_website_is_kept_as_its_host(written, kept) -> None:
    assert host_of(written) == kept


def test_no_company_stands_below_itself(cast) -> None:
    with cast.scope():
        top, middle, low = (Company.make(by=cast.alice, name=name) for name in ("Top", "Middle", "Low"))
        middle.change(by=cast.alice, parent=top)
        low.change(by=cast.alice, parent=middle)
        for parent in (top, low, middle):
            with pytest.raises(CompanyCircle):
                top.change(by=cast.alice, parent=parent)
        top.change(by=cast.alice, parent=None)
        assert [child.label for child in Related(top).children] == ["Middle"]


def test_two_records_belong_together_once_and_from_both_sides(cast, firm) -> None:
    company, contact = firm
    first = associate(cast, company, contact, "Decision maker")
    again = associate(cast, contact, company, "Billing")
    assert first.pk == again.pk
    assert names(cast, company) == [("Anna Weber", "Billing")]
    assert names(cast, contact) == [("Weber GmbH", "Billing")]
    with cast.scope():
        again.part(by=cast.bob)
        again.part(by=cast.bob)
    assert names(cast, company) == names(cast, contact) == []
    told = ["records_associated", "records_associated", "records_parted"]
    assert trail.kinds(cast, first) == told


def test_a_record_does_not_belong_to_itself(cast, firm) -> None:
    with pytest.raises(AssociatedWithItself):
        associate(cast, firm[0], firm[0])


def test_what_happened_with_a_person_stands_on_their_company_once(cast, firm) -> None:
    company, contact = firm
    associate(cast, contact, company)
    trail.settle(cast)
    with cast.scope():
        Activity.log(by=cast.bob, kind="call", body="They agree", about=[contact.ref])
        Activity.log(by=cast.bob, kind="note", body="Of both", about=[contact.ref, company.ref])
    assert standing(cast, company) == [("note", None), ("call", "Anna Weber")]
    assert standing(cast, contact) == [("note", None), ("call", None)]


def test_who_comes_to_a_company_brings_what_happened_and_takes_it_along(cast, firm) -> None:
    company, contact = firm
    with cast.scope():
        other = Contact.make(by=cast.alice, name="Bernd Berg")
        Activity.log(by=cast.bob, kind="call", body="With both", about=[contact.ref, other.ref])
        Activity.log(by=cast.bob, kind="note", body="With Anna alone", about=[contact.ref])
    hers, his = associate(cast, contact, company), associate(cast, other, company)
    trail.settle(cast)
    assert standing(cast, company) == [("note", "Anna Weber"), ("call", "Anna Weber")]
    with cast.scope():
        hers.part(by=cast.alice)
    trail.settle(cast)
    assert standing(cast, company) == [("call", "Bernd Berg")]
    with cast.scope():
        his.part(by=cast.alice)
    trail.settle(cast)
    assert standing(cast, company) == []


def test_a_conversation_stands_on_the_company_of_the_client(cast, firm) -> None:
    company, _contact = firm
    conversation = cast.conversation("Is the tender open?", visitor=cast.visitor("Vera Vance"))
    with cast.scope():
        client = Contact.objects.get(pk=conversation.contact_id)
    associate(cast, client, company)
    trail.settle(cast)
    assert standing(cast, company) == [("conversation", "Vera Vance")]


def test_of_two_who_are_one_the_companies_are_one_s(cast, firm) -> None:
    company, contact = firm
    with cast.scope():
        same = Contact.make(by=cast.alice, name="A. Weber")
        Activity.log(by=cast.bob, kind="note", body="Known as A.", about=[same.ref])
    associate(cast, same, company, "Billing")
    trail.settle(cast)
    with cast.scope():
        contact.take_in(same, by=cast.alice)
    trail.settle(cast)
    assert names(cast, contact) == [("Weber GmbH", "Billing")]
    assert names(cast, same) == []
    assert standing(cast, company) == [("note", "Anna Weber")]


def test_another_firm_s_record_cannot_be_put_to_one_s_own(cast, firm) -> None:
    with cast.scope(cast.boris):
        theirs = Contact.make(by=cast.boris, name="Boris' client")
    client = cast.client_for(cast.bob)
    url = f"/records/company/{firm[0].pk}/related/"
    answer = client.post(url, {"to": str(theirs.ref)})
    assert (answer.status_code, "no such record" in answer.content.decode()) == (422, True)
    assert client.post(url, {"to": f"contact:{uuid7()}"}).status_code == 422
    assert client.post(url, {"to": "nonsense"}).status_code == 422
    assert names(cast, firm[0]) == []


def test_the_panel_makes_a_new_one_and_puts_it_to_the_record(cast, firm) -> None:
    company, _contact = firm
    client = cast.client_for(cast.bob)
    url = f"/records/company/{company.pk}/related/"
    answer = client.post(url, {"make": "contact", "q": "Clara Neu", "label": "Assistant"})
    assert answer.status_code == 201
    assert names(cast, company) == [("Clara Neu", "Assistant")]
    found = client.get(url + "choices/", {"of": "contact", "q": "an"}).content.decode()
    assert "Anna Weber" in found
    assert "Clara" not in found


def test_ref_texts_are_read_as_they_are_written() -> None:
    ref = Ref("company", uuid7())
    assert Ref.parse(str(ref)) == ref
