"""The lives of what this app owns. Background work has its life in `rules`."""

from hemicycle.rules.workflow import Workflow

OPEN, CLOSED = "open", "closed"

INQUIRY_LIFE = Workflow(
    initial=OPEN,
    final=frozenset(),
    moves={"close": ((OPEN,), CLOSED), "reopen": ((CLOSED,), OPEN)},
)

STANDS, UNDONE = "stands", "undone"

# A correction that was undone stays undone: who wants it back makes it again, under their own name.
CORRECTION_LIFE = Workflow(
    initial=STANDS,
    final=frozenset({UNDONE}),
    moves={"undo": ((STANDS,), UNDONE)},
)

DRAFTED, RELEASED, SUPERSEDED = "drafted", "released", "superseded"

# What was released is never taken back in silence: a later version replaces it, and says so.
DOSSIER_LIFE = Workflow(
    initial=DRAFTED,
    final=frozenset({SUPERSEDED}),
    moves={"release": ((DRAFTED,), RELEASED), "supersede": ((RELEASED,), SUPERSEDED)},
)
