"""The inbox's long work: the export of all conversations a person may see."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File as Upload
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.tenancy import current_firm_id
from files.models import File
from inbox.bulk import doing
from inbox.models import Conversation, Message
from inbox.policies import MANAGE
from live.jobs import long_work
from live.models import Job

BATCH = 200
"""Conversations a step."""


def link(job: Job) -> str:
    file = File.objects.filter(pk=job.result.get("file")).first()
    return file.url() if file else ""


def clean_up(job: Job) -> None:
    part_of(job).unlink(missing_ok=True)


@long_work(
    "inbox.export",
    label=_("Export of conversations"),
    offer=_("Export conversations"),
    permission=MANAGE,
    clean_up=clean_up,
    result=link,
)
def export(job: Job) -> bool:
    """Append the next conversations to the part; at the end take it in as a file.

    The part is cut back to where the last committed step ended, so what a killed worker wrote is written over.
    """
    seen = Conversation.objects.visible_to(job.started_by)
    if job.total is None:
        job.total = seen.count()
    after = job.position.get("after")
    batch = list(
        seen.filter(**({"id__gt": UUID(after)} if after else {}))
        .select_related("contact", "inbox")
        .order_by("id")[:BATCH]
    )
    if not batch:
        job.result = {"file": str(take_in(job).pk)} if job.done else {}
        return False
    job.position = {"after": str(batch[-1].pk), "bytes": append(job, batch)}
    job.done += len(batch)
    return True


long_work(doing.WORK, label=_("Many conversations at once"), clean_up=doing.stop)(doing.work)


def append(job: Job, batch: list[Any]) -> int:
    """Write the batch as JSON Lines behind what is committed. Returns the part's length in bytes."""
    lines: dict[UUID, list[Any]] = {conversation.pk: [] for conversation in batch}
    for message in (
        Message.objects.filter(conversation__in=batch)
        .select_related("author", "contact")
        .order_by("conversation_id", "seq")
    ):
        lines[message.conversation_id].append(message)
    part = part_of(job)
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("r+b" if part.exists() else "w+b") as file:
        file.truncate(job.position.get("bytes", 0))
        file.seek(0, 2)
        for conversation in batch:
            file.write(json.dumps(as_data(conversation, lines[conversation.pk]), ensure_ascii=False).encode() + b"\n")
        return file.tell()


def as_data(conversation: Any, messages: list[Any]) -> dict[str, Any]:
    return {
        "id": str(conversation.pk),
        "inbox": conversation.inbox.name,
        "contact": {
            "id": str(conversation.contact_id),
            "name": conversation.contact.name,
            "email": conversation.contact.email,
        },
        "started": conversation.created_at.isoformat(),
        "closed": conversation.closed_at and conversation.closed_at.isoformat(),
        "lines": [
            {
                "id": str(message.pk),
                "seq": message.seq,
                "kind": message.kind,
                "author": message.author.name if message.author else message.contact.label if message.contact else None,
                "at": message.created_at.isoformat(),
                **(
                    {"event": message.event, "data": message.data}
                    if message.kind == "event"
                    else {"body": message.body}
                ),
            }
            for message in messages
        ],
    }


def take_in(job: Job) -> File:
    """The finished part as a file. It is as large as what the firm has written, and bounded by nothing else."""
    with part_of(job).open("rb") as file:
        upload = Upload(file, name=f"conversations-{job.created_at:%Y-%m-%d}.jsonl")
        kept = File.take_in(upload, by=job.started_by, largest=upload.size)
    transaction.on_commit(lambda: clean_up(job))
    return kept


def part_of(job: Job) -> Path:
    """The file being written, where every worker of the installation finds it."""
    return Path(settings.FILES_DIR) / "parts" / str(current_firm_id()) / f"{job.pk}.jsonl"
