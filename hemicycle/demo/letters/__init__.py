"""What the people of Valmora write to their Assembly: invented, seeded, and labelled in full.

`generate(seed, count)` returns a `Corpus`: the letters as a House receives them, and beside them the truth about
each (which campaign, which words are the sender's own, which traps it sets). The same seed gives the same bytes on
every machine. It is written without knowledge of the engine, which is measured against it.

Begin reading in `corpus` (what comes out), then `generator` (the mix), then `voices` and `campaigns`. All phrases
are data, in `phrases/<language>/`; `docs/demo.md` tells how they are written.
"""

from hemicycle.demo.letters.corpus import Corpus, Letter, Summary, Truth
from hemicycle.demo.letters.generator import generate

__all__ = ["Corpus", "Letter", "Summary", "Truth", "generate"]
