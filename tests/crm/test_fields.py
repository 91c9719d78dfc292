"""Custom fields: what fits in them, who sees and sets them, what is unique or required, formulas, and another kind."""

import uuid
from decimal import Decimal
from typing import Any

import pytest

from crm.converting import WORK
from crm.errors import (
    FieldClosed,
    FieldInUse,
    FieldMissing,
    FieldTaken,
    FieldUnfit,
    FieldUnmade,
    NoSuchField,
)
from crm.held import Held
from crm.history import history
from crm.models import Company, Contact, Deal, Field, FieldValue
from crm.models.field.formula import names_in, reckon
from ledger.models import Change
from live.jobs import start
from live.jobs.run import run
from live.models import Job
from tests.crm.boards import Sales

pytestmark = pytest.mark.covers("R2")


def a_field(cast: Any, kind: str = "text", name: str = "Industry", of: str = "contact", **said: Any) -> Field:
    with cast.scope():
        return Field.make(by=cast.alice, of=of, kind=kind, name=name, **said)


def options(*labels: str) -> list[dict[str, str]]:
    return [{"label": label} for label in labels]


SAID = [
    ("text", "  Tax\n advice ", "Tax advice", "Tax advice"),
    ("long", "One\r\ntwo", "One\ntwo", "One\ntwo"),
    ("number", "1.234,5", "1234.5", "1,234.5"),
    ("number", "-3", "-3", "-3"),
    ("number", "0.125", "0.125", "0.125"),
    ("money", "12.500,00 €", {"amount": "12500.00", "currency": "EUR"}, "€12,500"),
    ("money", "CHF 90.5", {"amount": "90.50", "currency": "CHF"}, "CHF\u00a090.50"),
    ("date", "2026-02-28", "2026-02-28", "Feb. 28, 2026"),
    ("date", "28.2.2026", "2026-02-28", "Feb. 28, 2026"),
    ("check", "Yes", True, "Yes"),
    ("check", "nein", False, "No"),
    ("moment", "2026-02-28T14:30+02:00", "2026-02-28T12:30:00+00:00", None),
]


@pytest.mark.parametrize(("kind", "said", "kept", "shown"), SAID)
def test_what_people_write_is_read_kept_and_shown(cast, kind: str, said: str, kept: Any, shown: str | None) -> None:
    field = a_field(cast, kind)
    with cast.scope():
        anna = Contact.make(by=cast.bob, name="Anna", custom={field.key: said})
        found = Contact.objects.get(pk=anna.pk)
        assert found.custom == {field.key: kept}
        assert field.read(kept) == kept, "what is kept is read as itself"
        if shown is not None:
            assert field.show(kept) == shown
        assert field.read(field.plain(kept)) == kept, "what a file holds comes back as it was"


UNFIT = [
    ("number", "a lot"), ("number", "9" * 20), ("money", "EUR many"), ("date", "31.02.2026"), ("date", "soon"),
    ("moment", "2026-13-01 10:00"), ("check", "perhaps"), ("choice", "Audit"), ("text", "x" * 501),
    ("link", "Nobody Known"), ("formula", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "said"), UNFIT)
def test_what_does_not_fit_is_a_sentence_and_changes_nothing(cast, kind: str, said: str) -> None:
    rules = {"rules": {"formula": "1 + 1"}} if kind == "formula" else {}
    field = a_field(cast, kind, options=options("Tax"), **rules)
    with cast.scope():
        anna = Contact.make(by=cast.bob, name="Anna")
        with pytest.raises(FieldUnfit) as refusal:
            anna.change(by=cast.bob, custom={field.key: said})
        assert str(refusal.value).startswith("Industry: ")
        assert str(refusal.value).endswith((".", said + "."))
        assert Contact.objects.get(pk=anna.pk).custom == {}


def test_least_and_most_and_what_a_text_looks_like(cast) -> None:
    share = a_field(cast, "number", "Share", rules={"least": "0", "most": "100"})
    code = a_field(cast, "text", "Code", rules={"shape": "digits"})
    with cast.scope():
        for field, said in ((share, "101"), (share, "-1"), (code, "12a")):
            with pytest.raises(FieldUnfit):
                Contact.make(by=cast.bob, name="Anna", custom={field.key: said})
        anna = Contact.make(by=cast.bob, name="Anna", custom={share.key: 100, code.key: 12})
        assert anna.custom == {share.key: "100", code.key: "12"}


