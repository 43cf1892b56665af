"""Whether a sentence speaks of a child of its writer's family: nobody quotes it, whatever else it says.

The words are a closed class in each language; a possessive of the first person stands before them, with a word between
at most. “Our children”, “our kids” and “nos enfants” are everybody's.
"""

import re

_ENGLISH = (
    r"sons?|daughters?|child|kids?|boys?|girls?|lads?|toddler|baby|twins|grand(?:son|daughter|child|children|kids)s?|"
    r"step(?:son|daughter|child)s?|god(?:son|daughter|child)s?|nieces?|nephews?|youngest|eldest|oldest|little one"
)
_FRENCH = (
    r"fils|filles?|enfants?|petits?-(?:fils|enfants)|petites?-filles?|beau-fils|belle-fille|neveux?|nièces?|"
    r"filleule?s?|gamine?s?|gosses?|bébé|jum(?:eaux|elles)|cadet(?:te)?|aînée?|petit dernier|petite dernière"
)
_SPANISH = (
    r"hij[oa]s?|niet[oa]s?|sobrin[oa]s?|ahijad[oa]s?|hijastr[oa]s?|niñ[oa]s?|crí[oa]s?|chaval(?:a|es|as)?|bebé|"
    r"gemel[oa]s|melliz[oa]s|peque"
)
_OWN_CHILD = re.compile(
    rf"(?i)\b(?:my(?: \w+)? (?:{_ENGLISH}|children)|our(?: \w+)? (?!kids)(?:{_ENGLISH})|"
    rf"(?:mon|ma|mes)(?: \w+)? (?:{_FRENCH})|notre (?:{_FRENCH})|"
    rf"mis?(?: \w+)? (?:{_SPANISH})|nuestr[oa] (?:{_SPANISH}))\b"
)


def speaks_of_own_child(sentence: str) -> bool:
    """Whether the writer tells of a child of the family."""
    return _OWN_CHILD.search(sentence) is not None
