"""Names of persons, told by what stands in them and beside them."""

from hearhear.redaction.people.beside import LAST_WORDS
from hearhear.redaction.people.caseless import caseless_names
from hearhear.redaction.people.mailed import names_of_mail
from hearhear.redaction.people.names import names
from hearhear.redaction.people.public import Public

__all__ = ["LAST_WORDS", "Public", "caseless_names", "names", "names_of_mail"]
