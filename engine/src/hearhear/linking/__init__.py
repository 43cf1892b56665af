"""What a message speaks of: candidates with reasons among bills, clauses, sittings, members, questions, proposals.

Begin with `link`. It never gives one silent answer: within a language words find seven targets in ten among the first
ten, and only a person knows which one was meant.
"""

from hearhear.linking.linking import link, sample_of
from hearhear.linking.target import LINKS_SCHEMA, Target
from hearhear.sampling import Sample
from hearhear.settings import LinkSettings as Settings

__all__ = ["LINKS_SCHEMA", "Sample", "Settings", "Target", "link", "sample_of"]
