"""What conf registers at start: how workers are woken."""

from hemicycle.rules import work

from . import worker

work.register_nudge(worker.take_up.enqueue)
