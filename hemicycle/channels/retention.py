"""How long messages are kept.

Five years: the usual longest term of a parliament (Inter-Parliamentary Union, Parline), so that a dossier can be
traced to its letters as long as the bill may come back to the same House, and no longer.
"""

from datetime import timedelta

from hemicycle.rules import retention

retention.register(
    "channels.Inbound",
    keeps=timedelta(days=5 * 365),
    counted_from="received_at",
    why="one term of the House, so that what was found can be traced to what was written",
)
