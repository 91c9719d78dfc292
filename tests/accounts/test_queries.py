"""Lists ask the database as often for many as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Team


def asked(client, url: str) -> int:
    client.get(url)  # what is looked up once is looked up now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def grow(cast) -> None:
    with cast.scope():
        teams = [Team.form(by=cast.alice, name=f"Team {number}") for number in range(6)]
    for number in range(12):
        member = cast.join(f"Nina{number} New", "agent")
        with cast.scope():
            for team in teams[: number % 4]:
                team.add(member, by=cast.alice)


@pytest.mark.parametrize("page", ["people", "teams", "roles", "audit", "invitations", "tokens"])
def test_a_page_asks_as_often_for_many_as_for_few(cast, page: str) -> None:
    client, url = cast.client_for(cast.alice), reverse(f"accounts:{page}")
    with cast.scope():
        Team.form(by=cast.alice, name="Delivery").add(cast.bob, by=cast.alice)
    few = asked(client, url)
    grow(cast)
    assert asked(client, url) <= few
    assert few < 30


@pytest.mark.parametrize("path", ["/api/v1/people/", "/api/v1/teams/", "/api/v1/audit/"])
def test_a_list_of_the_api_too(cast, path: str) -> None:
    client = cast.client_for(cast.alice)
    with cast.scope():
        Team.form(by=cast.alice, name="Delivery").add(cast.bob, by=cast.alice)
    few = asked(client, path)
    grow(cast)
    assert asked(client, path) <= few
