"""Labelled messages with personal data, and as many without: what redaction is measured against.

Written without sight of the engine's redaction, in English, French and Spanish, about invented people: names, streets,
numbers and accounts are combined by chance, and check digits are right. `deal(seed, n)` gives the messages; a seed
gives the same on every machine. Begin reading at `dealing.py`.
"""

from personal.dealing import deal
from personal.labelled import Labelled, digest

__all__ = ["Labelled", "deal", "digest"]
