"""Background work: what came is read by the software, and what became of it is sent."""

from hemicycle.cases.jobs.judging import judge_due
from hemicycle.cases.jobs.outcomes import prepare_due, send_due
from hemicycle.rules import work

__all__ = ["judge_due", "prepare_due", "send_due"]

work.register_round("judging", judge_due)
work.register_round("outcomes", prepare_due)
work.register_round("messages about outcomes", send_due)
