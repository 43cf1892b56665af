"""Text in, remarks out: is it neutral, plain, accessible, discreet, and may it go out now.

Owns the checks and the words they know; never a table, never the network while somebody types. `look` gives the
remarks on a draft. Begin reading at `contract` (what goes in and comes out) and `registry` (which checks there are).
"""

from hemicycle.checks.contract import (
    About,
    Answer,
    Draft,
    House,
    Medium,
    Member,
    Paper,
    Party,
    Remark,
    Severity,
    Text,
    Variant,
)
from hemicycle.checks.form.corrections import UNCORRECTED, in_words
from hemicycle.checks.form.rights import RIGHTS
from hemicycle.checks.prose.balance import mentions
from hemicycle.checks.registry import CHECKS, look, prepare

__all__ = [
    "CHECKS",
    "RIGHTS",
    "UNCORRECTED",
    "About",
    "Answer",
    "Draft",
    "House",
    "Medium",
    "Member",
    "Paper",
    "Party",
    "Remark",
    "Severity",
    "Text",
    "Variant",
    "in_words",
    "look",
    "mentions",
    "prepare",
]
