"""A file of a firm: its bytes stand in the store by their hash; this row says what they are and who brought them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.models import Membership
from core.models import FirmForeignKey, FirmManager, FirmQuerySet, IdModel
from core.tenancy import current_firm_id
from files import store
from files.intake import examine
from files.kinds import PDF, SHOWN, TEXT, as_words
from files.limits import LINK_LASTS, PREVIEWED, SHOWN_HEIGHT, SHOWN_WIDTH
from files.links import FULL, LOOK, SQUARE, THUMBNAIL, Purpose, end_of, link
from files.thumbnails import small_copy


class FileQuerySet(FirmQuerySet):
    def visible_to(self, membership: Membership) -> Self:
        from files.policies import visible_files

        return self.filter(visible_files(membership))


class FileManager(FirmManager.from_queryset(FileQuerySet)):  # type: ignore[misc]
    """Reach a file through the person: `File.objects.visible_to(membership)`."""


class File(IdModel):
    """`take_in` examines and keeps an upload; `url` and `thumbnail_url` are short-lived links on CONTENT_URL."""

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)  # by the content, never by the name
    name = models.CharField(max_length=255)
    width = models.PositiveIntegerField(null=True)  # pixels as shown, for pictures
    height = models.PositiveIntegerField(null=True)
    uploaded_by = FirmForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    is_withheld = models.BooleanField(default=False)  # what it hung on was deleted: nobody gets its bytes

    objects: ClassVar = FileManager()

    class Meta(IdModel.Meta):
        indexes = [models.Index(fields=["firm", "sha256"], name="files_by_content")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def take_in(cls, upload: Any, *, by: Membership | None = None, name: str = "", largest: int | None = None) -> Self:
        """Examine `upload` (an open file with a `name`), keep its bytes encrypted and return its row.

        Raises FileRefused with a sentence. `by` is None for a visitor. Bytes whose row is rolled back are swept a day later.
        `largest` is for what we wrote ourselves; what people bring is bounded by FILE_MAX_BYTES.
        """
        found = examine(upload, name or upload.name or "", largest)
        upload.seek(0)
        store.put(current_firm_id(), found.sha256, found.size, upload)
        return cls.objects.create(
            sha256=found.sha256,
            size=found.size,
            media_type=found.media_type,
            name=found.name,
            width=found.width,
            height=found.height,
            uploaded_by=by,
        )

    def again(self, *, by: Membership | None) -> Self:
        """Another row of the same bytes, with a life of its own: what befalls this one does not befall that."""
        same = ("sha256", "size", "media_type", "name", "width", "height")
        return type(self).objects.create(uploaded_by=by, **{name: getattr(self, name) for name in same})

    def withhold(self, withheld: bool) -> None:
        """Give its bytes to nobody, not even by links that were handed out; or again to those who may."""
        self.is_withheld = withheld
        self.save(update_fields=["is_withheld"])

    @property
    def is_picture(self) -> bool:
        """Whether every browser can show it, and it may be shown in place."""
        return any(kind.media_type == self.media_type for kind in SHOWN)

    @property
    def is_text(self) -> bool:
        return self.media_type == TEXT.media_type

    @property
    def is_pdf(self) -> bool:
        """Whether browsers show it in a tab of its own."""
        return self.media_type == PDF.media_type

    def beginning(self) -> tuple[str, bool]:
        """The words of a text as far as a preview shows them, and whether that is all. Raises Damaged."""
        head = b"".join(self.read(0, min(self.size, PREVIEWED)))
        return as_words(head), self.size <= PREVIEWED

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height in CSS pixels as a thread shows it, so that its place is kept before it is there."""
        width, height = self.width or SHOWN_WIDTH, self.height or SHOWN_HEIGHT
        scale = min(1, SHOWN_WIDTH / width, SHOWN_HEIGHT / height)
        return max(1, round(width * scale)), max(1, round(height * scale))

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to `stop`. Raises Damaged."""
        return store.read(self.firm_id, self.sha256, self.size, start, stop)

    def small(self, purpose: Purpose) -> bytes:
        """A small WebP copy (`THUMBNAIL` fits, `SQUARE` is cut); made once, then kept. Raises NoPicture, Damaged."""
        return small_copy(self, purpose)

    def get_absolute_url(self) -> str:
        """Where a signed-in colleague opens it: asks for their right each time and never expires."""
        return reverse("files:file", urlconf=settings.ROOT_URLCONF, args=[self.pk])

    def url(self, lasts: timedelta = LINK_LASTS) -> str:
        """A link to the bytes that works without signing in, for `lasts` (and up to six hours more)."""
        return link(self.firm_id, self.pk, FULL, lasts)

    def look_url(self, lasts: timedelta = LINK_LASTS) -> str:
        """The same to a PDF that is shown instead of saved; empty for anything else."""
        return link(self.firm_id, self.pk, LOOK, lasts) if self.is_pdf else ""

    def link_ends_at(self, lasts: timedelta = LINK_LASTS) -> datetime:
        """When links made now end."""
        return end_of(lasts)

    def thumbnail_url(self, lasts: timedelta = LINK_LASTS) -> str:
        """The same to a picture that fits into 640 × 640; empty for what is no picture."""
        return link(self.firm_id, self.pk, THUMBNAIL, lasts) if self.is_picture else ""

    def square_url(self, lasts: timedelta = LINK_LASTS) -> str:
        """The same to the middle of the picture at 192 × 192, for faces."""
        return link(self.firm_id, self.pk, SQUARE, lasts) if self.is_picture else ""
