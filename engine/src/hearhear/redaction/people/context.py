"""Signs of a person beside words that may be a name: what leads to it, and what the one who bears it does."""

import re

from hearhear.redaction.vocabulary import section

_LEADS = section("leads")
LAST_OF_LEADS = frozenset(phrase.rpartition(" ")[2] for phrase in _LEADS)
_LONGEST_LEAD = max(phrase.count(" ") + 1 for phrase in _LEADS)
_ACTS = section("acts")
_FIRST_OF_ACTS = frozenset(phrase.partition(" ")[0] for phrase in _ACTS)
_LONGEST_ACT = max(phrase.count(" ") + 1 for phrase in _ACTS)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NEXT = re.compile(r"(?:,? ?\([^()\n]{1,40}\))?,?[ \xa0]{1,2}")
_REACH = 40
"""Characters read behind a name: room for three words."""
ROW = re.compile(r"(?:, ?(?:and |et |y |e )?| (?:and|et|y|e|&) )(?=[^\W\d_])", re.IGNORECASE)
ROW_BEFORE = re.compile(r"(?:, ?(?:and |et |y |e )?| (?:and|et|y|e|&) )\Z", re.IGNORECASE)
"""What parts the names in a row: `Ann Hart, Bo Li and Zev Adler`."""
ROW_REACH = 8
_POSSESSION = re.compile(r"['’]s [a-z]|['’]S [A-Z]")


def leads(before: list[str]) -> bool:
    """Whether words in small letters, the nearest last, lead to a person: `thanks to`, `hablé con`."""
    if not before or before[-1] not in LAST_OF_LEADS:
        return False
    return any(" ".join(before[-size:]) in _LEADS for size in range(1, min(_LONGEST_LEAD, len(before)) + 1))


def acts(lower: str, end: int) -> bool:
    """Whether what stands behind is what a person does or has: `told me`, `attend une place`, `'s flat`."""
    if _POSSESSION.match(lower, end):
        return True
    gap = _NEXT.match(lower, end)
    if gap is None:
        return False
    words = _WORD.findall(lower[gap.end() : gap.end() + _REACH].replace("’", "'"))
    if not words or words[0] not in _FIRST_OF_ACTS or not lower[gap.end() : gap.end() + 1].isalpha():
        return False
    return any(" ".join(words[:size]) in _ACTS for size in range(1, min(_LONGEST_ACT, len(words)) + 1))
