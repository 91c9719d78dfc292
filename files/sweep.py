"""Bytes without a row (an upload that was rolled back, a file that was removed) go after a day."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from core import clock
from core.tenancy import firm_scope
from files import store
from files.limits import KEPT_UNCLAIMED
from files.models import File


def sweep_all() -> int:
    folder = Path(settings.FILES_DIR)
    sweep_unfinished(folder)
    firms = [int(path.name) for path in folder.iterdir() if path.name.isdigit()] if folder.exists() else []
    return sum(sweep_firm(firm_id) for firm_id in firms)


def sweep_unfinished(folder: Path) -> None:
    """Parts that long work left behind, and files of records of which nobody said what should become of them."""
    before = (clock.now() - KEPT_UNCLAIMED).timestamp()
    for kind in ("parts", "imports"):
        for path in folder.glob(f"{kind}/*/*"):
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)


def sweep_firm(firm_id: int) -> int:
    """Remove what was last claimed over a day ago and is named by no row. Returns how many."""
    before = (clock.now() - KEPT_UNCLAIMED).timestamp()
    old = [name for name, claimed in store.names(firm_id) if claimed < before]
    with firm_scope(firm_id), transaction.atomic():
        named = set(File.objects.filter(sha256__in={_content(name) for name in old}).values_list("sha256", flat=True))
    unnamed = [name for name in old if _content(name) not in named]
    for name in unnamed:
        store.remove(firm_id, name)
    return len(unnamed)


def _content(name: str) -> str:
    return name.partition(".")[0]