def test_options_are_chosen_by_words_and_kept_when_they_are_offered_no_more(cast) -> None:
    field = a_field(cast, "choices", options=options("Tax", "Audit", "Tax"))
    with cast.scope():
        assert [each["label"] for each in field.offered] == ["Tax", "Audit"]
        anna = Contact.make(by=cast.bob, name="Anna", custom={field.key: "audit; TAX"})
        assert field.show(anna.custom[field.key]) == "Audit, Tax"
        tax = field.option("Tax")
        assert tax is not None
        field.change(by=cast.alice, options=[{"id": tax["id"], "label": "Taxes"}])
        field = Field.objects.get(pk=field.pk)
        assert field.show(anna.custom[field.key]) == "Audit, Taxes"
        with pytest.raises(FieldUnfit):
            field.read("Audit")


def test_another_record_is_named_by_its_page_its_name_or_its_address(cast) -> None:
    field = a_field(cast, "link", "Referred by", rules={"of": "contact"})
    with cast.scope():
        eva = Contact.make(by=cast.bob, name="Eva Klein", email="eva@client.example")
        for said in (f"https://cp.example/contacts/{eva.pk}/", "eva klein", "EVA@client.example", f"contact:{eva.pk}"):
            assert field.read(said) == f"contact:{eva.pk}"
        Contact.make(by=cast.bob, name="Eva Klein")
        with pytest.raises(FieldUnfit, match="Several"):
            field.read("Eva Klein")
        with pytest.raises(FieldUnfit, match="Nothing"):
            field.read("Eva")


def test_required_and_default(cast) -> None:
    with cast.scope():
        old = Contact.make(by=cast.bob, name="Before")
    a_field(cast, "text", "Source", required=True)
    a_field(cast, "number", "Rate", default="120")
    with cast.scope():
        with pytest.raises(FieldMissing):
            Contact.make(by=cast.bob, name="Anna")
        anna = Contact.make(by=cast.bob, name="Anna", custom={"source": "Fair"})
        assert anna.custom == {"source": "Fair", "rate": "120"}
        with pytest.raises(FieldMissing):
            anna.change(by=cast.bob, custom={"source": ""})
        old.change(by=cast.bob, name="Before that")  # who was there before goes on as they are
        came = Contact.meet(name="Vera")
        assert came.custom == {}


def test_no_two_have_the_same(cast) -> None:
    field = a_field(cast, "text", "Client number", unique=True)
    with cast.scope():
        Contact.make(by=cast.bob, name="Anna", custom={field.key: "A-1"})
        ben = Contact.make(by=cast.bob, name="Ben", custom={field.key: "A-2"})
        with pytest.raises(FieldTaken):
            ben.change(by=cast.bob, custom={field.key: "a-1"})
        with pytest.raises(FieldTaken):
            Contact.make(by=cast.bob, name="Cleo", custom={field.key: "A-1"})
        assert Contact.objects.get(pk=ben.pk).custom == {field.key: "A-2"}
        assert not Contact.objects.filter(name="Cleo").exists()
        ben.change(by=cast.bob, custom={field.key: None})
        Contact.make(by=cast.bob, name="Cleo", custom={field.key: "A-2"})


def test_what_stands_twice_cannot_become_unique(cast) -> None:
    field = a_field(cast)
    with cast.scope():
        first, second = (Contact.make(by=cast.bob, name=name, custom={field.key: "Tax"}) for name in ("Anna", "Ben"))
        with pytest.raises(FieldInUse, match="1 values"):
            field.change(by=cast.alice, unique=True)
        second.change(by=cast.bob, custom={field.key: "Audit"})
        field.change(by=cast.alice, unique=True)
        with pytest.raises(FieldTaken):
            second.change(by=cast.bob, custom={field.key: "tax"})
        assert first.custom == {field.key: "Tax"}


@pytest.mark.covers("R6")
def test_a_role_sees_and_sets_what_it_may(cast) -> None:
    with cast.scope():
        owner = cast.alice.role_id
    pay = a_field(cast, "money", "Salary", readers=[owner])
    fee = a_field(cast, "money", "Fee", editors=[owner])
    with cast.scope():
        anna = Contact.make(by=cast.alice, name="Anna", custom={pay.key: "5,000 EUR", fee.key: "100 EUR"})
        for field in (pay, fee):
            with pytest.raises(FieldClosed):
                anna.change(by=cast.bob, custom={field.key: "1 EUR"})
        assert [each.field for each in Held(cast.bob, anna).all] == [fee]
        assert [each.field for each in Held(cast.alice, anna).all] == [pay, fee]
    with cast.scope():
        assert all("Salary" not in step.name for page in history(cast.bob, anna) for step in page.steps)
        assert any("Salary" in step.name for page in history(cast.alice, anna) for step in page.steps)


