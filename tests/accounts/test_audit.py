"""The audit trail: who, when, what, from what, to what; by person and by kind."""

import pytest
from django.urls import reverse

from accounts.audit import kinds as known_kinds
from accounts.audit import words_of
from accounts.models import Role, Team

pytestmark = pytest.mark.covers("I16")


@pytest.fixture
def busy(cast):
    with cast.scope():
        team = Team.form(by=cast.alice, name="Delivery")
        team.add(cast.bob, by=cast.alice)
    with cast.scope():
        cast.bob.change_profile(by=cast.bob, job_title="Partner", working_hours={"mon": [["09:00", "17:00"]]})
    with cast.scope():
        cast.dora.change_role(by=cast.alice, role=Role.objects.get(kind="agent"))
    return cast


def trail(cast, query: str = "", by=None) -> str:
    return cast.client_for(by or cast.alice).get(f"{reverse('accounts:audit')}{query}").content.decode()


def test_it_reads_like_a_story(busy) -> None:
    page = trail(busy)
    assert "Role changed" in page
    assert '<del dir="auto">Viewer</del> <ins dir="auto">Agent</ins>' in page
    assert '<ins dir="auto">Bob Brandt</ins>' in page  # who joined the team, by name
    assert "mon 09:00–17:00" in page


def test_by_person_and_by_kind(busy) -> None:
    assert "Team formed" not in trail(busy, f"?person={busy.bob.pk}").split("<tbody>")[1]
    only = trail(busy, "?kind=accounts.team_formed").split("<tbody>")[1]
    assert only.count("<tr>") == 1


ODD = ["?person=x", "?person=999999999", "?kind=no.such", "?before=x", "?person=%00", "?person=²"]
LONG = [f"?{name}={'9' * digits}" for name in ("person", "before") for digits in (19, 5000)]


@pytest.mark.parametrize("query", [*ODD, *LONG], ids=range(len(ODD) + len(LONG)))
def test_an_odd_filter_shows_what_it_finds(busy, query: str) -> None:
    """A change that nobody of the firm made has no person, and is not found by a person who is none."""
    with busy.scope():
        Team.form(by=None, name="System")
    client = busy.client_for(busy.alice)
    assert client.get(f"{reverse('accounts:audit')}{query}").status_code == 200
    rows = client.get(f"/api/v1/audit/{query}").json()["results"]
    assert "person" not in query or rows == []


def test_nobody_reads_the_trail_of_another_firm(busy) -> None:
    assert "Bob Brandt" not in trail(busy, by=busy.boris)
    assert busy.client_for(busy.boris).get("/api/v1/audit/").json()["results"] != []
    ids = {row["actor"]["id"] for row in busy.client_for(busy.boris).get("/api/v1/audit/").json()["results"]}
    assert ids == {busy.boris.pk}


def test_pages_go_back_without_a_gap(cast) -> None:
    with cast.scope():
        for number in range(60):
            Team.form(by=cast.alice, name=f"Team {number}")
    first = trail(cast, "?kind=accounts.team_formed")
    earlier = first.split('href="?')[1].split('"')[0].replace("&amp;", "&")
    second = trail(cast, f"?{earlier}")
    shown = [page.count("Team formed</td>") for page in (first, second)]
    assert shown == [50, 10]


def test_the_api_tells_the_same(busy) -> None:
    rows = busy.client_for(busy.alice).get("/api/v1/audit/?kind=accounts.role_changed").json()["results"]
    assert rows[0]["actor"] == {"id": busy.alice.pk, "name": "Alice Archer"}
    assert (rows[0]["before"], rows[0]["after"]) == ({"role": "Viewer"}, {"role": "Agent"})


def test_every_kind_has_words(cast) -> None:
    assert all(words and words[0].isupper() for _kind, words in known_kinds())
    assert words_of("gone.old_kind_of_thing") == "Old kind of thing"
