"""The hard set: labelled campaigns of every kind and the traps beside them, in English, French and Spanish.

It was written without sight of the engine. `generate(seed)` gives the rows, `digest(rows)` proves which they were.
All phrases are in `data/`, written by hand about an invented country's bills; begin reading at `generate.py`.
"""

from hardset.generate import generate
from hardset.row import Row, digest

__all__ = ["Row", "digest", "generate"]
