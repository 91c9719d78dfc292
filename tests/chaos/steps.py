"""Long work of the play, known to the worker and to whoever starts it. A step done twice would be seen."""

from django.db import connection

from crm.models import Contact
from live.jobs import long_work
from live.models import Job

KIND = "tests.chaos.steps"
STEPS = 150


@long_work(KIND, label="Steps")
def take_a_step(job: Job) -> bool:
    """Writes one row; takes its time, so that the worker dies in the middle of one."""
    number = job.position.get("next", 0)
    Contact.objects.create(name=f"step of {job.pk}", phone=str(number))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.04)")
    job.total, job.position, job.done = STEPS, {"next": number + 1}, number + 1
    return number + 1 < STEPS
