"""What happens in the live room."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from ledger.facts import Fact


@dataclass(frozen=True)
class JobChanged(Fact):
    """Long work began, came a step further, was asked to stop, or ended."""

    kind: ClassVar[str] = "live.job_changed"
    job_id: UUID
    membership_id: int
    state: str
    done: int
    total: int | None
