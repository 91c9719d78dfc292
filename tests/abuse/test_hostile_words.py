"""HTML and script in every field: wherever a person can write, what they wrote comes back as words."""

import json
from functools import cache

import pytest
from django.db import connection
from django.urls import reverse

from core.tenancy import firm_scope
from inbox.models import Visitor
from ledger.models import StreamFrame
from tests.abuse import words
from tests.permissions.stream_table import Company as Office
from tests.permissions.test_streams import everything_happens
from tests.permissions.url_table import FACES, Company, Row, rows

pytestmark = pytest.mark.covers("Z1")


def pages() -> list[Row]:
    return [row for row in rows() if row.method == "GET" and 200 <= row.statuses["owner"] < 300]


def test_the_reader_would_see_it() -> None:
    assert words.markup_in(f"<p>{words.LONG}</p>")
    assert words.markup_in(f'<input value="{words.MIDDLE}">')
    assert words.markup_in(f'<script type="application/json">{{"a": "{words.LONG}"}}</script>')
    assert words.markup_in(f'<a href="{words.SCRIPT_ADDRESS}">x</a>')


@cache
def the_company() -> Company:
    """One for all pages."""
    return Company()


@pytest.mark.parametrize("row", pages(), ids=str)
def test_no_page_takes_words_for_markup(row: Row) -> None:
    company = the_company()
    args, headers, asked = row.args(company), row.headers(company), row.data(company)
    with company.scope():
        words.fill_everything()
        Visitor.objects.update(page=words.SCRIPT_ADDRESS)
    browser = company.browser("owner", row.face)
    answer = browser.get(reverse(row.name, FACES[row.face], args), asked, headers=headers)
    assert answer.status_code == row.statuses["owner"]
    if "html" in answer.get("Content-Type", ""):
        assert words.markup_in(answer.content.decode()) == []


def test_no_frame_takes_words_for_markup() -> None:
    office = Office()
    with office.scope():
        words.fill_everything()
    everything_happens(office)
    with office.scope():
        bodies = [json.loads(body) for body in StreamFrame.objects.values_list("body", flat=True)]
    assert len([body for body in bodies if words.MARK in body.get("html", "")]) > 10
    assert [words.markup_in(body["html"]) for body in bodies if words.markup_in(body.get("html", ""))] == []


def test_the_machines_words_are_columns() -> None:
    """The list of what is not typed names only what exists."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name || '.' || column_name FROM information_schema.columns")
        columns = {row[0] for row in cursor.fetchall()}
    named = {f"{label.lower().replace('.', '_')}.{name}" for label, names in words.MACHINE.items() for name in names}
    assert named - columns == set()


def test_a_visitor_address_that_is_a_script_is_no_link(cast) -> None:
    visitor = cast.visitor()
    conversation = cast.conversation(visitor=visitor)
    with firm_scope(cast.acme.pk), cast.scope():
        Visitor.objects.update(page=words.SCRIPT_ADDRESS)
    page = cast.client_for(cast.bob).get(f"/inbox/conversations/{conversation.pk}/").content.decode()
    assert words.markup_in(page) == []
