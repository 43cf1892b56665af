"""Background work of the floor."""

from . import work
from .erasure import empty_log_where_due

work.register_round("erasure", empty_log_where_due)
