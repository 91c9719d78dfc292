"""Inboxes and files over the API: the same verbs as the screens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files.models import File
from inbox.models import Inbox
from tests.files.samples import EXE, PDF


def call(cast, by, method, path, said=None):
    browser = cast.client_for(by)
    return getattr(browser, method)(f"/api/v1/{path}", data=said, content_type="application/json")


@pytest.mark.covers("X1")
def test_an_inbox_is_made_read_and_changed(cast):
    said = {"name": "Careers", "allowed_origins": ["acme.example"], "greeting": "Good day"}
    made = call(cast, cast.alice, "post", "inboxes/", said).json()
    assert made["allowed_origins"] == ["https://acme.example"]
    assert made["key"] in made["snippet"]
    changed = call(cast, cast.alice, "patch", f"inboxes/{made['id']}/", {"closed": True}).json()
    assert (changed["closed"], changed["greeting"]) == (True, "Good day")
    names = {one["name"] for one in call(cast, cast.bob, "get", "inboxes/").json()["results"]}
    assert names == {"Website", "Careers"}


@pytest.mark.parametrize(
    ("said", "status", "error"),
    [
        ({"name": "Website"}, 409, "inbox_name_taken"),
        ({"name": "X", "accent": "red"}, 422, "bad_colour"),
        ({"name": "X", "allowed_origins": ["https://*"]}, 422, "bad_origin"),
        ({"name": "X", "teams": [999_999_999]}, 400, "invalid"),
        ({}, 400, "invalid"),
    ],
)
def test_a_wrong_wish_is_refused_and_nothing_is_made(cast, said, status, error):
    answer = call(cast, cast.alice, "post", "inboxes/", said)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    with cast.scope():
        assert Inbox.objects.count() == 1


def test_a_file_is_brought_once_and_read_by_its_owner(cast):
    browser = cast.client_for(cast.bob)
    answer = browser.post("/api/v1/files/", {"file": SimpleUploadedFile("offer.pdf", PDF)})
    assert answer.status_code == 201
    assert answer.json()["media_type"] == "application/pdf"
    assert browser.get(f"/api/v1/files/{answer.json()['id']}/").json()["name"] == "offer.pdf"
    assert cast.client_for(cast.carol).get(f"/api/v1/files/{answer.json()['id']}/").status_code == 404
    refused = browser.post("/api/v1/files/", {"file": SimpleUploadedFile("offer.pdf", EXE)})
    assert (refused.status_code, refused.json()["error"]) == (415, "file_disguised")
    empty = browser.post("/api/v1/files/", {"file": SimpleUploadedFile("offer.pdf", b"")})
    assert (empty.status_code, empty.json()["error"]) == (422, "file_empty")
    with cast.scope():
        assert File.objects.count() == 1
