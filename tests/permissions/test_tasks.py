"""Every task says how it knows its firm."""

import inspect

import pytest

from project.celery import app
from tests.permissions.schema import listed

pytestmark = pytest.mark.covers("Z1")


def tasks() -> dict[str, object]:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_each_is_listed() -> None:
    assert set(tasks()) == set(listed("Tasks"))


@pytest.mark.parametrize("name", sorted(name for name, how in listed("Tasks").items() if "argument `firm_id`" in how))
def test_a_task_of_one_firm_is_refused_without_it(name: str) -> None:
    task = tasks()[name]
    firm = inspect.signature(task.run).parameters["firm_id"]
    assert firm.default is inspect.Parameter.empty
    with pytest.raises(TypeError, match="firm_id"):
        task.apply(kwargs={}, throw=True)
