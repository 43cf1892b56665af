"""Background work: the search is brought up to date with what the actions noted, then the dataset is packed anew."""

from hemicycle.record.actions.packing import ask_for_dataset, pack
from hemicycle.record.models import Indexing, Packing
from hemicycle.record.search import writing
from hemicycle.rules import work


def run_indexing(job: Indexing, tick: work.Tick) -> None:
    writing.bring_up_to_date(tell=tick, waiting=tick)
    ask_for_dataset()


def run_packing(job: Packing, tick: work.Tick) -> None:
    tick()
    pack(job, stopping=tick.stopping)


work.register(Indexing, run_indexing)
work.register(Packing, run_packing)
