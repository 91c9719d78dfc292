"""Founding the demo firms: Acme Advisory with its people and website chat, and Borealis, who see none of it."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import Firm, Membership, Person, Role, Team
from core.tenancy import firm_scope
from inbox.models import Inbox, Macro, ProactiveMessage
from project.demo import mandates, telling
from project.demo.passwords import passwords
from project.guide import demo_page
from timeline import library
from timeline.models import Snippet

KEY = UUID("01900000-0000-7000-8000-00000000ac3e")
"""Of Acme's inbox, as demo/demo.js names it."""
ACME = {
    "alice@acme.example": ("Alice Archer", "owner", "Partner, succession"),
    "bob@acme.example": ("Bob Brandt", "agent", "Tax adviser"),
    "carol@acme.example": ("Carol Chen", "agent", "Mergers and sales"),
    "dora@acme.example": ("Dora Dietz", "viewer", "Trainee"),
}
BOREALIS = {"boris@borealis.example": ("Boris Berg", "owner", "Founder")}
GREETING = "Hello! Ask us anything about tax, handing over or selling. Alice, Bob or Carol answers."


def load() -> bool:
    """Both firms, unless they are here. Returns whether one was made. Cut off half-way, a firm is not there at all."""
    secrets, new = passwords([*ACME, *BOREALIS])
    known = set(Person.objects.filter(email__in=secrets).values_list("email", flat=True))
    missing = [found for people, found in ((ACME, _acme), (BOREALIS, _borealis)) if not known & people.keys()]
    made = [_found_unless_here(found, secrets) for found in missing]
    for person in Person.objects.filter(email__in=known & new):  # the file of passwords was lost
        person.set_password(secrets[person.email])
        person.save(update_fields=["password"])
    _let_in_the_page(known & ACME.keys())
    return any(made)


def _found_unless_here(found: Callable[[dict[str, str]], None], secrets: dict[str, str]) -> bool:
    """All its people may have other addresses by now: then the firm's own name says that it is here."""
    try:
        with transaction.atomic():
            found(secrets)
    except IntegrityError as error:
        if "accounts_firm_slug" not in str(error):
            raise
        return False
    return True


def _acme(secrets: dict[str, str]) -> None:
    acme, people = _found("Acme Advisory", "acme", ACME, secrets)
    with firm_scope(acme.pk):
        telling.tell(_website(people), _teams(people), people)
        mandates.tell(people)
        _ready_to_hand(people["Alice"])


def _borealis(secrets: dict[str, str]) -> None:
    borealis, people = _found("Borealis", "borealis", BOREALIS, secrets)
    with firm_scope(borealis.pk):
        Inbox.make(by=people["Boris"], name="Website", greeting="Welcome to Borealis.")


def _let_in_the_page(addresses: set[str]) -> None:
    """The demo page may stand on another port than last time. Whoever of Acme is still here does it."""
    for person in Person.objects.filter(email__in=addresses):
        for firm_id, membership_id in person.firms():
            with firm_scope(firm_id), transaction.atomic():
                inbox = Inbox.objects.filter(key=KEY).first()
                if inbox and not set(_origins()) <= set(inbox.allowed_origins):
                    origins = sorted({*inbox.allowed_origins, *_origins()})
                    inbox.change(by=Membership.objects.get(pk=membership_id), allowed_origins=origins)


def _found(
    name: str, slug: str, staff: dict[str, tuple[str, str, str]], secrets: dict[str, str]
) -> tuple[Firm, dict[str, Membership]]:
    firm = Firm.found(name=name, slug=slug, time_zone="Europe/Vienna")
    people = {}
    with firm_scope(firm.pk):
        for email, (full_name, kind, title) in staff.items():
            person = Person.objects.create_user(email, secrets[email])
            member = firm.admit(person, role=Role.objects.get(kind=kind), name=full_name)
            member.change_profile(by=member, job_title=title)
            people[full_name.split()[0]] = member
    return firm, people


def _website(people: dict[str, Membership]) -> Inbox:
    inbox = Inbox.make(by=people["Alice"], name="Website", greeting=GREETING, allowed_origins=_origins())
    Inbox.objects.filter(pk=inbox.pk).update(key=KEY)  # so that the page in demo/ can name it beforehand
    inbox.key = KEY
    question = "Not sure which of these you need? Tell us about your firm, and we say what it would cost."
    ProactiveMessage.make(inbox, by=people["Alice"], text=question, pages=["/fees*"], after_seconds=8)
    return inbox


def _teams(people: dict[str, Membership]) -> dict[str, Team]:
    teams = {}
    for name, members in {"Tax": ("Alice", "Bob"), "Sales of firms": ("Alice", "Carol")}.items():
        teams[name] = Team.form(by=people["Alice"], name=name)
        for member in members:
            teams[name].add(people[member], by=people["Alice"])
    return teams


def _ready_to_hand(alice: Membership) -> None:
    """The ready-made snippets, and macros that use them."""
    library.take_in(alice)
    closing = Snippet.objects.get(shortcut="logclosing")
    thank = [{"do": "reply", "snippet": str(closing.pk)}, {"do": "close"}]
    mine = [{"do": "assign", "to": "me"}, {"do": "priority", "priority": "high"}, {"do": "snooze", "until": "tomorrow"}]
    Macro.make(by=alice, name="Thank and close", steps=thank, sharing="firm")
    Macro.make(by=alice, name="Mine, tomorrow", steps=mine, sharing="firm")


def _origins() -> list[str]:
    """Where the demo page may stand: beside `./dev run`, and on the port its README names."""
    beside = demo_page().partition("/?")[0].rstrip("/")
    return sorted({beside, "http://127.0.0.1:8080"})


def may_load() -> bool:
    """Never where strangers could sign in with a password that was printed."""
    return settings.DEVELOPMENT and settings.PUBLIC_URL.startswith("http://127.0.0.1:")
