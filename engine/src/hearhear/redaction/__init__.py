"""Personal data out of messages in English, French and Spanish: by rules, checksums and evidence, without a model.

Begin with `find`, which reads one message, and `redact`, which takes out of it what was found; `find_all` does a
table. `words/` holds what the rules know; a further language is a further file there.
"""

from hearhear.redaction.bulk import REDACTIONS_SCHEMA, find_all
from hearhear.redaction.finding import find, redact
from hearhear.redaction.spans import Kind, Redaction

__all__ = ["REDACTIONS_SCHEMA", "Kind", "Redaction", "find", "find_all", "redact"]
