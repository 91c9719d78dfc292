"""Each URL answers each role as the table says, and shows nobody what is another firm's."""

from functools import cache

import pytest

from tests.permissions.url_table import FACES, ROLES, Company, Row, methods_of, patterns, rows


@pytest.mark.covers("Z1", "Z2")
@pytest.mark.parametrize("row", rows(), ids=str)
def test_each_role_gets_what_the_table_says(row: Row) -> None:
    company = readers() if row.method == "GET" else Company()
    answered = {role: row.ask(company, role) for role in ROLES}
    assert {role: answer.status_code for role, answer in answered.items()} == row.statuses
    secrets = company.secrets(row.face)
    assert {role: told_by(answered[role], secrets) for role in STRANGERS} == {role: set() for role in STRANGERS}


@cache
def readers() -> Company:
    """One company for all that only read."""
    return Company()


STRANGERS = ("foreign", "nobody")


def told_by(answer, secrets: set[str]) -> set[str]:
    """What of Acme an answer tells, but for what was in the address asked for."""
    said, asked = answer.getvalue().decode(errors="replace"), answer.request["PATH_INFO"]
    return {secret for secret in secrets if secret in said and secret not in asked}


@pytest.mark.parametrize("name", ["api:people", "api:contacts", "accounts:audit"])
def test_the_reader_would_see_it(name: str) -> None:
    row = next(row for row in rows() if row.name == name)
    company = readers()
    company.conversation(visitor=company.visitor("Vera"))
    assert told_by(row.ask(company, "owner"), company.secrets("public"))


@pytest.mark.covers("Z1")
@pytest.mark.parametrize("face", FACES)
def test_every_url_is_in_the_table(face: str) -> None:
    listed = {(row.name, row.method) for row in rows() if row.face == face}
    names = {name for name, _method in listed}
    missing = [
        f"{name} {method}"
        for name, view in patterns(face)
        for method in sorted(methods_of(view) or {""})
        if (name not in names if not method else (name, method) not in listed)
    ]
    assert not missing, "Add rows for these to tests/permissions/urls/: " + ", ".join(missing)


@pytest.mark.parametrize("face", FACES)
def test_every_view_says_what_it_answers_to(face: str) -> None:
    """Else a method could come without a row."""
    silent = {name for name, view in patterns(face) if not methods_of(view)}
    assert silent - READ_ALONE == set(), "Give these views @require_safe, @require_POST or @require_http_methods"


READ_ALONE = {"offline", "api:docs", "design", "design-frame", "design-frame-state", "account_email_verification_sent"}
"""Pages that are the same for whoever asks, and however."""


@pytest.mark.parametrize("face", FACES)
def test_the_table_names_only_what_exists(face: str) -> None:
    known = {name: methods_of(view) for name, view in patterns(face)}
    asked = [row for row in rows() if row.face == face]
    assert not [str(row) for row in asked if row.name not in known or row.method not in (known[row.name] or {"GET"})]
