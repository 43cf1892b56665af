"""Background work: the search is brought up to date with what the actions noted, then the dataset is packed anew."""

from hemicycle.record.actions.indexing import ask_for_dataset
from hemicycle.record.models import Indexing, Packing
from hemicycle.record.search import writing
from hemicycle.rules import work


def run_indexing(job: Indexing, tick: work.Tick) -> None:
    writing.bring_up_to_date(progress=tick, waiting=tick)
    ask_for_dataset()


work.register(Indexing, run_indexing)
# By name: what writes Arrow tables takes as long to import as half of the apps.
work.register(Packing, work.named("hemicycle.record.actions.packing.run"))
