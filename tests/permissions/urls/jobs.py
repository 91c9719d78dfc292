"""Long work: everyone's own, and nobody else's."""

from uuid import UUID

from live.jobs import start
from tests.permissions.url_table import Company, Row

EXPORT = {"kind": "inbox.export"}


def job_of_the_owner(company: Company) -> list[UUID]:
    with company.scope():
        return [start("inbox.export", by=company.alice).pk]


ROWS = [
    Row("jobs:page", "200 200 200 200 200 302"),
    Row("jobs:page", "302 302 403 403 302 302", "POST", data=lambda company: EXPORT),
    Row("jobs:cancellation", "302 404 404 404 404 302", "POST", args=job_of_the_owner),
    Row("api:jobs", "200 200 200 200 200 401"),
    Row("api:jobs", "201 201 403 403 201 401", "POST", data=lambda company: EXPORT),
    Row("api:job", "200 404 404 404 404 401", args=job_of_the_owner),
    Row("api:job", "204 404 404 404 404 401", "DELETE", args=job_of_the_owner),
]
