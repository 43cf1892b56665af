"""Background work: files are looked at and become messages, messages become findings (analysing.py), and followers
of a bill are notified of a dossier that was released (announcing.py).

By name: the engine takes seconds to import, and most processes never run a job of these.
"""

from hemicycle.rules import work

from ..models import Analysis, Intake, Upload
from .announcing import announce_due

work.register(Upload, work.named("hemicycle.listening.jobs.analysing.run_upload"))
work.register(Intake, work.named("hemicycle.listening.jobs.analysing.run_intake"))
work.register(Analysis, work.named("hemicycle.listening.jobs.analysing.run_analysis"))
work.register_round("dossiers", announce_due)
