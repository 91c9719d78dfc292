"""Conversations leave as a file; where there is none yet, the work ends with nothing to download."""

import pytest
from django.urls import reverse

from live.models import Job
from live.tasks import run_job

pytestmark = pytest.mark.covers("L5")


@pytest.mark.parametrize("said", [["Hello", "Good morning"], []])
def test_all_there_is_leaves_in_one_file(cast, client_for, no_worker, said: list[str]) -> None:
    for words in said:
        cast.conversation(words)
    alice = client_for(cast.alice)
    alice.post(reverse("jobs:page"), {"kind": "inbox.export"})
    with cast.scope():
        job = Job.objects.get(started_by=cast.alice)
    run_job(firm_id=cast.acme.pk, job_id=str(job.pk))
    done = alice.get(reverse("api:job", args=[job.pk])).json()
    assert (done["state"], done["done"], bool(done["result"])) == ("done", len(said), bool(said))
