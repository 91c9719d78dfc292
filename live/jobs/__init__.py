"""Long work: live progress, cancel, and survival of a killed worker.

@long_work("inbox.export", label=_("Export of conversations"), result=link_to_the_file)
def export(job: Job) -> bool:        # one step, in a transaction; True while there is more to do
    ...

start("inbox.export", by=membership, params={…})
"""

from live.jobs import screens
from live.jobs.registry import Work, long_work, work_of
from live.jobs.run import start

__all__ = ["Work", "long_work", "screens", "start", "work_of"]
