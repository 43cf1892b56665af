"""What a theme is called: a phrase of its own sentences that stands for it, or an honest sentence.

`grammar` tells nouns from verbs without a dictionary, `spans` cuts phrases that are whole, `candidates` ranks them,
`namer` chooses, and `borrowed` finds a name in a language that nobody in the theme writes.
"""

from hearhear.themes.naming.borrowed import Borrowed
from hearhear.themes.naming.namer import Asked, Namer
from hearhear.themes.naming.phrasebook import Phrasebook

__all__ = ["Asked", "Borrowed", "Namer", "Phrasebook"]
