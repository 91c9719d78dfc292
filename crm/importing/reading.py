"""Reading a file of records as lines of cells: CSV and TSV in any encoding, XLSX, and vCard. Nothing is guessed twice:
what was found out about the file at first is what the rest of it is read by."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import vobject  # type: ignore[import-untyped]
from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from core.text import keepable
from crm.errors import Unreadable

LOOKED_AT = 200
"""Lines by which the columns are known."""
SAMPLES = 3
MOST_COLUMNS, MOST_ROWS, LONGEST_CELL = 200, 500_000, 20_000
LARGEST_UNPACKED = 400 * 1024 * 1024
"""Bytes of a workbook; what lies packed in 25 MB may come to a thousand times as much."""
DELIMITERS = ",;\t|"
CARD = ("Full name", "First name", "Last name", "Email", "Phone", "Company", "Website")
"""The columns of a vCard."""

csv.field_size_limit(10 * 1024 * 1024)
Row = tuple[int, list[str]]
"""(number of its first line, cells)."""


@dataclass(frozen=True)
class Head:
    reading: dict[str, str]
    headers: list[str]
    samples: list[list[str]]


def look(path: Path, name: str) -> Head:
    """How the file is read, its columns, and of each the first cells that are not empty. Raises Unreadable."""
    reading = form_of(path, name)
    rows = [cells for _number, cells in islice(all_rows(path, reading), LOOKED_AT + 1) if any(cells)]
    if not rows:
        raise Unreadable(_("This file is empty. Choose one with a line of headings and at least one more."))
    headers = [cell[:80] for cell in rows[0]]
    width = max(map(len, rows))
    if width > MOST_COLUMNS:
        raise Unreadable(
            _("This file has %(number)s columns. Take at most %(most)s.") % {"number": width, "most": MOST_COLUMNS}
        )
    if len(rows) < 2:
        raise Unreadable(_("This file has headings and nothing below them."))
    headers += [""] * (width - len(headers))
    samples = [
        list(islice((row[at][:60] for row in rows[1:] if at < len(row) and row[at]), SAMPLES)) for at in range(width)
    ]
    return Head(reading, headers, samples)


def lines(path: Path, reading: dict[str, str]) -> Iterator[Row]:
    """Below the headings, those that are not empty. Raises Unreadable."""
    for number, cells in islice(all_rows(path, reading), 1, None):
        if any(cells):
            yield number, cells


def form_of(path: Path, name: str) -> dict[str, str]:
    with path.open("rb") as file:
        start = file.read(256 * 1024)
    if start.startswith(b"PK\x03\x04"):
        return {"form": "xlsx"}
    encoding = encoding_of(start)
    text = start.decode(encoding, errors="replace")
    if text.lstrip("\ufeff \r\n").upper().startswith("BEGIN:VCARD"):
        return {"form": "vcard", "encoding": encoding}
    if "\0" in text:
        raise Unreadable(_("This is no table. Save it as CSV or XLSX, and bring that."))
    delimiter = "\t" if name.lower().endswith((".tsv", ".tab")) else delimiter_of(text)
    return {"form": "csv", "encoding": encoding, "delimiter": delimiter}


def encoding_of(start: bytes) -> str:
    """UTF-8 where it can be, else what a mark at its beginning says, else what its letters look like."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
        return "utf-8"
    except UnicodeDecodeError:
        pass
    found = from_bytes(
        start, cp_isolation=["cp1252", "iso8859_2", "cp1250", "cp1251", "cp932", "gb18030", "mac_roman"]
    ).best()
    return found.encoding if found is not None else "cp1252"


def delimiter_of(text: str) -> str:
    """The one that cuts the first lines into most columns, and into the same number of them."""
    head = text[:64_000].splitlines(keepends=True)[:50]

    def score(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(head, delimiter=delimiter) if row]
        first = widths[0] if widths else 0
        return (sum(width == first for width in widths) if first > 1 else 0, first)

    return max(DELIMITERS, key=score)


def all_rows(path: Path, reading: dict[str, str]) -> Iterator[Row]:
    match reading["form"]:
        case "xlsx":
            yield from tidied(from_workbook(path))
        case "vcard":
            yield from tidied(from_cards(path, reading["encoding"]))
        case _:
            yield from tidied(from_text(path, reading))


def tidied(rows: Iterable[Row]) -> Iterator[Row]:
    for count, (number, cells) in enumerate(rows):
        if count > MOST_ROWS:
            raise Unreadable(_("This file has more than %(most)s lines. Split it.") % {"most": f"{MOST_ROWS:,}"})
        yield number, [keepable(cell[:LONGEST_CELL]).strip() for cell in cells]


def from_text(path: Path, reading: dict[str, str]) -> Iterator[Row]:
    with path.open(encoding=reading["encoding"], errors="replace", newline="") as file:
        rows = csv.reader((line.replace("\0", "") for line in file), delimiter=reading["delimiter"])
        before = 0
        try:
            for cells in rows:
                yield before + 1, cells
                before = rows.line_num
        except csv.Error as error:
            raise Unreadable(
                _("Line %(number)s cannot be read: a quotation mark is never closed, or a cell is too long.")
                % {"number": before + 1}
            ) from error


def from_workbook(path: Path) -> Iterator[Row]:
    try:
        with path.open("rb") as file:
            if sum(part.file_size for part in zipfile.ZipFile(file).infolist()) > LARGEST_UNPACKED:
                raise Unreadable(_("This workbook is too large once it is unpacked. Save it as CSV, or split it."))
            sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets[0]
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, [written(cell) for cell in trimmed(cells)]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, SyntaxError) as error:
        raise Unreadable(_("This workbook cannot be read. Open it, save it again as XLSX, and bring that.")) from error


def trimmed(cells: Iterable[Any]) -> list[Any]:
    """Without the empty ones at the end: a sheet is as wide as its widest line."""
    found = list(cells)
    while found and found[-1] in (None, ""):
        found.pop()
    return found


def written(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return format(cell, ".15g")
    return str(cell)


def from_cards(path: Path, encoding: str) -> Iterator[Row]:
    yield 0, list(CARD)
    text = io.StringIO(path.read_text(encoding=encoding, errors="replace"))
    cards = vobject.readComponents(text, allowQP=True, ignoreUnreadable=True)
    number = 0
    try:
        for card in cards:
            if card.name == "VCARD":
                number += 1
                yield number, cells_of(card)
    except (vobject.base.ParseError, ValueError) as error:
        raise Unreadable(_("Card %(number)s of this file cannot be read.") % {"number": number + 1}) from error


def cells_of(card: Any) -> list[str]:
    def first(name: str) -> Any:
        found = card.contents.get(name, [])
        return found[0].value if found else ""

    name, company = first("n"), first("org")
    parts = [getattr(name, "given", ""), getattr(name, "family", "")]
    given, family = (part if isinstance(part, str) else " ".join(part) for part in parts)
    return [
        str(first("fn")),
        given,
        family,
        str(first("email")),
        str(first("tel")).removeprefix("tel:"),
        company[0] if isinstance(company, list) and company else str(company),
        str(first("url")),
    ]
