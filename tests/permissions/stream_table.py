"""Every kind of stream × who asks for it. A kind that is not listed fails the suite.

The company's people, as they come to the socket:

    owner admin agent viewer   of Acme, each of the built-in role
    colleague                  an agent of Acme who is not in the advisers' team
    former                     was an agent of Acme until today
    foreign                    owner of Borealis
    client                     the visitor whose conversation it is
    stranger                   another visitor of the same inbox
    foreign_client             a visitor of Borealis
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import Team
from core import clock
from inbox.models import InboxTeam, Visitor, VisitorIdentity
from live.actors import Actor
from tests.cast import Cast
from tests.crm.boards import Sales

COLLEAGUES = ("owner", "admin", "agent", "colleague", "viewer", "former", "foreign")
VISITORS = ("client", "stranger", "foreign_client")
EVERYBODY = (*COLLEAGUES, *VISITORS)


class Company(Cast):
    """The cast with an admin, a team, an inbox of that team, and a conversation in each inbox."""

    def __init__(self) -> None:
        super().__init__()
        self.adam = self.join("Adam Ames", "admin")
        self.frank = self.join("Frank Former", "agent")
        with self.scope():
            self.frank.end(by=self.alice)
            self.advisers = Team.form(by=self.alice, name="Advisers")
            self.advisers.add(self.bob, by=self.alice)
            self.taxes = self.inbox("Taxes")
            InboxTeam.objects.create(inbox=self.taxes, team=self.advisers)
        self.vera = self.visitor("Vera")
        self.tom = self.visitor("Tom", inbox=self.taxes)
        with self.scope():
            identity = VisitorIdentity.objects.create(inbox=self.website, subject="vera", created_at=clock.now())
            Visitor.objects.filter(pk=self.vera.pk).update(identity=identity)
        self.vera.identity = identity
        self.signed_in = self.vera
        self.open_talk = self.conversation("Is anybody there?", visitor=self.vera)
        self.tax_talk = self.conversation("About my taxes.", visitor=self.tom)
        self.sales = Sales(self)

    def actor(self, who: str) -> Actor:
        members = dict(
            zip(
                COLLEAGUES,
                (self.alice, self.adam, self.bob, self.carol, self.dora, self.frank, self.boris),
                strict=True,
            )
        )
        if who in members:
            member = members[who]
            return Actor(kind="agent", firm_id=member.firm_id, id=member.pk, name=member.name)
        visitors = {
            "client": self.vera,
            "stranger": self.visitor(),
            "foreign_client": self.visitor(inbox=self.their_website),
        }
        return as_actor(visitors[who])


def as_actor(visitor: Visitor) -> Actor:
    return Actor(kind="visitor", firm_id=visitor.firm_id, id=str(visitor.pk), name="Visitor")


@dataclass(frozen=True)
class Row:
    """A stream of `kind`, and those who may have it."""

    kind: str
    about: str
    key: Callable[[Company], Any]
    may: str

    def __str__(self) -> str:
        return f"{self.kind}, {self.about}"

    def stream(self, company: Company) -> str:
        return f"{self.kind}:{self.key(company)}"

    @property
    def expected(self) -> dict[str, bool]:
        return {who: who in self.may.split() for who in EVERYBODY}


ROWS = [
    Row("firm", "one's own", lambda c: c.acme.pk, "owner admin agent colleague viewer"),
    Row("firm", "another", lambda c: c.borealis.pk, "foreign"),
    Row("person", "an agent's", lambda c: c.bob.pk, "agent"),
    Row("person", "of one who left", lambda c: c.frank.pk, ""),
    Row("person", "of Borealis", lambda c: c.boris.pk, "foreign"),
    Row("access", "the hub's own", lambda c: c.bob.pk, ""),
    Row("inbox", "everybody's", lambda c: c.website.pk, "owner admin agent colleague viewer"),
    Row("inbox", "a team's", lambda c: c.taxes.pk, "owner admin agent"),
    Row("inbox", "of Borealis", lambda c: c.their_website.pk, "foreign"),
    Row("inbox", "that is none", lambda c: "7", ""),
    Row("conversation", "in everybody's inbox", lambda c: c.open_talk.pk, "owner admin agent colleague viewer"),
    Row("conversation", "in a team's inbox", lambda c: c.tax_talk.pk, "owner admin agent"),
    Row("conversation", "that is none", lambda c: c.website.pk, ""),
    Row("records", "Acme's contacts", lambda c: f"contact-{c.acme.pk}", "owner admin agent colleague viewer"),
    Row("records", "Acme's deals", lambda c: f"deal-{c.acme.pk}", "owner admin agent colleague viewer"),
    Row("records", "of Borealis", lambda c: f"company-{c.borealis.pk}", "foreign"),
    Row("records", "of no kind", lambda c: f"ticket-{c.acme.pk}", ""),
    Row("board", "of Acme", lambda c: c.sales.pipeline.pk, "owner admin agent colleague viewer"),
    Row("board", "that is none", lambda c: c.open_talk.pk, ""),
    Row("timeline", "a deal's", lambda c: f"deal-{c.sales.deal('Audit').pk}", "owner admin agent colleague viewer"),
    Row("timeline", "a contact's", lambda c: f"contact-{c.vera.contact_id}", "owner admin agent colleague viewer"),
    Row("timeline", "of a kind that has none", lambda c: f"conversation-{c.open_talk.pk}", ""),
    Row("visitor", "the client's", lambda c: c.open_talk.pk, "client"),
    Row("visitor", "another client's", lambda c: c.tax_talk.pk, ""),
    Row("identity", "a signed-in client's", lambda c: c.signed_in.identity_id, "client"),
    Row("identity", "that is none", lambda c: c.vera.pk, ""),
    Row("widget", "of everybody's inbox", lambda c: c.website.key, "client stranger"),
    Row("widget", "of a team's inbox", lambda c: c.taxes.key, ""),
    Row("widget", "by another id than its key", lambda c: c.website.pk, ""),
    Row("visitor", "that is none", lambda c: c.vera.pk, ""),
]
