"""Which columns state a fact that messages can be compared by: a region, person or organisation, for or against.

Nothing that reaches, names or identifies a person, nothing of the special categories of Article 9 of the General Data
Protection Regulation, and nothing that a platform notes for itself.
"""

from collections.abc import Iterable, Sequence

from hearhear.sources.columns.names import FACT, IDENTIFYING, LANG, POSITION, SPECIAL, SPOKEN_OF, SYSTEM
from hearhear.sources.columns.profile import ColumnProfile

# Values that a form offers are seen at least twice each, on average; twenty to choose from is a long list.
SEEN = 2
MOST_CHOICES = 20
# A choice of a form is a phrase.
LONGEST = 60
SWITCHES = frozenset(("true", "false", "0", "1", "t", "f"))


def choose(found: Sequence[ColumnProfile], used: Iterable[str]) -> tuple[str, ...]:
    """The names of the columns, in the order of the file."""
    taken = set(used)
    return tuple(one.name for one in found if one.name not in taken and _states_a_fact(one))


def _states_a_fact(one: ColumnProfile) -> bool:
    if one.words & (IDENTIFYING | SPECIAL) or one.plain in SYSTEM or one.words & set(LANG) or one.is_date:
        return False
    different = {value.strip() for value in one.values}
    if one.plain in POSITION:
        return bool(different)
    # "18-24" and "65+" are an age; a bare number may be anything.
    said = one.is_text or (one.words & FACT and not one.share(r"\s*[\d.,]+\s*$"))
    if (
        not said
        or (one.words & SPOKEN_OF and not one.is_question)
        or max(map(len, different), default=0) > 2 * LONGEST
        or one.column.mean_length > LONGEST
    ):
        return False
    if {value.lower() for value in different} <= SWITCHES or not 2 <= len(different) <= MOST_CHOICES:
        return False
    return len(one.values) >= SEEN * len(different) or bool(one.words & FACT)
