"""Which column of a file is which.

Begin with `choosing.py` (every field), then `text.py` (the text, and when to ask), `facts.py` (facts of the sender),
`exports.py` (platforms that are known), `profile.py` (what is seen of a column) and `names.py` (what they are called).
"""

from hearhear.sources.columns.choosing import FIELDS, guess, used_columns
from hearhear.sources.columns.exports import join_rows
from hearhear.sources.columns.names import POSITION, TITLE, language_code, plain_name
from hearhear.sources.columns.profile import describe

__all__ = [
    "FIELDS", "POSITION", "TITLE", "describe", "guess", "join_rows", "language_code", "plain_name", "used_columns",
]  # fmt: skip
