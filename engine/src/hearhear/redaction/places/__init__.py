"""Where somebody lives: streets with their numbers, postcodes, and the town beside them.

A street without a number is a place, and stays, unless words before it say that somebody lives there. What is known to
be an institution's address stays as well.
"""

from hearhear.redaction.places.postcodes import postcodes, towns
from hearhear.redaction.places.streets import homes, streets

__all__ = ["homes", "postcodes", "streets", "towns"]
