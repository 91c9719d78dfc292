"""Bringing records in from files: read, looked through, written, mended, and taken back as a whole."""

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from crm.errors import ImportBusy, ImportUndecided, Unreadable
from crm.exporting import Table, defused
from crm.importing import reading
from crm.importing.checking import part_of
from crm.importing.taking import problems_of, take_in
from crm.models import Association, Company, Contact, Deal, Field, FieldValue, Import, Point, RecordWord
from files.models import File
from files.sweep import sweep_all
from live.jobs import start
from live.jobs.run import run
from live.models import Job
from tests.crm.boards import Sales, wrongs
from timeline.models import Activity

pytestmark = pytest.mark.covers("R3")

HEADINGS = ["Name", "Email", "Phone", "Company", "Website"]


def csv_of(*rows: list[str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    quoted = (delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join(quoted).encode(encoding)


class Bringing:
    """Files that Alice brings; the worker is stood in for by `work`."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast

    def take(self, content: bytes, name: str = "people.csv") -> Import:
        with self.cast.scope():
            return take_in(SimpleUploadedFile(name, content), by=self.cast.alice)

    def work(self, job: Any) -> None:
        run(self.cast.acme.pk, job.pk)

    def check(self, of: Import, columns: list[str] | None = None, **said: Any) -> Import:
        decided = {"mode": "both", "keep_filled": False, "region": "", **said}
        with self.cast.scope():
            of = Import.objects.get(pk=of.pk)
            job = of.decide(by=self.cast.alice, columns=columns or of.columns, **decided)
        self.work(job)
        return self.again(of)

    def write(self, of: Import) -> Import:
        with self.cast.scope():
            job = Import.objects.get(pk=of.pk).write(by=self.cast.alice)
        self.work(job)
        return self.again(of)

    def undo(self, of: Import) -> Import:
        with self.cast.scope():
            job = Import.objects.get(pk=of.pk).undo(by=self.cast.alice)
        self.work(job)
        return self.again(of)

    def again(self, of: Import) -> Import:
        with self.cast.scope():
            return Import.objects.get(pk=of.pk)

    def bring(self, *rows: list[str], columns: list[str] | None = None, **said: Any) -> Import:
        return self.write(self.check(self.take(csv_of(*rows)), columns, **said))


@pytest.fixture
def bringing(cast, no_worker) -> Bringing:
    return Bringing(cast)


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[bytes], Path]:
    def keep(content: bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content)
        return path

    return keep


# ---------------------------------------------------------------- reading

ROWS = [["Name", "Ort"], ["Jürgen Weiß", "Köln"], ["Zoë; Ltd", "a\nb"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_and_delimiter_is_read(kept, delimiter: str, encoding: str) -> None:
    path = kept(csv_of(*ROWS, delimiter=delimiter, encoding=encoding))
    head = reading.look(path, "people.csv")
    assert head.headers == ["Name", "Ort"]
    assert [cells for _number, cells in reading.lines(path, head.reading)] == ROWS[1:]


def test_a_workbook_and_cards_are_read(kept) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["Name", "Staff", "Since", "Fee"],
        ["Weber", 12, None, 0.1],
        [None, None, None, None],
        ["=1+1", 3.0, None, 2],
    ):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    path = kept(file.getvalue())
    head = reading.look(path, "people.xlsx")
    assert next(reading.lines(path, head.reading))[1] == ["Weber", "12", "", "0.1"]
    said = ("FN:Anna Weber", "N:Weber;Anna;;;", "EMAIL:anna@client.example", "TEL:+49 30 1", "ORG:Weber GmbH")
    card = "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *said, "END:VCARD", ""))
    path = kept((card * 2).encode())
    head = reading.look(path, "people.vcf")
    assert next(reading.lines(path, head.reading))[1][:6] == [
        "Anna Weber",
        "Anna",
        "Weber",
        "anna@client.example",
        "+49 30 1",
        "Weber GmbH",
    ]


NO_TABLES = {
    "nothing": b"", "headings alone": b"Name,Email\r\n", "a picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00",
    "a broken workbook": b"PK\x03\x04" + b"\x00" * 50, "a broken card": b"BEGIN:VCARD\r\nVERSION:3.0\r\nN\r\nEND:VCARD",
    "too wide": b",".join([b"x"] * 300) + b"\r\n1",
}  # fmt: skip


@pytest.mark.parametrize("content", NO_TABLES.values(), ids=NO_TABLES)
def test_what_is_no_table_is_a_sentence_and_leaves_nothing(bringing, content: bytes) -> None:
    with pytest.raises(Unreadable):
        bringing.take(content)
    with bringing.cast.scope():
        assert not Import.objects.exists()


def test_a_workbook_that_unpacks_to_more_than_it_may_is_not_read(kept, monkeypatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_UNPACKED", 1_000)
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    with pytest.raises(Unreadable, match="too large once it is unpacked"):
        reading.look(kept(file.getvalue()), "people.xlsx")


def test_columns_are_proposed_by_their_headings_and_cells(bringing) -> None:
    headings = ["Vorname", "Last Name", "E-Mail", "Company name", "Contact", "Reach me", "Nothing"]
    of = bringing.take(
        csv_of(
            headings, ["Anna", "Weber", "", "Weber GmbH", "", "anna@client.example", ""], ["", "", "", "", "", "", "x"]
        )
    )
    assert of.columns == [
        "contact.first_name",
        "contact.last_name",
        "contact.email",
        "company.name",
        "contact.name",
        "",
        "",
    ]
    assert of.samples[6] == ["x"]


def test_a_file_of_which_nobody_said_what_becomes_of_it_goes_after_a_day(bringing) -> None:
    of = bringing.take(csv_of(HEADINGS[:2], ["Anna", "anna@client.example"]))
    with bringing.cast.scope():
        part = part_of(of)
    sweep_all()
    assert part.exists()
    with clock.as_of(clock.now() + timedelta(days=2)):
        sweep_all()
    assert not part.exists()
    assert bringing.check(of).state == "mapping"
    with bringing.cast.scope():
        assert Import.objects.get(pk=of.pk).job.problem == "The file is gone. Bring it again."


# ---------------------------------------------------------------- looking through


def test_nothing_is_written_before_one_says_so(bringing) -> None:
    with bringing.cast.scope():
        Contact.make(by=bringing.cast.bob, name="Anna", email="anna@client.example")
    rows = [
        ["Anna Weber", "ANNA@client.example"],
        ["Ben", "ben@client.example"],
        ["Benedikt", "ben@client.example"],
        ["Cleo", "no address"],
        ["", ""],
    ]
    of = bringing.check(bringing.take(csv_of(HEADINGS[:2], *rows)))
    assert of.state == "checked"
    assert of.counts == {"lines": 4, "problems": 1, "contact.change": 1, "contact.make": 1, "contact.joined": 1}
    with bringing.cast.scope():
        assert list(Contact.objects.values_list("name", flat=True)) == ["Anna"]
        changed, wrong = of.rows.get(number=2), of.rows.get(number=5)
        assert changed.differs == {
            "contact": {"name": ["Anna", "Anna Weber"], "email": ["anna@client.example", "ANNA@client.example"]}
        }
        assert wrong.problem == "Email: “no address” is no email address."


def test_columns_that_go_nowhere_or_twice_are_refused(bringing) -> None:
    of = bringing.take(csv_of(HEADINGS[:2], ["Anna", "anna@client.example"]))
    for columns in (["", ""], ["contact.name", "contact.name"]):
        with bringing.cast.scope(), pytest.raises(ImportUndecided):
            of.decide(by=bringing.cast.alice, columns=columns, mode="both", keep_filled=False, region="")
    with bringing.cast.scope(), pytest.raises(ImportBusy):
        of.write(by=bringing.cast.alice)


# ---------------------------------------------------------------- writing


def test_people_and_their_companies_come_in_and_belong_together(bringing, client_for) -> None:
    of = bringing.bring(
        HEADINGS,
        ["Anna Weber", "anna@weber.example", "030 1234567", "Weber GmbH", "https://www.weber.example/about"],
        ["Ben Weber", "ben@weber.example", "", "Weber GmbH", "weber.example"],
        ["Cleo", "cleo@novak.example", "+44 20 7946 0123", "Novak", ""],
        region="DE",
    )
    assert of.state == "done"
    with bringing.cast.scope():
        weber = Company.objects.get(domain="weber.example")
        assert Company.objects.count() == 2
        assert Contact.objects.get(name="Anna Weber").phone == "+49301234567"
        assert Association.objects.of(weber.ref).count() == 2
        assert {row.name for row in Contact.objects.found_by("web")} == {"Anna Weber", "Ben Weber"}
        assert Point.objects.filter(of="contact", kind="email").count() == 3
    page = client_for(bringing.cast.bob).get(f"/companies/{weber.pk}/").content.decode()
    assert "Anna Weber" in page
    assert "people.csv" not in page


def test_known_ones_are_changed_unless_that_is_not_wanted(bringing) -> None:
    with bringing.cast.scope():
        anna = Contact.make(by=bringing.cast.bob, name="Anna", email="anna@client.example")
    rows = (["Name", "Email", "Phone"], ["Anna Weber", "anna@client.example", "+49301234567"])
    bringing.bring(*rows, keep_filled=True)
    with bringing.cast.scope():
        anna = Contact.objects.get(pk=anna.pk)
        assert (anna.name, anna.phone) == ("Anna", "+49301234567")
    of = bringing.bring(*rows, mode="create")
    assert of.counts["contact.skip"] == 1
    bringing.bring(*rows)
    with bringing.cast.scope():
        assert Contact.objects.get().name == "Anna Weber"
    of = bringing.bring(["Email", "Name"], ["dora@client.example", "Dora"], mode="update")
    assert of.counts["contact.skip"] == 1
    with bringing.cast.scope():
        assert Contact.objects.count() == 1


@pytest.mark.covers("R2")
def test_custom_fields_come_in_and_unique_ones_tell_records_apart(bringing) -> None:
    with bringing.cast.scope():
        for kind, name, said in (
            ("text", "Client number", {"unique": True}),
            ("choice", "Industry", {"options": [{"label": "Tax"}]}),
            ("number", "Staff", {"required": True}),
        ):
            Field.make(by=bringing.cast.alice, of="company", kind=kind, name=name, **said)
        Company.make(by=bringing.cast.bob, name="Weber", custom={"client_number": "A-1", "staff": 3})
    of = bringing.bring(
        ["Company", "Client number", "Industry", "Staff"],
        ["Weber GmbH", "a-1", "tax", "12"],
        ["Novak", "A-2", "Audit", "7"],
        ["Ricci", "A-3", "", ""],
        ["Demir", "A-4", "Tax", "1,200"],
    )
    with bringing.cast.scope():
        found = {
            row.name: {**row.custom, "industry": bool(row.custom.get("industry"))} for row in Company.objects.all()
        }
        assert found == {
            "Weber GmbH": {"client_number": "a-1", "industry": True, "staff": "12"},
            "Demir": {"client_number": "A-4", "industry": True, "staff": "1200"},
        }
        assert FieldValue.objects.filter(field__key="staff", number__gt=10).count() == 2
        assert [row.problem.split(":")[0] for row in of.rows.exclude(problem="").order_by("number")] == [
            "Industry",
            "Staff",
        ]


@pytest.mark.covers("R6")
def test_a_field_that_one_may_not_set_takes_no_column(bringing) -> None:
    cast = bringing.cast
    with cast.scope():
        Field.make(by=cast.alice, of="contact", kind="text", name="Pay", editors=[cast.alice.role_id])
    file = csv_of(["Name", "Pay"], ["Anna", "100"])
    with cast.scope():
        assert take_in(SimpleUploadedFile("a.csv", file), by=cast.alice).columns == [
            "contact.name",
            "contact.custom.pay",
        ]
        theirs = take_in(SimpleUploadedFile("a.csv", file), by=cast.bob)
        assert theirs.columns == ["contact.name", ""]


@pytest.mark.covers("P3")
def test_deals_come_into_their_stages_and_the_books_are_right(bringing) -> None:
    sales = Sales(bringing.cast)
    of = bringing.bring(
        ["Deal", "Stage", "Amount", "Currency", "Company", "Email", "Close date", "Deal owner"],
        ["Audit", "Proposal", "12.500,00", "EUR", "Weber", "anna@weber.example", "2026-12-31", bringing.cast.bob.name],
        ["Course", "nowhere", "1", "EUR", "", "", "", ""],
    )
    assert of.counts["problems"] == 1
    with bringing.cast.scope():
        audit = Deal.objects.get()
        assert (audit.stage.name, audit.amount, audit.owner_id) == ("Proposal", Decimal(12_500), bringing.cast.bob.pk)
        assert Association.objects.of(audit.ref).count() == 2
    assert wrongs(bringing.cast) == []
    bringing.undo(of)
    assert wrongs(bringing.cast) == []
    with bringing.cast.scope():
        assert not Deal.objects.exists()
        assert not Company.objects.exists()
    assert sales


# ---------------------------------------------------------------- mending and taking back


def test_lines_with_a_problem_are_mended_and_brought_again(bringing) -> None:
    of = bringing.bring(
        HEADINGS[:2],
        ["Anna", "anna@client.example"],
        ["=cmd()", "ben at client.example"],
        columns=["contact.name", "contact.email"],
    )
    with bringing.cast.scope():
        lines = "".join(problems_of(of))
    assert lines.splitlines() == [
        "\ufeffName,Email,What is wrong",
        "'=cmd(),ben at client.example,Email: “ben at client.example” is no email address.",
    ]
    again = bringing.take(
        lines.replace("'=cmd(),ben at client.example", "Ben,ben@client.example").encode(), "problems.csv"
    )
    assert again.columns == ["contact.name", "contact.email", ""]
    bringing.write(bringing.check(again))
    with bringing.cast.scope():
        assert set(Contact.objects.values_list("name", flat=True)) == {"Anna", "Ben"}


def test_all_of_it_is_taken_back_and_what_people_touched_stays_and_is_listed(bringing) -> None:
    cast = bringing.cast
    with cast.scope():
        known = Contact.make(by=cast.bob, name="Anna", email="anna@client.example")
        also = Contact.make(by=cast.bob, name="Ada", email="ada@client.example")
        before = {row.pk: (row.name, row.phone) for row in Contact.objects.all()}
        words = set(RecordWord.objects.values_list("record_id", "word"))
    names = ["Ben", "Cleo", "Dora", "Emil"]
    rows = [[name, f"{name}@client.example", "+49301234567"] for name in names]
    of = bringing.bring(
        ["Name", "Email", "Phone"],
        ["Anna W", "anna@client.example", "+49301234568"],
        ["Ada W", "ada@client.example", ""],
        *rows,
    )
    with cast.scope():
        also.change(by=cast.bob, name="Ada Byron")
        Contact.objects.get(name="Ben").change(by=cast.bob, phone="+49301234599")
        Activity.log(by=cast.bob, kind="note", body="Spoke to her", about=[Contact.objects.get(name="Cleo").ref])
    of = bringing.undo(of)
    assert (of.state, of.counts["stays"]) == ("undone", 3)
    with cast.scope():
        now = {row.name for row in Contact.objects.all()}
        assert now == {"Anna", "Ada Byron", "Ben", "Cleo"}
        assert Contact.objects.get(pk=known.pk).phone == ""
        stays = sorted(row.stays for row in of.rows.exclude(stays=""))
        assert [line.partition(":")[0] for line in stays] == ["Ada Byron", "Ben", "Cleo"]
        gone = set(RecordWord.objects.values_list("record_id", flat=True)) - set(
            Contact.objects.values_list("pk", flat=True)
        )
        assert not gone
        assert before.keys() <= {row.pk for row in Contact.objects.all()}
        assert {word for word in words if word[0] == known.pk} == set(
            RecordWord.objects.filter(record_id=known.pk).values_list("record_id", "word")
        )


def test_a_line_that_joins_an_earlier_one_is_taken_back_with_it(bringing) -> None:
    of = bringing.bring(
        ["Name", "Email"],
        ["Ben", "ben@client.example"],
        *[[f"P{n}", f"p{n}@client.example"] for n in range(250)],
        ["Benedikt", "ben@client.example"],
    )
    with bringing.cast.scope():
        assert Contact.objects.count() == 251
        assert Contact.objects.filter(name="Benedikt").count() == 1
    assert bringing.undo(of).counts.get("stays", 0) == 0
    with bringing.cast.scope():
        assert not Contact.objects.exists()
        assert not RecordWord.objects.exists()
        assert not Point.objects.exists()


def test_two_undos_and_a_second_writing_are_refused(bringing) -> None:
    of = bringing.bring(["Name"], ["Ben"])
    with bringing.cast.scope(), pytest.raises(ImportBusy):
        of.write(by=bringing.cast.alice)
    bringing.undo(of)
    with bringing.cast.scope(), pytest.raises(ImportBusy):
        of.undo(by=bringing.cast.alice)


def test_a_worker_that_is_killed_between_steps_writes_nothing_twice(bringing) -> None:
    from django.db import transaction

    from core.tenancy import firm_scope
    from live.jobs.run import step

    of = bringing.check(
        bringing.take(csv_of(["Name", "Email"], *[[f"P{n}", f"p{n}@client.example"] for n in range(450)]))
    )
    with bringing.cast.scope():
        job = Import.objects.get(pk=of.pk).write(by=bringing.cast.alice)
    with firm_scope(bringing.cast.acme.pk):
        with transaction.atomic():
            step(job.pk)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            step(job.pk)
            raise KeyboardInterrupt
    bringing.work(job)
    with bringing.cast.scope():
        assert Contact.objects.count() == 450
        assert bringing.again(of).state == "done"


# ---------------------------------------------------------------- taking out, and the API


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("-3", "-3"), ("+49 30", "'+49 30"), ("Anna", "Anna"), ("\t=1", "'\t=1")],
)
def test_what_a_spreadsheet_would_run_is_words(text: str, safe: str) -> None:
    assert defused(text) == safe


def test_what_was_taken_out_comes_in_again_as_the_same(bringing) -> None:
    with bringing.cast.scope():
        Field.make(by=bringing.cast.alice, of="contact", kind="choice", name="Industry", options=[{"label": "Tax"}])
        anna = Contact.make(
            by=bringing.cast.bob,
            name="Anna",
            email="anna@client.example",
            owner=bringing.cast.bob,
            custom={"industry": "Tax"},
        )
        table = Table(Contact, bringing.cast.alice)
        rows = [table.header, table.row(anna)]
    of = bringing.check(bringing.take(csv_of(*rows)))
    assert of.columns[:6] == [
        "contact.id",
        "contact.name",
        "contact.email",
        "contact.phone",
        "contact.lifecycle",
        "contact.owner",
    ]
    assert of.counts == {"lines": 1, "contact.same": 1}


@pytest.mark.covers("L5")
def test_all_records_of_a_kind_are_taken_out_as_a_table(bringing) -> None:
    with bringing.cast.scope():
        for name in ("Anna", "=HYPERLINK(1)", "Ben"):
            Contact.make(by=bringing.cast.bob, name=name, email=f"{len(name)}@client.example")
        job = start("crm.export_contacts", by=bringing.cast.alice)
    bringing.work(job)
    with bringing.cast.scope():
        job = Job.objects.get(pk=job.pk)
        assert (job.state, job.done) == ("done", 3)
        file = File.objects.get(pk=job.result["file"])
        lines = b"".join(file.read()).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("id,name,email,phone")
    assert [line.split(",")[1] for line in lines[1:]] == ["Anna", "'=HYPERLINK(1)", "Ben"]


def test_the_api_brings_a_file_in_and_takes_it_back(bringing, client_for) -> None:
    client = client_for(bringing.cast.alice)
    made = client.post(
        "/api/v1/imports/", {"file": SimpleUploadedFile("a.csv", csv_of(HEADINGS[:2], ["Anna", "a@client.example"]))}
    ).json()
    url = f"/api/v1/imports/{made['id']}/"
    assert made["columns"] == ["contact.name", "contact.email"]
    refused = client.put(url, {"columns": ["contact.name"]}, "application/json")
    assert refused.status_code == 400
    refused = client.put(url, {"columns": ["contact.name", "contact.height"]}, "application/json")
    assert "is no place" in refused.json()["fields"]["columns"][0]
    told = client.put(url, {"columns": made["columns"]}, "application/json").json()
    assert told["state"] == "checking"
    with bringing.cast.scope():
        job = Import.objects.get(pk=made["id"]).job
    bringing.work(job)
    assert client.get(url).json()["counts"] == {"lines": 1, "contact.make": 1}
    assert client.post(f"{url}writing/").status_code == 201
    with bringing.cast.scope():
        job = Import.objects.get(pk=made["id"]).job
    bringing.work(job)
    assert client.delete(f"{url}writing/").status_code == 204
    assert client.get(f"{url}problems/").status_code == 200
    assert client.post("/api/v1/imports/", {"file": SimpleUploadedFile("a.csv", b"")}).json()["error"] == "unreadable"
