"""What a message speaks of: candidates with reasons among bills, clauses, sittings, members, questions, proposals.

Begin with `link`. It never gives one silent answer: within a language words find seven targets in ten among the first
ten, and only a person knows which one was meant.
"""

from hearhear.linking.linking import link
from hearhear.linking.sampling import Sample, sample_of
from hearhear.linking.settings import Settings
from hearhear.linking.target import LINKS_SCHEMA, Target

__all__ = ["LINKS_SCHEMA", "Sample", "Settings", "Target", "link", "sample_of"]
