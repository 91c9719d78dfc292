"""Two that are one: what looks so, making them one with all that hangs on them, and two again, byte for byte."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from core import clock
from crm.duplicates import pairs
from crm.errors import MergedWithItself, StillMerged
from crm.models import Apart, Association, Company, Contact, Field, FieldValue, Merge
from crm.models.merge.moving import hanging_on
from inbox.models import Conversation, Reaction, Visitor
from tests.crm.boards import Sales
from tests.inbox import trail
from timeline.models import Activity, Entry

pytestmark = pytest.mark.covers("R1")


class Two:
    """Anna, whom Bob entered, and who wrote as Ann: one person, with a company, a deal and a conversation each."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.visitor = cast.visitor("Ann", "ann@client.example")
        self.conversation = cast.conversation("Hello", visitor=self.visitor)
        self.deal = Sales(cast).deal("Audit")
        with cast.scope():
            self.ann = Contact.objects.get(pk=self.conversation.contact_id)
            self.anna = Contact.make(by=cast.bob, name="Anna Weber", email="anna@weber.example")
            self.weber = Company.make(by=cast.bob, name="Weber")
            self.novak = Company.make(by=cast.bob, name="Novak")
            Association.make(self.anna.ref, self.weber.ref, by=cast.bob, label="Billing")
            Association.make(self.ann.ref, self.weber.ref, by=cast.bob, label="Employee")
            Association.make(self.ann.ref, self.novak.ref, by=cast.bob)
            Association.make(self.ann.ref, self.deal.ref, by=cast.bob, label="Champion")
            Association.make(self.ann.ref, self.anna.ref, by=cast.bob, label="Sister")
            Activity.log(by=cast.bob, kind="note", body="With both", about=[self.ann.ref, self.anna.ref])
            Activity.log(by=cast.bob, kind="call", body="With Ann", about=[self.ann.ref])
        trail.settle(cast)

    def merge(self, **said: Any) -> Merge:
        with self.cast.scope():
            merge = Contact.objects.get(pk=self.anna.pk).take_in(
                Contact.objects.get(pk=self.ann.pk), by=self.cast.bob, **said
            )
        trail.settle(self.cast)
        assert merge is not None
        return merge

    def separate(self, merge: Merge, **said: Any) -> None:
        with self.cast.scope():
            Merge.objects.get(pk=merge.pk).undo(by=self.cast.bob, **said)
        trail.settle(self.cast)

    def rows(self) -> dict[str, list[Any]]:
        """All that could have moved, as it stands in the database."""
        tables = (
            "crm_contact",
            "crm_association",
            "inbox_conversation",
            "inbox_message",
            "inbox_visitor",
            "inbox_reaction",
        )
        found = {}
        with self.cast.scope(), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"SELECT to_jsonb(t) FROM {table} AS t ORDER BY t.id")
                found[table] = [row[0] for row in cursor.fetchall()]
            cursor.execute("SELECT to_jsonb(t) FROM timeline_entry AS t WHERE via_id IS NULL ORDER BY t.id")
            found["own entries"] = [row[0] for row in cursor.fetchall()]
            cursor.execute("SELECT subject_id, source_id FROM timeline_entry WHERE via_id IS NOT NULL ORDER BY 1, 2")
            found["entries by way of"] = cursor.fetchall()
            for table, shown in (("crm_recordword", "record_id, word"), ("crm_point", "record_id, kind, value")):
                cursor.execute(f"SELECT {shown} FROM {table} ORDER BY 1, 2")
                found[table] = cursor.fetchall()
        return found


@pytest.fixture
def two(cast, no_worker) -> Two:
    return Two(cast)


