"""Background work: the search is brought up to date with what the actions noted."""

from hemicycle.record.models import Indexing
from hemicycle.record.search import writing
from hemicycle.rules import work


def run_indexing(job: Indexing, tick: work.Tick) -> None:
    writing.forget_runs()
    writing.bring_up_to_date(tell=tick, waiting=tick)


work.register(Indexing, run_indexing)
