"""What needs a human eye: people who may be one, speakers nobody knows, texts that changed, votes without voters."""

from hemicycle.record.workbench.pages import KEEPERS
from hemicycle.record.workbench.piles import changed, decide, matches, overview, votes, waiting
from hemicycle.record.workbench.speakers import speaker, speakers, undo_attribution

__all__ = [
    "KEEPERS",
    "changed",
    "decide",
    "matches",
    "overview",
    "speaker",
    "speakers",
    "undo_attribution",
    "votes",
    "waiting",
]
