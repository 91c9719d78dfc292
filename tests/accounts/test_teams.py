"""Teams: forming, joining, leaving, dissolving."""

import pytest
from django.urls import reverse

from accounts.models import Team
from tests.accounts.told import access_frames, changes

pytestmark = pytest.mark.covers("Z2")


@pytest.fixture
def team(cast) -> Team:
    with cast.scope():
        return Team.form(by=cast.alice, name="Delivery")


def test_people_join_and_leave_by_the_page(cast, team) -> None:
    client, page = cast.client_for(cast.alice), reverse("accounts:team", args=[team.pk])
    client.post(reverse("accounts:team-members", args=[team.pk]), {"member": cast.bob.pk})
    assert b"Bob Brandt" in client.get(page).content
    with cast.scope():
        assert cast.bob.teams.get() == team
    client.post(reverse("accounts:team-member-removal", args=[team.pk, cast.bob.pk]))
    assert access_frames(cast, cast.bob) == [{"op": "recheck"}, {"op": "recheck"}]
    assert [change.after for change in changes(cast, "accounts.team_joined")] == [{"member": cast.bob.pk}]


def test_joining_twice_is_joining_once(cast, team) -> None:
    with cast.scope():
        team.add(cast.bob, by=cast.alice)
        team.add(cast.bob, by=cast.alice)
    assert len(access_frames(cast, cast.bob)) == 1


def test_somebody_of_another_firm_cannot_be_taken_in(cast, team) -> None:
    answer = cast.client_for(cast.alice).post(
        reverse("accounts:team-members", args=[team.pk]), {"member": cast.boris.pk}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("member", ["", "x", "-1", "٣", "9" * 19, "9" * 5000], ids=range(6))
def test_who_is_nobody_cannot_be_taken_in(cast, team, member: str) -> None:
    url = reverse("accounts:team-members", args=[team.pk])
    assert cast.client_for(cast.alice).post(url, {"member": member}).status_code == 404


def test_a_team_that_works_an_inbox_is_not_dissolved_and_one_is_told_why(cast, team) -> None:
    cast.inbox("Tenders", teams=[team])
    client = cast.client_for(cast.alice)
    page = client.post(reverse("accounts:team-dissolution", args=[team.pk]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("accounts:team", args=[team.pk])
    assert b"This team works an inbox" in page.content
    assert changes(cast, "accounts.team_dissolved") == []
    assert client.delete(f"/api/v1/teams/{team.pk}/").json()["error"] == "team_in_use"


def test_a_name_stands_once_whatever_its_case(cast, team) -> None:
    page = cast.client_for(cast.alice).post(reverse("accounts:teams"), {"name": "  DELIVERY "})
    assert page.status_code == 422
    assert b"There is one with this name already" in page.content


def test_dissolving_keeps_the_people_and_tells_their_sockets(cast, team) -> None:
    with cast.scope():
        team.add(cast.bob, by=cast.alice)
        team.dissolve(by=cast.alice)
    assert access_frames(cast, cast.bob)[-1] == {"op": "recheck"}
    with cast.scope():
        assert not Team.objects.filter(pk=team.pk).exists()
    assert changes(cast, "accounts.team_dissolved")[0].before == {"name": "Delivery"}


def test_who_leaves_the_firm_leaves_its_teams(cast, team) -> None:
    with cast.scope():
        team.add(cast.bob, by=cast.alice)
        cast.bob.end(by=cast.alice)
        assert not team.members.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_that_is_none_is_told(cast, name: str) -> None:
    page = cast.client_for(cast.alice).post(reverse("accounts:teams"), {"name": name})
    assert page.status_code == 422
    assert b"field__error" in page.content
