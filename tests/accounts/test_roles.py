"""Roles: what they allow, who may give them, and that a firm keeps an owner."""

import json
import threading

import pytest
from django.db import connection
from django.urls import reverse

from accounts.errors import AboveOwnRights, BuiltInRole, LastOwner, NameTaken, RoleInUse
from accounts.models import Membership, Role
from tests.accounts.told import access_frames, changes

pytestmark = pytest.mark.covers("Z2")


@pytest.fixture
def adam(cast) -> Membership:
    return cast.join("Adam Ames", "admin")


def built_in(kind: str) -> Role:
    return Role.objects.get(kind=kind)


def test_a_change_of_role_holds_from_the_next_click_on(cast) -> None:
    client = cast.client_for(cast.dora)
    assert client.get(reverse("accounts:audit")).status_code == 403
    with cast.scope():
        cast.dora.change_role(by=cast.alice, role=built_in("admin"))
    assert client.get(reverse("accounts:audit")).status_code == 200
    assert access_frames(cast, cast.dora) == [{"op": "recheck"}]
    change = changes(cast, "accounts.role_changed")[0]
    assert (change.actor, change.before, change.after) == (cast.alice.pk, {"role": "Viewer"}, {"role": "Admin"})


def test_the_same_role_again_is_no_change(cast) -> None:
    with cast.scope():
        cast.bob.change_role(by=cast.alice, role=built_in("agent"))
    assert access_frames(cast, cast.bob) == []


def test_nobody_raises_themselves_or_others_above_their_own_rights(cast, adam) -> None:
    with cast.scope():
        for member in (adam, cast.bob):
            with pytest.raises(AboveOwnRights):
                member.change_role(by=adam, role=built_in("owner"))


def test_an_admin_neither_demotes_nor_takes_out_an_owner(cast, adam) -> None:
    cast.join("Olga Orth", "owner")
    with cast.scope():
        with pytest.raises(AboveOwnRights):
            cast.alice.change_role(by=adam, role=built_in("agent"))
        with pytest.raises(AboveOwnRights):
            cast.alice.end(by=adam)
    page = cast.client_for(adam).get(reverse("accounts:person", args=[cast.alice.pk]))
    assert "An owner’s place is changed by an owner." in page.content.decode()


def test_a_manager_with_a_role_of_their_own_stays_within_it(cast) -> None:
    with cast.scope():
        desk = Role.make(by=cast.alice, name="Desk", permissions=["people.see", "people.manage", "inbox.read"])
        cast.bob.change_role(by=cast.alice, role=desk)
    with cast.scope():
        with pytest.raises(AboveOwnRights):
            cast.dora.change_role(by=cast.bob, role=built_in("agent"))
        with pytest.raises(AboveOwnRights):
            cast.carol.end(by=cast.bob)


def test_the_last_owner_neither_leaves_nor_is_demoted(cast) -> None:
    with cast.scope():
        with pytest.raises(LastOwner):
            cast.alice.end(by=cast.alice)
        with pytest.raises(LastOwner):
            cast.alice.change_role(by=cast.alice, role=built_in("agent"))
    page = cast.client_for(cast.alice).post(reverse("accounts:own-departure"), follow=True)
    assert b"keeps at least one owner" in page.content


def test_two_owners_leaving_at_once_leave_one(cast) -> None:
    olga = cast.join("Olga Orth", "owner")
    ready, refused = threading.Barrier(2), []

    def leave(member: Membership) -> None:
        try:
            with cast.scope():
                ready.wait()
                member.end(by=member)
        except LastOwner:
            refused.append(member)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[member]) for member in (cast.alice, olga)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    with cast.scope():
        assert Membership.objects.filter(role__kind="owner", ended_at=None).count() == 1


def test_taken_out_one_is_out_at_once(cast) -> None:
    client = cast.client_for(cast.bob)
    assert client.get(reverse("accounts:people")).status_code == 200
    cast.client_for(cast.alice).post(reverse("accounts:departure", args=[cast.bob.pk]))
    assert client.get(reverse("accounts:people")).status_code == 302
    assert access_frames(cast, cast.bob) == [{"op": "end", "session": None}]
    assert b"Bob Brandt" not in cast.client_for(cast.alice).get(reverse("accounts:people")).content


