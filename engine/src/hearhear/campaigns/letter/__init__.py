"""A campaign as people know it: one real letter with the parts that change from copy to copy, and its title."""

from hearhear.campaigns.letter.marking import Letter, Mark
from hearhear.campaigns.letter.representative import letters
from hearhear.campaigns.letter.title import titles

__all__ = ["Letter", "Mark", "letters", "titles"]
