"""Background work: a file becomes messages, the messages of an inquiry become findings (analysing.py).

By name: the engine takes seconds to import, and most processes never run a job of these.
"""

from hemicycle.rules import work

from .models import Analysis, Intake

work.register(Intake, work.named("hemicycle.listening.analysing.run_intake"))
work.register(Analysis, work.named("hemicycle.listening.analysing.run_analysis"))
