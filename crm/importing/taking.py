"""Taking a file in, and giving back the lines of it that have a problem."""

import csv
import io
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.models import Membership
from core.ids import uuid7
from crm.errors import Unreadable
from crm.exporting import defused
from crm.importing.checking import part_of
from crm.importing.reading import look
from crm.importing.targets import Reader
from crm.models import Import

PROBLEM = "What is wrong"


def take_in(upload: Any, *, by: Membership, id: UUID | None = None) -> Import:
    """Look at its beginning, and propose where its columns go: as last time, for a file with the same headings.

    Raises Unreadable.
    """
    if upload is None or not upload.size:
        raise Unreadable(_("Choose a file: CSV, TSV, XLSX or vCard."))
    if upload.size > settings.FILE_MAX_BYTES:
        raise Unreadable(
            _("This file is larger than %(most)s. Split it.") % {"most": filesizeformat(settings.FILE_MAX_BYTES)}
        )
    id = id or uuid7()
    part = part_of(Import(id=id))
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    try:
        head = look(part, upload.name or "")
    except Unreadable:
        part.unlink(missing_ok=True)
        raise
    reader = Reader(by)
    bare = [header for header in head.headers if header != PROBLEM]
    same = (
        each
        for each in Import.objects.order_by("-created_at")[:50]
        if [one for one in each.headers if one != PROBLEM] == bare
    )
    last = next(same, None)
    if last is not None:
        known = dict(zip(last.headers, last.columns, strict=False))
        columns = [known.get(header, "") if reader.knows(known.get(header, "")) else "" for header in head.headers]
    else:
        columns = reader.suggested(head.headers, head.samples)
    made = Import.begin(by=by, name=upload.name or "file", head=head, columns=columns, id=id)
    if last is not None:
        made.mode, made.keep_filled, made.region = last.mode, last.keep_filled, last.region
        made.save(update_fields=["mode", "keep_filled", "region"])
    return made


def problems_of(found: Import) -> Iterable[str]:
    """As CSV, with the headings of the file and one more column."""
    headers = [header for header in found.headers if header != PROBLEM]
    yield "\ufeff" + line([*headers, PROBLEM])
    for row in list(found.rows.exclude(problem="").order_by("number")):
        cells = [cell for header, cell in zip(found.headers, row.cells, strict=False) if header != PROBLEM]
        cells += [""] * (len(headers) - len(cells))
        yield line([*(defused(cell) for cell in cells), row.problem])


def line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
