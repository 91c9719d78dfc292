"""Long work: it goes on where a killed worker left it, can be stopped, and says how far it is."""

from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from core.ids import uuid7
from crm.models import Contact
from ledger.models import StreamFrame
from live.jobs import long_work, start
from live.jobs.registry import WorkProblem
from live.jobs.run import ATTEMPTS, left_behind, run, step
from live.models import Job
from tests.support.waiting import until

pytestmark = pytest.mark.covers("L5")
STEPS = 4
falls: dict[str, BaseException] = {}


class Killed(BaseException):
    """Stands for a worker that is gone in the middle of a step."""


@long_work("tests.count", label="Counting")
def count(job: Job) -> bool:
    """Writes one contact a step; falls over where `falls` says so."""
    job.total = STEPS
    number = job.position.get("next", 0)
    Contact.objects.create(name=str(job.pk), phone=str(number))
    if (problem := falls.pop(f"{job.pk}:{number}", None)) is not None:
        raise problem
    job.position, job.done = {"next": number + 1}, number + 1
    return number + 1 < STEPS


def begin(cast, **options: Any) -> Job:
    with cast.scope():
        return start("tests.count", by=cast.alice, **options)


def written(cast, job: Job) -> list[str]:
    with cast.scope():
        return list(Contact.objects.filter(name=str(job.pk)).order_by("id").values_list("phone", flat=True))


def again(cast, job: Job) -> Job:
    with cast.scope():
        return Job.objects.get(pk=job.pk)


def test_it_runs_to_its_end(cast) -> None:
    job = begin(cast)
    run(cast.acme.pk, job.pk)
    job = again(cast, job)
    assert (job.state, job.done, job.total, job.percent) == ("done", STEPS, STEPS, 100)
    assert written(cast, job) == ["0", "1", "2", "3"]


def test_its_progress_is_told_to_whoever_started_it(cast) -> None:
    job = begin(cast)
    run(cast.acme.pk, job.pk)
    with cast.scope():
        bodies = list(
            StreamFrame.objects.filter(stream=f"person:{cast.alice.pk}").order_by("seq").values_list("body", flat=True)
        )
    assert len([body for body in bodies if f"job-{job.pk}" in body]) == STEPS + 1


@pytest.mark.parametrize("where", range(STEPS))
def test_a_worker_killed_in_a_step_costs_that_step_only(cast, where: int) -> None:
    job = begin(cast)
    falls[f"{job.pk}:{where}"] = Killed()
    with pytest.raises(Killed):
        run(cast.acme.pk, job.pk)
    assert written(cast, job) == [str(number) for number in range(where)]
    run(cast.acme.pk, job.pk)
    assert written(cast, job) == ["0", "1", "2", "3"]


def test_a_stopped_job_stops_after_its_step(cast) -> None:
    job = begin(cast)
    with cast.scope():
        step(job.pk)
        job.ask_to_cancel(by=cast.alice)
    run(cast.acme.pk, job.pk)
    assert again(cast, job).state == "cancelled"
    assert written(cast, job) == ["0"]


def test_a_passing_fault_is_tried_again(cast) -> None:
    job = begin(cast)
    falls[f"{job.pk}:1"] = RuntimeError("once")
    run(cast.acme.pk, job.pk)
    assert again(cast, job).state == "done"
    assert written(cast, job) == ["0", "1", "2", "3"]


def test_a_lasting_problem_ends_with_a_sentence(cast) -> None:
    job = begin(cast)
    falls[f"{job.pk}:0"] = WorkProblem("The list is empty. Choose another one.")
    run(cast.acme.pk, job.pk)
    job = again(cast, job)
    assert (job.state, job.problem) == ("failed", "The list is empty. Choose another one.")


def test_an_unknown_fault_is_given_up_after_some_attempts(cast) -> None:
    job = begin(cast)
    with cast.scope():
        Job.objects.filter(pk=job.pk).update(attempts=ATTEMPTS - 1)
    falls[f"{job.pk}:0"] = RuntimeError("always")
    run(cast.acme.pk, job.pk)
    assert again(cast, job).state == "failed"


def test_a_doubled_start_is_one_job(cast) -> None:
    id = uuid7()
    assert begin(cast, id=id).pk == begin(cast, id=id).pk
    with cast.scope():
        assert Job.objects.filter(pk=id).count() == 1


def test_two_starts_at_once_are_one_job(cast) -> None:
    """The second has looked and found nothing; it waits for the row of the first."""
    id, pids, second = uuid7(), [], []

    def start_too() -> None:
        try:
            with cast.scope():
                pids.append(connection.connection.info.backend_pid)
                second.append(start("tests.count", by=cast.alice, id=id).pk)
        finally:
            connection.close()

    thread = Thread(target=start_too)
    with cast.scope():
        start("tests.count", by=cast.alice, id=id)
        thread.start()
        until(lambda: bool(pids) and waits(pids[0]), 30, "the second start to wait for the first")
    thread.join(30)
    assert second == [id]


def waits(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pid = %s AND NOT granted)", [pid])
        return bool(cursor.fetchone()[0])


def test_the_id_of_anothers_work_is_refused(cast) -> None:
    """A colleague's and, behind the wall, another firm's: by the page and by the API."""
    id = begin(cast).pk
    for member in (cast.join("Adam Ames", "admin"), cast.boris):
        client, wish = cast.client_for(member), {"kind": "inbox.export", "id": str(id)}
        assert client.post(reverse("jobs:page"), wish).status_code == 403
        answer = client.post(reverse("api:jobs"), wish, content_type="application/json")
        assert (answer.status_code, answer.json()["error"]) == (409, "id_taken")
    assert again(cast, Job(pk=id)).started_by_id == cast.alice.pk


def test_two_workers_do_not_step_together(cast) -> None:
    job = begin(cast)
    with cast.scope():
        Job.objects.lock(job.pk)
        run_elsewhere(cast, job)
    assert written(cast, job) == []


def run_elsewhere(cast, job: Job) -> None:
    def work() -> None:
        run(cast.acme.pk, job.pk)
        connection.close()

    thread = Thread(target=work)
    thread.start()
    thread.join(30)


def test_work_left_behind_is_found_and_finished_by_a_real_worker(cast, worker, scheduler) -> None:
    """The hint was lost and the row is old: the sweep finds it."""
    for number in range(3):
        cast.conversation(f"Question {number}")
    with cast.scope():
        job = Job(kind="inbox.export", started_by=cast.alice, created_at="2026-01-01T00:00:00Z")
        job.tell()
        Job.objects.filter(pk=job.pk).update(touched_at="2026-01-01T00:00:00Z")
    assert (cast.acme.pk, job.pk) in left_behind()
    until(lambda: again(cast, job).is_finished, 60, "the sweep to finish the export")
    job = again(cast, job)
    assert (job.state, job.done) == ("done", 3)
