"""What of a message is not its author's own words, in English, French and Spanish.

Begin with `split`, which takes one message apart; `clean_table` does the same to a table of any size, and
`original` finds the way back from its bodies to its texts.
"""

from hearhear.structure.cleaning import clean_table, original
from hearhear.structure.parts import Body, Kind, Part, Parts, Run
from hearhear.structure.splitting import split

__all__ = ["Body", "Kind", "Part", "Parts", "Run", "clean_table", "original", "split"]
