"""The author's own words in a message, and everything else, in English, French and Spanish.

Begin with `split`, which takes one message apart; `clean_table` does the same for a table of any size.
"""

from typing import TYPE_CHECKING

from hearhear.lazy import names_of
from hearhear.structure.parts import Body, Kind, Part, Parts, Run
from hearhear.structure.splitting import split

if TYPE_CHECKING:
    from hearhear.structure.cleaning import clean_table

__all__ = ["Body", "Kind", "Part", "Parts", "Run", "clean_table", "split"]

# Tables of Arrow, which whoever reads one message does without.
__getattr__ = names_of(__name__, {"clean_table": "hearhear.structure.cleaning"})
