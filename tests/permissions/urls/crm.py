"""Contacts, companies, deals, what belongs together, boards and pipelines."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

from crm.importing.taking import take_in
from crm.models import Association, Contact, Deal, Field
from crm.models import Company as Business
from tests.crm.boards import Sales
from tests.permissions.url_table import Company, Row

ALL = "200 200 200 200 200 302"
SEEN = "200 200 200 200 404 302"
EDITS = "302 302 302 403 404 302"
ARRANGES = "200 200 403 403 404 302"
API_SEEN = "200 200 200 200 404 401"


def contact(company: Company) -> list[uuid.UUID]:
    return [company.visitor("Vera").contact_id]


def business(company: Company) -> list[uuid.UUID]:
    with company.scope():
        return [Business.make(by=company.bob, name="Weber GmbH").pk]


def a_deal(company: Company) -> Deal:
    return Sales(company).deal("Audit")


def deal(company: Company) -> list[uuid.UUID]:
    return [a_deal(company).pk]


def pipeline(company: Company) -> list[uuid.UUID]:
    return [Sales(company).pipeline.pk]


def stage(company: Company) -> list[uuid.UUID]:
    sales = Sales(company)
    return [sales.pipeline.pk, sales.stage("Proposal").pk]


def new_deal(company: Company) -> dict[str, str]:
    return {"name": "Audit", "stage": str(Sales(company).stage("Proposal").pk)}


def moving(company: Company) -> list[uuid.UUID]:
    """A board; what is moved on it is in `move`."""
    company.moved = Sales(company)  # type: ignore[attr-defined]
    return [company.moved.pipeline.pk]  # type: ignore[attr-defined]


def move(company: Company) -> dict[str, str]:
    sales = company.moved  # type: ignore[attr-defined]
    return {"card": f"{sales.deal('Audit').pk}:1", "stage": str(sales.stage("Won").pk)}


def api_move(company: Company) -> dict[str, object]:
    sales = company.moved  # type: ignore[attr-defined]
    return {"cards": [{"id": str(sales.deal("Audit").pk), "version": 1}], "stage": str(sales.stage("Won").pk)}


def record(company: Company) -> list[object]:
    return ["contact", *contact(company)]


def a_field(company: Company, **said: object) -> Field:
    with company.scope():
        return Field.make(by=company.alice, of="contact", kind="text", name="Industry", **said)


def field(company: Company) -> list[uuid.UUID]:
    return [a_field(company).pk]


def revealing(company: Company) -> list[object]:
    a_field(company, sensitive=True)
    return [*record(company), "industry"]


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", b"Name,Email\nAnna,anna@client.example\n")


def an_import(company: Company, *steps: str) -> list[uuid.UUID]:
    """A file that Alice brought, after these steps."""
    with company.scope():
        made = take_in(a_file(), by=company.alice)
        for step in steps:
            made.stand(step)
        return [made.pk]


def checked(company: Company) -> list[uuid.UUID]:
    return an_import(company, "checked")


def brought(company: Company) -> list[uuid.UUID]:
    return an_import(company, "done")


def decision(company: Company) -> dict[str, object]:
    return {"column": ["contact.name", "contact.email"], "mode": "both"}


def api_decision(company: Company) -> dict[str, object]:
    return {"columns": ["contact.name", "contact.email"]}


def twins(company: Company) -> list[Contact]:
    with company.scope():
        return [Contact.make(by=company.bob, name="Anna Weber", phone="+49301234567") for _number in range(2)]


def two(company: Company) -> list[object]:
    return ["contact", *(each.pk for each in twins(company))]


def to_be_merged(company: Company) -> list[object]:
    kept, company.other = twins(company)  # type: ignore[attr-defined]
    return ["contact", kept.pk]


def the_other(company: Company) -> dict[str, str]:
    return {"to": str(company.other.ref), "merged": str(company.other.pk)}  # type: ignore[attr-defined]


def a_merge(company: Company) -> list[object]:
    kept, merged = twins(company)
    with company.scope():
        made = kept.take_in(merged, by=company.bob)
        assert made is not None
        return [made.pk]


def to_business(company: Company) -> dict[str, str]:
    return {"to": f"company:{business(company)[0]}"}


def association(company: Company) -> list[uuid.UUID]:
    with company.scope():
        one = Contact.make(by=company.bob, name="Anna")
        other = Business.make(by=company.bob, name="Weber GmbH")
        return [Association.make(one.ref, other.ref, by=company.bob).pk]


def arrangement(company: Company) -> dict[str, object]:
    return {"name": "Bids", "currency": "EUR", "stage-name": ["New", "Won"], "stage-kind": ["open", "won"]}


def api_arrangement(company: Company) -> dict[str, object]:
    return {"name": "Bids", "currency": "EUR", "stages": [{"name": "New"}, {"name": "Won", "kind": "won"}]}


ROWS = [
    Row("crm:contact-list", ALL),
    Row("crm:contact-new", "200 200 200 403 200 302"),
    Row("crm:contact-new", "302 302 302 403 302 302", "POST", data=lambda c: {"name": "Anna"}),
    Row("crm:contact", SEEN, args=contact),
    Row("crm:contact-card", SEEN, args=contact),
    Row("crm:contact-card", EDITS, "POST", args=contact, data=lambda c: {"name": "Vera Vance"}),
    Row("crm:company-list", ALL),
    Row("crm:company-new", "200 200 200 403 200 302"),
    Row("crm:company-new", "302 302 302 403 302 302", "POST", data=lambda c: {"name": "Weber GmbH"}),
    Row("crm:company", SEEN, args=business),
    Row("crm:company-card", SEEN, args=business),
    Row("crm:company-card", EDITS, "POST", args=business, data=lambda c: {"name": "Weber AG"}),
    Row("crm:parent", "200 200 200 403 404 302", "POST", args=business, data=to_business),
    Row("crm:parent", "204 204 204 403 404 302", "DELETE", args=business),
    Row("crm:deal-list", ALL),
    Row("crm:deal-new", "200 200 200 403 200 302"),
    Row("crm:deal-new", "302 302 302 403 422 302", "POST", data=new_deal),
    Row("crm:deal", SEEN, args=deal),
    Row("crm:deal-card", SEEN, args=deal),
    Row("crm:deal-card", EDITS, "POST", args=deal, data=lambda c: {"name": "Audit 2027"}),
    Row("crm:find", ALL, data=lambda c: {"q": str(business(c)) and "we"}),
    Row("api:records", "200 200 200 200 200 401", data=lambda c: {"q": "we"}),
    Row("crm:related", SEEN, args=record),
    Row("crm:related", "201 201 201 403 404 302", "POST", args=record, data=to_business),
    Row("crm:related-choices", "200 200 200 403 404 302", args=record, data=lambda c: {"of": "company"}),
    Row("crm:association", "204 204 204 403 404 302", "POST", args=association, data=lambda c: {"label": "Billing"}),
    Row("crm:association", "204 204 204 403 404 302", "DELETE", args=association),
    Row("crm:boards", "302 302 302 302 200 302", data=lambda c: {"made": bool(pipeline(c))}),
    Row("crm:boards-start", "302 302 403 403 302 302", "POST"),
    Row("crm:board", SEEN, args=pipeline),
    Row("crm:column", SEEN, args=stage, data=lambda c: {"after": "a0"}),
    Row("crm:report", SEEN, args=pipeline),
    Row("crm:report-rows", SEEN, args=pipeline, data=lambda c: {"what": "won"}),
    Row("api:pipeline-report", API_SEEN, args=pipeline),
    Row("crm:lost-reasons", "200 200 200 403 404 302", args=pipeline),
    Row("crm:moves", "200 200 200 403 404 302", "POST", args=moving, data=move),
    Row("pipelines:list", "200 200 403 403 200 302"),
    Row("pipelines:new", "200 200 403 403 200 302"),
    Row("pipelines:new", "302 302 403 403 302 302", "POST", data=arrangement),
    Row("pipelines:pipeline", ARRANGES, args=pipeline),
    Row("pipelines:pipeline", "302 302 403 403 404 302", "POST", args=pipeline, data=arrangement),
    Row("pipelines:closure", "302 302 403 403 404 302", "POST", args=pipeline),
    Row("crm:held", SEEN, args=record),
    Row("crm:held", "422 422 422 403 404 302", "POST", args=record),
    Row("crm:reveal", SEEN, "POST", args=revealing),
    Row("crm:history", SEEN, args=record),
    Row("fields:list", "200 200 403 403 200 302"),
    Row("fields:list", "302 302 403 403 302 302", "POST"),
    Row("fields:new", "200 200 403 403 200 302"),
    Row("fields:new", "302 302 403 403 302 302", "POST", data=lambda c: {"kind": "text", "name": "Industry"}),
    Row("fields:field", ARRANGES, args=field),
    Row("fields:field", "302 302 403 403 404 302", "POST", args=field, data=lambda c: {"name": "Branch"}),
    Row("fields:conversion", ARRANGES, args=field, data=lambda c: {"to": "number"}),
    Row("fields:conversion", "302 302 403 403 404 302", "POST", args=field, data=lambda c: {"to": "number"}),
    Row("fields:closure", "302 302 403 403 404 302", "POST", args=field),
    Row("crm:duplicates", "200 200 200 403 200 302", args=lambda c: ["contact"]),
    Row("crm:apart", "302 302 302 403 404 302", "POST", args=two),
    Row("crm:merge-with", "302 302 302 403 404 302", args=to_be_merged, data=the_other),
    Row("crm:merging", "200 200 200 403 404 302", args=two),
    Row("crm:merging", "302 302 302 403 404 302", "POST", args=two),
    Row("crm:separating", "200 200 200 403 404 302", args=a_merge),
    Row("crm:separating", "302 302 302 403 404 302", "POST", args=a_merge),
    Row("api:duplicates", "200 200 200 403 200 401", args=lambda c: ["contact"]),
    Row("api:record-merge", "201 201 201 403 404 401", "POST", args=to_be_merged, data=the_other),
    Row("api:one-merge", "200 200 200 403 404 401", args=a_merge),
    Row("api:one-merge", "201 201 201 403 404 401", "POST", args=a_merge),
    Row("crm:imports", "200 200 403 403 200 302"),
    Row("crm:imports", "302 302 403 403 302 302", "POST", data=lambda c: {"file": a_file()}),
    Row("crm:import", ARRANGES, args=an_import),
    Row("crm:import", "302 302 403 403 404 302", "POST", args=an_import, data=decision),
    Row("crm:import-writing", "302 302 403 403 404 302", "POST", args=checked),
    Row("crm:import-undoing", "302 302 403 403 404 302", "POST", args=brought),
    Row("crm:import-problems", ARRANGES, args=brought),
    Row("api:imports", "200 200 403 403 200 401"),
    Row("api:imports", "201 201 403 403 201 401", "POST", data=lambda c: {"file": a_file()}),
    Row("api:import", "200 200 403 403 404 401", args=an_import),
    Row("api:import", "200 200 403 403 404 401", "PUT", args=an_import, data=api_decision),
    Row("api:import-writing", "201 201 403 403 404 401", "POST", args=checked),
    Row("api:import-writing", "204 204 403 403 404 401", "DELETE", args=brought),
    Row("api:import-problems", "200 200 403 403 404 401", args=brought),
    Row("api:fields", "200 200 200 200 200 401"),
    Row(
        "api:fields",
        "201 201 403 403 201 401",
        "POST",
        data=lambda c: {"of": "deal", "kind": "date", "name": "Renewal"},
    ),
    Row("api:field", API_SEEN, args=field),
    Row("api:field", "200 200 403 403 404 401", "PATCH", args=field, data=lambda c: {"name": "Branch"}),
    Row("api:field-closure", "204 204 403 403 404 401", "POST", args=field),
    Row("api:field-closure", "204 204 403 403 404 401", "DELETE", args=field),
    Row("api:reveal", API_SEEN, "POST", args=revealing),
    Row("api:contacts", "200 200 200 200 200 401"),
    Row("api:contacts", "201 201 201 403 201 401", "POST", data=lambda c: {"name": "Anna"}),
    Row("api:contact", API_SEEN, args=contact),
    Row("api:contact", "200 200 200 403 404 401", "PATCH", args=contact, data=lambda c: {"name": "Vera Vance"}),
    Row("api:companies", "200 200 200 200 200 401"),
    Row("api:companies", "201 201 201 403 201 401", "POST", data=lambda c: {"domain": "https://weber.example/"}),
    Row("api:company", API_SEEN, args=business),
    Row("api:company", "200 200 200 403 404 401", "PATCH", args=business, data=lambda c: {"lifecycle": "client"}),
    Row("api:deals", "200 200 200 200 200 401"),
    Row("api:deals", "201 201 201 403 400 401", "POST", data=new_deal),
    Row("api:deal", API_SEEN, args=deal),
    Row("api:deal", "200 200 200 403 404 401", "PATCH", args=deal, data=lambda c: {"amount": "12500.00"}),
    Row("api:record-associations", API_SEEN, args=record),
    Row("api:record-associations", "201 201 201 403 404 401", "POST", args=record, data=to_business),
    Row("api:association", "200 200 200 403 404 401", "PATCH", args=association, data=lambda c: {"label": "Billing"}),
    Row("api:association", "204 204 204 403 404 401", "DELETE", args=association),
    Row("api:pipelines", "200 200 200 200 200 401"),
    Row("api:pipelines", "201 201 403 403 201 401", "POST", data=api_arrangement),
    Row("api:pipeline", API_SEEN, args=pipeline),
    Row("api:pipeline", "200 200 403 403 404 401", "PUT", args=pipeline, data=api_arrangement),
    Row("api:pipeline-past", API_SEEN, args=pipeline, data=lambda c: {"at": "2026-11-01T09:00:00Z"}),
    Row("api:pipeline-closure", "204 204 403 403 404 401", "POST", args=pipeline),
    Row("api:pipeline-closure", "204 204 403 403 404 401", "DELETE", args=pipeline),
    Row("api:pipeline-moves", "200 200 200 403 404 401", "POST", args=moving, data=api_move),
]
