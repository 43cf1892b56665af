"""Personal data redacted from messages in English, French and Spanish: by rules, checksums and the letters of names.

A name is redacted for what it does in a letter: it signs, is introduced, is somebody's relative or neighbour, stands
with an address. One that nothing private goes with is left where the letter has no other personal data, as the names
of authors, of people in history and of lines of transport are; and redacted where it has.

Begin with `find`, which reads one message, and `redact`, which replaces what was found; `find_all` reads a table.
`words/` has the word lists; a further language is a further file there.
"""

from typing import TYPE_CHECKING

from hearhear.lazy import names_of
from hearhear.redaction.redaction import find, redact
from hearhear.redaction.spans import Kind, Redaction

if TYPE_CHECKING:
    from hearhear.redaction.bulk import REDACTIONS_SCHEMA, find_all

__all__ = ["REDACTIONS_SCHEMA", "Kind", "Redaction", "find", "find_all", "redact"]

# Tables of Arrow, which whoever reads one message does without.
__getattr__ = names_of(__name__, dict.fromkeys(("REDACTIONS_SCHEMA", "find_all"), "hearhear.redaction.bulk"))