def test_who_works_elsewhere_too_stays_signed_in_there(cast) -> None:
    there = cast.join("Bob Brandt", "agent", firm=cast.borealis, person=cast.bob.person)
    client = cast.client_for(cast.bob)
    with cast.scope():
        cast.bob.end(by=cast.alice)
    page = client.get(reverse("accounts:people"))
    assert page.status_code == 200
    assert page.wsgi_request.membership == there


def test_a_role_of_the_firms_own(cast) -> None:
    client = cast.client_for(cast.alice)
    wish = {"name": "Assistant", "permissions": ["people.see", "inbox.read"]}
    assert client.post(reverse("accounts:new-role"), wish).status_code == 302
    with cast.scope():
        role = Role.objects.get(name="Assistant")
        cast.dora.change_role(by=cast.alice, role=role)
        assert cast.dora.may("inbox.read")
        assert not cast.dora.may("inbox.note")
    edit = reverse("accounts:role", args=[role.pk])
    assert b'value="inbox.read"' in client.get(edit).content
    client.post(edit, {"name": "Assistant", "permissions": ["people.see", "inbox.note"]})
    assert [frame["op"] for frame in access_frames(cast, cast.dora)] == ["recheck", "recheck"]
    assert changes(cast, "accounts.role_edited")[0].before == {"permissions": ["inbox.read", "people.see"]}


def test_a_role_is_made_within_ones_own_rights(cast) -> None:
    with cast.scope():
        maker = Role.make(by=cast.alice, name="Maker", permissions=["roles.manage", "people.see"])
        cast.bob.change_role(by=cast.alice, role=maker)
        mighty = Role.make(by=cast.alice, name="Mighty", permissions=["firm.manage"])
    with cast.scope():
        with pytest.raises(AboveOwnRights):
            Role.make(by=cast.bob, name="Spy", permissions=["audit.read"])
        with pytest.raises(AboveOwnRights):
            maker.edit(by=cast.bob, name="Maker", permissions=["roles.manage", "audit.read"])
        with pytest.raises(AboveOwnRights):
            mighty.edit(by=cast.bob, name="Mighty", permissions=["people.see"])
    page = cast.client_for(cast.bob).get(reverse("accounts:new-role"))
    assert b"audit.read" not in page.content


def test_what_no_room_declared_grants_nothing(cast) -> None:
    with cast.scope():
        role = Role.make(by=cast.alice, name="Odd", permissions=["people.see", "moon.walk"])
    assert role.permissions == ["people.see"]


def test_names_are_unique_and_built_in_roles_stay(cast) -> None:
    with cast.scope():
        with pytest.raises(NameTaken):
            Role.make(by=cast.alice, name="agent", permissions=[])
        with pytest.raises(BuiltInRole):
            built_in("agent").edit(by=cast.alice, name="Helper", permissions=[])
        with pytest.raises(BuiltInRole):
            built_in("viewer").remove(by=cast.alice)
    page = cast.client_for(cast.alice).post(
        reverse("accounts:new-role"), {"name": "Agent", "permissions": ["people.see"]}
    )
    assert page.status_code == 422
    assert b"There is one with this name already" in page.content
    assert b'value="people.see" id="id_permissions_' in page.content


def test_a_role_somebody_holds_is_not_removed(cast) -> None:
    with cast.scope():
        role = Role.make(by=cast.alice, name="Assistant", permissions=["people.see"])
        cast.bob.change_role(by=cast.alice, role=role)
        with pytest.raises(RoleInUse):
            role.remove(by=cast.alice)
        cast.bob.change_role(by=cast.alice, role=built_in("agent"))
    cast.client_for(cast.alice).post(reverse("accounts:role-removal", args=[role.pk]))
    with cast.scope():
        assert not Role.objects.filter(pk=role.pk).exists()


def test_the_closed_door_says_who_can_open_it(cast) -> None:
    page = cast.client_for(cast.dora).get(reverse("accounts:audit"))
    assert page.status_code == 403
    assert "Read the audit trail" in page.content.decode()
    assert b"Alice Archer can give it to you" in page.content
    answer = cast.client_for(cast.dora).get("/api/v1/audit/")
    assert json.loads(answer.content) == {
        "error": "not_allowed",
        "message": "This needs the permission “Read the audit trail”.",
        "permission": "audit.read",
        "ask": ["Alice Archer"],
    }
