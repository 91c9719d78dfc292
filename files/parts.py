"""A file that long work writes step by step: cut back to where the last committed step ended, taken in when it is whole.

What a killed worker wrote is written over. The part is as large as what the firm has, and bounded by nothing else.
"""

from pathlib import Path

from django.conf import settings
from django.core.files import File as Upload
from django.db import transaction

from core.tenancy import current_firm_id
from files.models import File
from live.models import Job


class Part:
    """`Part(job, "csv").append(text)`; its length in bytes stands in the job's position."""

    def __init__(self, job: Job, ending: str) -> None:
        self.job, self.ending = job, ending
        self.path = Path(settings.FILES_DIR) / "parts" / str(current_firm_id()) / f"{job.pk}.{ending}"

    def append(self, text: bytes) -> int:
        """Write behind what is committed. Returns the part's length."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("r+b" if self.path.exists() else "w+b") as file:
            file.truncate(self.job.position.get("bytes", 0))
            file.seek(0, 2)
            file.write(text)
            return file.tell()

    def take_in(self, name: str) -> File:
        """As a file called after the day on which the work was asked for."""
        with self.path.open("rb") as file:
            upload = Upload(file, name=f"{name}-{self.job.created_at:%Y-%m-%d}.{self.ending}")
            kept = File.take_in(upload, by=self.job.started_by, largest=upload.size)
        transaction.on_commit(self.drop)
        return kept

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)


def link(job: Job) -> str:
    """Where the file that the work made is fetched from."""
    file = File.objects.filter(pk=job.result.get("file")).first()
    return file.url() if file else ""