def test_all_that_hangs_on_one_hangs_on_the_other(two, client_for) -> None:
    with two.cast.scope():
        two.conversation.messages.first().react("👍", contact=two.ann)
    two.merge()
    with two.cast.scope():
        anna = Contact.objects.get(pk=two.anna.pk)
        assert (anna.name, anna.email) == ("Anna Weber", "anna@weber.example")
        assert Conversation.objects.get(pk=two.conversation.pk).contact_id == anna.pk
        assert Visitor.objects.get(pk=two.visitor.pk).contact_id == anna.pk
        assert Reaction.objects.get().contact_id == anna.pk
        assert {each.beyond(anna.ref): each.label for each in Association.objects.of(anna.ref)} == {
            two.weber.ref: "Billing",
            two.novak.ref: "",
            two.deal.ref: "Champion",
        }
        kinds = sorted(Entry.objects.on(anna.ref).values_list("kind", flat=True))
        assert kinds == ["call", "conversation", "note"]
        assert not Contact.objects.known().filter(pk=two.ann.pk).exists()
    client = client_for(two.cast.bob)
    assert client.get(f"/contacts/{two.ann.pk}/").url == f"/contacts/{two.anna.pk}/"
    assert f"/inbox/conversations/{two.conversation.pk}/" in client.get(f"/contacts/{two.anna.pk}/").content.decode()


def test_two_again_is_as_it_was_byte_for_byte(two) -> None:
    before = two.rows()
    two.separate(two.merge(choose=["name", "email"]))
    after = two.rows()
    assert after.keys() == before.keys()
    for table, rows in before.items():
        assert after[table] == rows, table


def test_what_the_other_says_counts_where_one_chose_so(two) -> None:
    with two.cast.scope():
        field = Field.make(by=two.cast.alice, of="contact", kind="text", name="Title")
        two.ann.change(by=two.cast.bob, custom={field.key: "Dr."})
    merge = two.merge(choose=["name"])
    with two.cast.scope():
        anna = Contact.objects.get(pk=two.anna.pk)
        assert (anna.name, anna.email, anna.custom) == ("Ann", "anna@weber.example", {"title": "Dr."})
    two.separate(merge)
    with two.cast.scope():
        anna = Contact.objects.get(pk=two.anna.pk)
        assert (anna.name, anna.custom) == ("Anna Weber", {})


@pytest.mark.covers("R2", "R6")
def test_unique_closed_and_required_fields_move_and_come_back(two) -> None:
    cast = two.cast
    with cast.scope():
        number = Field.make(by=cast.alice, of="contact", kind="text", name="Number", unique=True)
        pay = Field.make(by=cast.alice, of="contact", kind="text", name="Pay", editors=[cast.alice.role_id])
        two.ann.change(by=cast.alice, custom={number.key: "A-1", pay.key: "100"})
        two.anna.change(by=cast.alice, custom={pay.key: "50"})
    merge = two.merge(choose=["field_pay"])  # Bob may not set it, so what stands there stays
    with cast.scope():
        assert Contact.objects.get(pk=two.anna.pk).custom == {"number": "A-1", "pay": "50"}
        number.change(by=cast.alice, required=True)
    two.separate(merge)
    with cast.scope():
        assert Contact.objects.get(pk=two.anna.pk).custom == {"pay": "50"}
        assert Contact.objects.get(pk=two.ann.pk).custom == {"number": "A-1", "pay": "100"}
        assert FieldValue.objects.get(field=number).record_id == two.ann.pk


def test_what_came_since_goes_to_whom_one_says_and_what_was_written_stays(two) -> None:
    merge = two.merge()
    again = two.cast.visitor("Ann on her phone", inbox=two.cast.inbox("Careers"))
    with two.cast.scope():
        anna = Contact.objects.get(pk=two.anna.pk)
        again.contact = anna
        again.save(update_fields=["contact"])
    later = two.cast.conversation("A second time", visitor=again)
    with two.cast.scope():
        anna.change(by=two.cast.bob, name="Anna von Weber")
        Activity.log(by=two.cast.bob, kind="note", body="Stays", about=[anna.ref])
    trail.settle(two.cast)
    with two.cast.scope():
        since = Entry.objects.on(anna.ref).filter(kind="conversation", source_id=later.pk)
        goes = list(since.values_list("pk", flat=True))
        assert len(goes) == 1
    two.separate(merge, goes=goes)
    with two.cast.scope():
        assert Contact.objects.get(pk=two.anna.pk).name == "Anna von Weber"
        assert {str(each.contact_id) for each in Conversation.objects.all()} == {str(two.ann.pk)}
        assert sorted(Entry.objects.on(two.ann.ref).values_list("kind", flat=True)) == [
            "call",
            "conversation",
            "conversation",
            "note",
        ]
        assert sorted(Entry.objects.on(two.anna.ref).values_list("kind", flat=True)) == ["note", "note"]


