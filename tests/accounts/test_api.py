"""What every room's API shares: retries that do nothing twice, pages, and errors with a code and a sentence."""

import json
import threading

import pytest
from cryptography.fernet import Fernet
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from accounts.models import KeptReply, Role, Team
from tests.accounts.told import kinds

pytestmark = pytest.mark.covers("X1")


def post_team(cast, key: str, name: str = "Delivery", by=None):
    return cast.client_for(by or cast.alice).post(
        "/api/v1/teams/", {"name": name}, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_a_retry_gets_the_first_answer_and_does_nothing(cast) -> None:
    first, again = post_team(cast, "k1"), post_team(cast, "k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"
    with cast.scope():
        assert Team.objects.count() == 1


def test_a_key_names_one_request(cast) -> None:
    post_team(cast, "k1")
    answer = post_team(cast, "k1", name="Tax")
    assert (answer.status_code, answer.json()["error"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("secret", ["token", "link"])
def test_a_secret_that_is_shown_once_is_kept_sealed(cast, secret: str) -> None:
    client, key = cast.client_for(cast.alice), {"Idempotency-Key": "k1"}
    with cast.scope():
        role = Role.objects.get(kind="agent").pk
    wishes = {
        "token": ("/api/v1/me/tokens/", {"name": "CI", "scopes": ["people.see"]}),
        "link": ("/api/v1/invitations/", {"email": f"emil-{cast.mark}@new.example", "role": role}),
    }
    path, wish = wishes[secret]
    first, again = (client.post(path, wish, content_type="application/json", headers=key) for _ in range(2))
    assert first.json()[secret] == again.json()[secret]
    with cast.scope(), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(kept::text, '') FROM accounts_keptreply kept")
        told = cursor.fetchone()[0]
    assert first.json()[secret].rstrip("/").rsplit("/", 1)[-1] not in told


def test_an_answer_whose_key_is_gone_is_not_done_again(cast, settings) -> None:
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    assert post_team(cast, "k1").status_code == 201
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    answer = post_team(cast, "k1")
    assert (answer.status_code, answer.json()["error"]) == (410, "answer_gone")
    with cast.scope():
        assert Team.objects.count() == 1


def test_another_file_of_the_same_name_is_another_request(cast) -> None:
    def send(words: bytes):
        upload = SimpleUploadedFile("notes.txt", words, "text/plain")
        return cast.client_for(cast.alice).post("/api/v1/files/", {"file": upload}, headers={"Idempotency-Key": "k1"})

    first, again, other = send(b"One."), send(b"One."), send(b"Two.")
    assert (first.status_code, first.json()["size"]) == (201, 4)
    assert again.json()["id"] == first.json()["id"]
    assert (other.status_code, other.json()["error"]) == (422, "idempotency_key_reused")


def test_a_failure_is_not_kept(cast) -> None:
    assert post_team(cast, "k1", name="").status_code == 400
    assert post_team(cast, "k1", name="Delivery").status_code == 201


def test_keys_of_others_are_their_own(cast) -> None:
    mine, theirs = post_team(cast, "k1"), post_team(cast, "k1", by=cast.boris)
    assert mine.json()["id"] != theirs.json()["id"]


def test_a_key_too_long_is_told(cast) -> None:
    assert post_team(cast, "k" * 201).json()["error"] == "idempotency_key_too_long"


def test_two_at_once_do_it_once(cast) -> None:
    ready, answers = threading.Barrier(2), []

    def go() -> None:
        ready.wait()
        answers.append(post_team(cast, "k1"))
        connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    with cast.scope():
        assert (Team.objects.count(), KeptReply.objects.count()) == (1, 1)
    assert kinds(cast).count("accounts.team_formed") == 1


def test_lists_come_in_pages_and_lose_nobody(cast) -> None:
    for number in range(5):
        cast.join(f"Nina{number} New", "agent")
    client, path, names = cast.client_for(cast.alice), "/api/v1/people/?limit=4", []
    while path:
        page = client.get(path).json()
        names += [person["name"] for person in page["results"]]
        path = page["next"]
    assert len(names) == len(set(names)) == 9


@pytest.mark.parametrize("cursor", ["x", "cD0x", "%00"])
def test_a_broken_cursor_is_told(cast, cursor: str) -> None:
    assert cast.client_for(cast.alice).get(f"/api/v1/people/?cursor={cursor}").status_code in (200, 404)


def test_wrong_input_is_told_by_field(cast) -> None:
    answer = cast.client_for(cast.alice).patch(
        "/api/v1/me/", {"time_zone": "Mars/Olympus", "working_hours": {"mon": [["17:00", "09:00"]]}},
        content_type="application/json",
    )  # fmt: skip
    said = answer.json()
    assert (answer.status_code, said["error"]) == (400, "invalid")
    assert set(said["fields"]) == {"time_zone", "working_hours"}


def test_a_body_that_is_no_json_is_told(cast) -> None:
    answer = cast.client_for(cast.alice).patch("/api/v1/me/", "{", content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (400, "parse_error")


def test_what_is_not_there_and_what_is_not_taken(cast) -> None:
    client = cast.client_for(cast.alice)
    assert client.get(f"/api/v1/people/{cast.boris.pk}/").json()["error"] == "not_found"
    assert client.put("/api/v1/me/", "{}", content_type="application/json").json()["error"] == "method_not_allowed"
    assert cast.client_for().get("/api/v1/me/").json()["error"] == "not_authenticated"


def test_leaving_asks_for_no_permission_here_as_on_the_page(cast) -> None:
    with cast.scope():
        bare = Role.make(by=cast.alice, name="Bare", permissions=[])
        for member in (cast.bob, cast.carol):
            member.change_role(by=cast.alice, role=bare)
    assert cast.client_for(cast.bob).delete("/api/v1/me/").status_code == 204
    assert cast.client_for(cast.carol).post(reverse("accounts:own-departure"))["Location"] == "/"
    assert kinds(cast).count("accounts.membership_ended") == 2


def test_a_refusal_leaves_nothing_behind(cast) -> None:
    answer = cast.client_for(cast.alice).delete("/api/v1/me/")
    assert (answer.status_code, answer.json()["error"]) == (409, "last_owner")
    assert "accounts.membership_ended" not in kinds(cast)


def test_the_description_is_whole(cast) -> None:
    schema = json.loads(cast.client_for().get("/api/v1/schema/?format=json").content)
    assert schema["paths"]["/api/v1/people/{id}/"]["patch"]["x-permission"] == "people.manage"
    ids = [said["operationId"] for path in schema["paths"].values() for said in path.values()]
    assert len(ids) == len(set(ids))


def test_the_page_to_read_it_names_every_operation(cast) -> None:
    page = cast.client_for(cast.dora).get(reverse("api:docs")).content.decode()
    for path in ("/api/v1/people/", "/api/v1/teams/{id}/members/{member}/", "/api/v1/audit/"):
        assert path in page


def test_screens_and_api_do_the_same(cast) -> None:
    """Bob is given another role by the page and by the API: the facts are alike."""
    with cast.scope():
        roles = {kind: Role.objects.get(kind=kind).pk for kind in ("viewer", "agent")}
    client = cast.client_for(cast.alice)
    client.post(reverse("accounts:person-role", args=[cast.bob.pk]), {"role": roles["viewer"]})
    client.patch(f"/api/v1/people/{cast.bob.pk}/", {"role": roles["agent"]}, content_type="application/json")
    assert [kind for kind in kinds(cast) if kind == "accounts.role_changed"] == ["accounts.role_changed"] * 2