def test_a_sensitive_field_is_masked_until_somebody_asks_and_that_is_written_down(cast, client_for) -> None:
    field = a_field(cast, "text", "Passport", sensitive=True)
    with cast.scope():
        anna = Contact.make(by=cast.bob, name="Anna", custom={field.key: "C01X00T47"})
    client = client_for(cast.bob)
    page = client.get(f"/contacts/{anna.pk}/").content.decode()
    assert "Passport" in page
    assert "C01X00T47" not in page
    assert client.get(f"/api/v1/contacts/{anna.pk}/").json()["custom"] == {"passport": "•••"}
    assert client.get("/api/v1/contacts/?custom.passport=C01X00T47").status_code == 422
    shown = client.post(f"/records/contact/{anna.pk}/fields/passport/reveal/").content.decode()
    assert "C01X00T47" in shown
    told = client.post(f"/api/v1/records/contact/{anna.pk}/fields/passport/reveal/")
    assert told.json() == {"value": "C01X00T47"}
    with cast.scope():
        trail = Change.objects.filter(subject_id=str(anna.pk))
        assert trail.filter(kind="crm.field_revealed", actor=cast.bob.pk).count() == 2
        assert "C01X00T47" not in str(list(trail.values_list("before", "after")))


FORMULAS = [
    ("amount * 0.1", Decimal("100.00")), ("0.1 + 0.2", Decimal("0.3")), ("round(amount / 3, 2)", Decimal("333.33")),
    ("hours * 2 if hours > 10 else 0", Decimal(24)), ("max(hours, 20)", Decimal(20)), ("amount / 0", None),
    ("missing + 1", None), ("'x' * 9", None), ("hours > 10", True), ("9 * 9 * 9 * 10000000000000000000", None),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "comes_to"), FORMULAS)
def test_formulas_reckon_with_decimals(formula: str, comes_to: Any) -> None:
    found = reckon(formula, {"amount": Decimal("1000.00"), "hours": Decimal(12)})
    assert found == comes_to or (comes_to is None and not isinstance(found, Decimal))


@pytest.mark.parametrize("text", ["", "2 **", "9 ** 9", "().__class__", "open('x')", "[x for x in y]", "a.b", "f'{x}'"])
def test_what_is_no_formula_is_refused(cast, text: str) -> None:
    assert names_in(text) is None
    with pytest.raises(FieldUnmade):
        a_field(cast, "formula", "Odd", rules={"formula": text})


def test_a_formula_is_reckoned_when_it_is_looked_at(cast) -> None:
    sales = Sales(cast)
    a_field(cast, "number", "Hours", of="deal")
    a_field(cast, "formula", "Rate", of="deal", rules={"formula": "round(amount / hours, 2)"})
    with pytest.raises(FieldUnmade, match="There are: amount"):
        a_field(cast, "formula", "Odd", of="deal", rules={"formula": "amount / hourz"})
    audit = sales.deal("Audit", amount=Decimal(1_000))
    with cast.scope():
        audit.change(by=cast.bob, custom={"hours": "30"})
        told = Held(cast.bob, Deal.objects.get(pk=audit.pk)).told()
        assert told == {"hours": "30", "rate": "33.33"}
        audit.change(by=cast.bob, custom={"hours": None})
        assert Held(cast.bob, Deal.objects.get(pk=audit.pk)).told() == {"hours": None, "rate": None}


def test_lists_find_by_what_fields_say(cast, client_for) -> None:
    field = a_field(cast, "choice", options=options("Tax", "Audit"))
    with cast.scope():
        anna = Contact.make(by=cast.bob, name="Anna", custom={field.key: "Tax"})
        Contact.make(by=cast.bob, name="Ben", custom={field.key: "Audit"})
        assert FieldValue.objects.filter(record_id=anna.pk).count() == 1
    client = client_for(cast.bob)
    found = client.get("/api/v1/contacts/?custom.industry=tax").json()
    assert [row["label"] for row in found["results"]] == ["Anna"]
    answer = client.get("/api/v1/contacts/?custom.nothing=tax")
    assert (answer.status_code, answer.json()["error"]) == (422, "no_such_field")


