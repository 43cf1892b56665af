"""What a message speaks of: candidates with reasons among bills, clauses, sittings, members, questions, proposals.

Begin with `link`. It never gives one silent answer: within a language words find seven targets in ten among the first
ten, and only a person knows which one was meant.
"""

from .linking import link
from .sampling import Sample, sample_of
from .settings import Settings
from .target import LINKS_SCHEMA, Target

__all__ = ["LINKS_SCHEMA", "Sample", "Settings", "Target", "link", "sample_of"]
