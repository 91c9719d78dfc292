"""A company, a household or a body that the firm works for or with."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core.models import FirmForeignKey, FirmManager
from core.tenancy import current_firm_id
from core.words import phone_words, words
from crm.errors import CompanyCircle, CompanyNameless
from crm.events import CompanyChanged, CompanyMade, CompanyMerged, CompanyPlaced
from crm.models.changing import as_is, line
from crm.models.lifecycle import Lifecycle
from crm.models.merge.moving import hangs
from crm.models.merging import Merging, MergingQuerySet
from crm.models.record import Record
from ledger.record import record

DEEPEST = 20
"""Companies above each other; a firm's holding has fewer."""


class CompanyManager(FirmManager.from_queryset(MergingQuerySet)):  # type: ignore[misc]
    """`Company.objects.known().found_by("web")`."""


class Company(Merging):
    KIND: ClassVar = "company"
    FIELDS: ClassVar = {
        "name": line(200),
        "domain": line(253),
        "phone": line(32),
        "lifecycle": as_is,
        "parent": as_is,
        "owner": as_is,
    }
    NAMED_BY: ClassVar = ("name", "domain")
    FOUND_BY: ClassVar = frozenset({"name", "domain", "phone", "merged_into"})
    NAMELESS: ClassVar = CompanyNameless
    MADE: ClassVar = CompanyMade
    MERGED: ClassVar = CompanyMerged
    CHANGED: ClassVar = CompanyChanged

    name = models.CharField(_("name"), max_length=200, blank=True)
    domain = models.CharField(_("website"), max_length=253, blank=True)  # a host name, as "client.example"
    phone = models.CharField(_("phone"), max_length=32, blank=True)  # E.164
    lifecycle = models.CharField(_("lifecycle stage"), max_length=12, choices=Lifecycle, blank=True)
    parent = FirmForeignKey("crm.Company", on_delete=models.SET_NULL, null=True, blank=True, related_name="children")

    objects = CompanyManager()  # type: ignore[misc]

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["firm", "-created_at", "-id"], name="companies_newest_first"),
            models.Index(fields=["firm", "parent"], condition=models.Q(parent__isnull=False), name="child_companies"),
            models.Index(fields=["firm", "domain"], name="companies_by_domain"),
        ]

    @property
    def label(self) -> str:
        return self.name or self.domain

    def found_words(self) -> set[str]:
        if self.merged_into_id is not None:
            return set()
        return words(self.name) | words(self.domain) | phone_words(self.phone)

    def points(self) -> set[tuple[str, str]]:
        if self.merged_into_id is not None:
            return set()
        own = (("domain", self.domain), ("phone", self.phone), ("name", self.name.casefold()))
        return {point for point in own if point[1]}

    def take_change(self, news: Mapping[str, Any], *, by: Membership | None) -> None:
        was = self.parent_id
        super().take_change(news, by=by)
        if "parent" in news:
            record(CompanyPlaced(self.pk, self.parent_id, was), by=by, subject=self)

    @classmethod
    def _made(cls, by: Membership | None, id: UUID, known: Mapping[str, Any]) -> Self:
        made = super()._made(by, id, known)
        if made.parent_id is not None:
            record(CompanyPlaced(made.pk, made.parent_id, None), by=by, subject=made)
        return made

    def check_change(self, news: Mapping[str, Any]) -> None:
        """A company stands below no company that stands below it. Who gives a parent waits for whoever does so too."""
        above = news.get("parent")
        if above is None:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('crm_company.parent'), %s)", [current_firm_id() % 2**31]
            )
        for _step in range(DEEPEST):
            if above is None:
                return
            if above.pk == self.pk:
                break
            above = type(self).objects.select_related("parent").get(pk=above.pk).parent
        raise CompanyCircle


hangs("company", Company, "parent")
