"""What a message speaks of: candidates with reasons among bills, clauses, sittings, members, questions, proposals.

Begin with `link`. It gives ranked candidates rather than one answer: by words alone the target is among the first ten
in seven cases of ten.
"""

from hearhear.linking.linking import link, sample_of
from hearhear.linking.target import LINKS_SCHEMA, Target
from hearhear.sampling import Sample
from hearhear.settings import LinkSettings as Settings

__all__ = ["LINKS_SCHEMA", "Sample", "Settings", "Target", "link", "sample_of"]
