"""Two cases of one person become one, and one becomes two; both are undone."""

from hemicycle.cases.actions.merging.joining import merge, why_apart
from hemicycle.cases.actions.merging.splitting import split, undo_split
from hemicycle.cases.actions.merging.taking_over import renew_latest
from hemicycle.cases.actions.merging.undoing import Before, Stood, before_merging, undo_merge

__all__ = [
    "Before",
    "Stood",
    "before_merging",
    "merge",
    "renew_latest",
    "split",
    "undo_merge",
    "undo_split",
    "why_apart",
]
