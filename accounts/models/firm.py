"""A firm: the tenant that owns everything else."""

from typing import TYPE_CHECKING, Any, Self

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.events import FirmChanged, MemberJoined
from core.tenancy import firm_scope
from core.text import one_line
from ledger.record import record

if TYPE_CHECKING:
    from accounts.models.invitation import Invitation
    from accounts.models.membership import Membership
    from accounts.models.person import Person
    from accounts.models.role import Role

SETTINGS = ("name", "time_zone", "language", "accent")


class Firm(models.Model):
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    accent = models.CharField(_("colour"), max_length=9, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def found(cls, *, name: str, slug: str, time_zone: str = "UTC") -> Self:
        """A new firm with its built-in roles. Its id is drawn first, as the wall asks for it to be in scope."""
        from accounts.models.role import Role

        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('accounts_firm', 'id'))")
            firm_id = cursor.fetchone()[0]
        with firm_scope(firm_id), transaction.atomic():
            firm = cls.objects.create(id=firm_id, name=name, slug=slug, time_zone=time_zone)
            Role.objects.bulk_create([Role(firm=firm, kind=kind, name=str(kind.label)) for kind in Role.BUILT_IN])
        return firm

    def admit(
        self,
        person: "Person",
        *,
        role: "Role",
        name: str,
        by: "Membership | None" = None,
        invitation: "Invitation | None" = None,
    ) -> "Membership":
        """Let a person work here; who left earlier comes back to their old place with this role."""
        from accounts.models.membership import Membership

        member, _new = Membership.objects.update_or_create(
            person=person,
            defaults={"role": role, "ended_at": None},
            create_defaults={"role": role, "name": one_line(name, 120), "time_zone": self.time_zone},
        )
        fact = MemberJoined(member.pk, invitation.pk if invitation else None)
        record(fact, by=by or member, subject=member, changes={"role": (None, role.name)})
        return member

    def change(self, *, by: "Membership", **settings: Any) -> None:
        """Set any of SETTINGS."""
        if unknown := settings.keys() - set(SETTINGS):
            raise TypeError(f"Not a setting of a firm: {', '.join(sorted(unknown))}")
        if "name" in settings:
            settings["name"] = one_line(settings["name"], 120)
        changes = {
            name: (getattr(self, name), value) for name, value in settings.items() if getattr(self, name) != value
        }
        if not changes:
            return
        for name, (_before, after) in changes.items():
            setattr(self, name, after)
        self.save(update_fields=list(changes))
        record(FirmChanged(list(changes)), by=by, subject=self, changes=changes)
