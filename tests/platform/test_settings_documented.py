"""docs/operating.md names every setting, and no other."""

import re

from tools.places import ROOT

READ = re.compile(r"\benv\.[a-z_]+\(\s*\"([A-Z][A-Z_]+)\"")
NAMED = re.compile(r"^\| `([A-Z][A-Z_]+)` \|", re.MULTILINE)


def test_every_setting_is_documented_and_none_is_invented() -> None:
    sources = [path for path in ROOT.glob("*/**/*.py") if path.parts[len(ROOT.parts)] in ROOMS]
    read = {name for path in sources for name in READ.findall(path.read_text())}
    named = set(NAMED.findall((ROOT / "docs/operating.md").read_text()))
    assert len(read) > 20
    assert read - named == set(), "add these to the table of settings in docs/operating.md"
    assert named - read == set(), "docs/operating.md names settings that nothing reads"


ROOMS = {"project", "core", "ledger", "accounts", "live", "files", "timeline", "crm", "inbox"}
