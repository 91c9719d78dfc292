"""The demo firms: loaded once, never where strangers could reach them."""

import subprocess
from pathlib import Path

from tests.support import bed
from tests.support.database import template_name
from tools.environment import variables
from tools.places import PYTHON, ROOT
from tools.postgres import APP

NAME = f"demo_{bed.WORKER}"


def demo(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    settings = {"APP_ENV": "development", "DATABASE_URL": bed.postgres.url(APP, NAME), "STATE_DIR": str(folder)}
    command = [PYTHON, "manage.py", "demo"]
    return subprocess.run(
        command, cwd=ROOT, env=variables() | settings | env, capture_output=True, text=True, check=False
    )


def count(table: str) -> str:
    return bed.postgres.sql(f"SELECT count(*) FROM {table}", NAME)


def test_it_loads_once_and_mends_what_was_lost(tmp_path: Path) -> None:
    bed.postgres.drop(NAME)
    bed.postgres.create(NAME, template=template_name())
    first = demo(tmp_path)
    assert first.returncode == 0, first.stderr
    assert "are loaded" in first.stdout
    before = {table: count(table) for table in ("accounts_firm", "accounts_person", "inbox_message", "ledger_event")}
    assert before["accounts_firm"] == "2"
    assert int(before["inbox_message"]) > 40
    seen_too_late = "SELECT count(*) FROM inbox_message AS m JOIN crm_contact AS c ON c.id = m.contact_id"
    seen_too_late += " WHERE c.created_at > m.created_at"
    assert bed.postgres.sql(seen_too_late, NAME) == "0"

    # The kept passwords were lost: new ones are made, and they are the people's.
    (tmp_path / "demo-passwords").unlink()
    second = demo(tmp_path)
    assert "here already" in second.stdout
    assert {table: count(table) for table in before} == before
    assert len((tmp_path / "demo-passwords").read_text().splitlines()) == int(before["accounts_person"])

    # People changed their addresses, Boris of Borealis too, who was alone there; and the demo page moved.
    bed.postgres.sql("UPDATE accounts_person SET email = 'new-' || email WHERE email ~ '^(alice|boris)'", NAME)
    third = demo(tmp_path, PUBLIC_URL="http://127.0.0.1:8010")
    assert third.returncode == 0, third.stderr
    assert "here already" in third.stdout
    assert count("accounts_firm") == before["accounts_firm"]
    assert "127.0.0.1:8011" in bed.postgres.sql("SELECT allowed_origins FROM inbox_inbox WHERE name = 'Website'", NAME)
    bed.postgres.drop(NAME)


def test_it_loads_nowhere_else(tmp_path: Path) -> None:
    for elsewhere in ({"APP_ENV": "production"}, {"PUBLIC_URL": "https://desk.example.com"}):
        refused = demo(tmp_path, **elsewhere)
        assert refused.returncode == 1
        assert "only in development" in refused.stderr
    assert not (tmp_path / "demo-passwords").exists()
