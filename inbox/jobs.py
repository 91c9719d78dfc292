"""The inbox's long work: the export of all conversations a person may see."""

import json
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from files.parts import Part, link
from inbox.bulk import doing
from inbox.models import Conversation, Message
from inbox.policies import MANAGE
from live.jobs import long_work
from live.models import Job

BATCH = 200
"""Conversations a step."""


def clean_up(job: Job) -> None:
    part_of(job).drop()


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
        job.result = {"file": str(part_of(job).take_in("conversations").pk)} if job.done else {}
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
    told = (json.dumps(as_data(each, lines[each.pk]), ensure_ascii=False) for each in batch)
    return part_of(job).append("".join(f"{line}\n" for line in told).encode())


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


def part_of(job: Job) -> Part:
    return Part(job, "jsonl")
