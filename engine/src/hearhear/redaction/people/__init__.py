"""Names of persons, told by what stands in them and beside them."""

from hearhear.redaction.people.beside import LAST_WORDS
from hearhear.redaction.people.names import Public, names
from hearhear.redaction.people.small import small_names

__all__ = ["LAST_WORDS", "Public", "names", "small_names"]
