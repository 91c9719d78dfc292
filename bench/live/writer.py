"""An agents' process of its own: replies in conversations at a fixed rate, through the model verb.

writer.py FIRM MEMBERSHIP RATE COUNT LOG CONVERSATION…

Reply number i says "bench-i" in conversation i modulo their count. For each the log gets a line "i BEGUN RETURNED":
when the transaction began and when PostgreSQL's COMMIT returned, before anything that follows it, in nanoseconds.
Says "ready", then waits for a line.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import django

THREADS = 4

if __name__ == "__main__":
    django.setup()

from django.db import transaction  # noqa: E402

from accounts.models import Membership  # noqa: E402
from core.tenancy import firm_scope  # noqa: E402  (Django must be set up first)
from inbox.models import Conversation  # noqa: E402


def reply(firm_id: int, membership: Membership, conversation_id: UUID, number: int) -> str:
    begun, returned = time.time_ns(), []
    with firm_scope(firm_id), transaction.atomic():
        transaction.on_commit(lambda: returned.append(time.time_ns()))  # the first to be called
        conversation = Conversation.objects.get(pk=conversation_id)
        conversation.reply(by=membership, body=f"bench-{number} " + "We can, and we would be glad to. " * 5)
    return f"{number} {begun} {returned[0]}\n"


def main(firm: str, member: str, rate: str, count: str, log: str, *conversations: str) -> None:
    firm_id, ids = int(firm), [UUID(id) for id in conversations]
    with firm_scope(firm_id), transaction.atomic():
        membership = Membership.objects.select_related("role", "person").get(pk=int(member))
    # One thread for each group of conversations, so that replies to one follow each other.
    threads = [ThreadPoolExecutor(1) for _ in range(THREADS)]
    for place, id in enumerate(ids):
        threads[place % THREADS].submit(reply, firm_id, membership, id, 0).result()
    print("ready", flush=True)
    sys.stdin.readline()
    began, futures = time.perf_counter(), []
    for number in range(1, int(count) + 1):
        time.sleep(max(0.0, began + number / float(rate) - time.perf_counter()))
        place = number % len(ids)
        futures.append(threads[place % THREADS].submit(reply, firm_id, membership, ids[place], number))
    Path(log).write_text("".join(future.result() for future in futures))
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