def test_a_field_that_is_closed_keeps_what_was_written_in_it(cast) -> None:
    field = a_field(cast)
    with cast.scope():
        anna = Contact.make(by=cast.bob, name="Anna", custom={field.key: "Tax"})
        field.close(by=cast.alice)
        assert Held(cast.bob, anna).all == []
        with pytest.raises(NoSuchField):
            anna.change(by=cast.bob, custom={field.key: "Audit"})
        again = Field.make(by=cast.alice, of="contact", kind="text", name="Industry")
        assert again.key == "industry_2"
        field.reopen(by=cast.alice)
        assert Held(cast.bob, anna).told()["industry"] == "Tax"


def test_another_kind_says_first_what_converts(cast, client_for, no_worker) -> None:
    field = a_field(cast, "text", "Staff")
    with cast.scope():
        rows = [Company.make(by=cast.bob, name=f"Company {number}") for number in range(3)]
    field = a_field(cast, "text", "Staff", of="company")
    with cast.scope():
        for row, said in zip(rows, ("12", "1.200,00", "a dozen"), strict=True):
            row.change(by=cast.bob, custom={field.key: said})
    client = client_for(cast.alice)
    page = client.get(f"/settings/fields/{field.pk}/kind/?to=number").content.decode()
    assert "2 values convert" in page
    assert "a dozen" in page
    with cast.scope():
        job = start(WORK, by=cast.alice, params={"field": str(field.pk), "kind": "number"})
    run(cast.acme.pk, job.pk)
    with cast.scope():
        assert Job.objects.get(pk=job.pk).state == "done"
        assert Field.objects.get(pk=field.pk).kind == "number"
        kept = [Company.objects.get(pk=row.pk).custom.get(field.key) for row in rows]
        assert kept == ["12", "1200", None]
        assert FieldValue.objects.filter(field=field, number__gt=20).count() == 1
        lost = history(cast.alice, Company.objects.get(pk=rows[2].pk))[0].steps[0]
        assert (lost.before, lost.after) == ("a dozen", "")


def test_a_text_becomes_a_list_to_choose_from(cast, no_worker) -> None:
    field = a_field(cast)
    with cast.scope():
        for name, said in (("Anna", "Tax"), ("Ben", "tax"), ("Cleo", "Audit")):
            Contact.make(by=cast.bob, name=name, custom={field.key: said})
        job = start(WORK, by=cast.alice, params={"field": str(field.pk), "kind": "choice"})
    run(cast.acme.pk, job.pk)
    with cast.scope():
        field = Field.objects.get(pk=field.pk)
        assert [each["label"] for each in field.offered] == ["Audit", "Tax"]
        said = [
            field.show(row.custom[field.key])
            for row in Contact.objects.filter(name__in=["Anna", "Ben", "Cleo"]).order_by("name")
        ]
        assert said == ["Tax", "Tax", "Audit"]


def test_the_api_makes_changes_and_closes_fields(cast, client_for) -> None:
    client = client_for(cast.alice)
    said = {"of": "deal", "kind": "choice", "name": "Source", "options": [{"label": "Fair"}]}
    made = client.post(
        "/api/v1/fields/", said, "application/json", headers={"Idempotency-Key": str(uuid.uuid4())}
    ).json()
    assert (made["key"], made["options"][0]["label"]) == ("source", "Fair")
    changed = client.patch(f"/api/v1/fields/{made['id']}/", {"group": "Marketing"}, "application/json").json()
    assert (changed["group"], changed["options"]) == ("Marketing", made["options"])
    refused = client.patch(f"/api/v1/fields/{made['id']}/", {"options": []}, "application/json")
    assert (refused.status_code, refused.json()["error"]) == (422, "field_unmade")
    client.post(f"/api/v1/fields/{made['id']}/closure/")
    assert client.get(f"/api/v1/fields/{made['id']}/").json()["closed_at"]
    sales = Sales(cast)
    client.delete(f"/api/v1/fields/{made['id']}/closure/")
    audit = sales.deal("Audit")
    told = client.patch(f"/api/v1/deals/{audit.pk}/", {"custom": {"source": "fair"}}, "application/json").json()
    assert told["custom"] == {"source": made["options"][0]["id"]}
    unfit = client.patch(f"/api/v1/deals/{audit.pk}/", {"custom": {"source": "x"}}, "application/json")
    assert (unfit.status_code, unfit.json()["error"]) == (422, "field_unfit")