def test_the_last_that_was_made_one_is_separated_first(two) -> None:
    first = two.merge()
    with two.cast.scope():
        other = Contact.make(by=two.cast.bob, name="Anna W.")
        second = other.take_in(Contact.objects.get(pk=two.anna.pk), by=two.cast.bob)
        assert second is not None
    with two.cast.scope(), pytest.raises(StillMerged):
        Merge.objects.get(pk=first.pk).undo(by=two.cast.bob)
    two.separate(second)
    two.separate(first)
    two.separate(first)  # a second time it is nothing
    with two.cast.scope():
        assert Contact.objects.filter(merged_into=None).count() == 3
        with pytest.raises(MergedWithItself):
            other.take_in(other, by=two.cast.bob)


def test_companies_are_made_one_with_those_below_them(cast) -> None:
    with cast.scope():
        kept, merged = (Company.make(by=cast.bob, name=name) for name in ("Weber GmbH", "Weber"))
        child = Company.make(by=cast.bob, name="Weber Bau", parent=merged)
    with cast.scope():
        merge = kept.take_in(merged, by=cast.bob)
        assert merge is not None
        assert Company.objects.get(pk=child.pk).parent_id == kept.pk
        assert {row.name for row in Company.objects.known().found_by("weber")} == {"Weber GmbH", "Weber Bau"}
    with cast.scope():
        Merge.objects.get(pk=merge.pk).undo(by=cast.bob)
        assert Company.objects.get(pk=child.pk).parent_id == merged.pk
        assert Company.objects.known().found_by("weber").count() == 3


def test_what_looks_like_one_is_suggested_with_why_until_somebody_says_they_are_two(cast, client_for) -> None:
    with cast.scope():
        anna = Contact.make(by=cast.bob, name="Anna Weber", email="anna@weber.example", phone="+49301234567")
        with clock.as_of(clock.now() + timedelta(seconds=1)):
            later = Contact.meet(name="weber anna", email="Anna@Weber.example")
            Contact.make(by=cast.bob, name="Anna", phone="+49301234567")
        Contact.make(by=cast.bob, name="Ben")
        Contact.make(by=cast.bob, name="Ben")
        found = pairs(Contact)
        assert ({found[0].one.pk, found[0].other.pk}, found[0].reasons) == (
            {anna.pk, later.pk},
            ["the same email", "the same name"],
        )
        assert [pair.reasons for pair in found[1:]] == [["the same number"]]
    client = client_for(cast.bob)
    assert "the same email" in client.get("/duplicates/contact/").content.decode()
    assert len(client.get("/api/v1/duplicates/contact/").json()) == 2
    client.post(f"/duplicates/contact/{anna.pk}/{later.pk}/apart/")
    with cast.scope():
        assert Apart.objects.count() == 1
        assert len(pairs(Contact)) == 1


def test_a_person_compares_makes_one_and_separates(two, client_for) -> None:
    client = client_for(two.cast.bob)
    url = f"/records/contact/{two.anna.pk}/merge/{two.ann.pk}/"
    page = client.get(url).content.decode()
    assert 'name="choose" value="email"' in page
    assert client.post(url, {"choose": ["email"]}).url == f"/contacts/{two.anna.pk}/"
    with two.cast.scope():
        merge = Merge.objects.get()
        assert Contact.objects.get(pk=two.anna.pk).email == "ann@client.example"
    assert client.post(url).status_code == 404
    page = client.get(f"/contacts/{two.anna.pk}/").content.decode()
    assert f"/merges/{merge.pk}/" in page
    assert "becomes a record of its own again" in client.get(f"/merges/{merge.pk}/").content.decode()
    assert client.post(f"/merges/{merge.pk}/").url == f"/contacts/{two.ann.pk}/"
    assert client.get(f"/merges/{merge.pk}/").status_code == 404


def test_whatever_names_a_contact_or_a_company_is_moved(cast) -> None:
    """A column that a room adds and does not tell of (`hangs`) would be left behind."""
    told = {(each.table, each.column) for kind in ("contact", "company") for each in hanging_on(kind)}
    named = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.related_model in (Contact, Company) and field.name != "merged_into"
    }
    assert named <= told
