"""References of cases: short enough to be read over the telephone, drawn so that nobody can count or guess them.

Six characters of an alphabet without those that are taken for one another (0 and O, 1, I and L, U and V): 729 million
references. They are written with a hyphen, `7K3M-Q2`, and understood without it, in lower case and with spaces.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from itertools import product

from hemicycle.channels.contract import OutgoingText

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 6, 4
# What somebody may type of their own reference: of a few cases, four characters tell which is meant.
FEWEST = 4

_ONE = rf"[{ALPHABET}]"
_WRITTEN = re.compile(rf"(?<![\w-])({_ONE}{{{GROUP}}})[ -]?({_ONE}{{{LENGTH - GROUP}}})(?![\w-])", re.IGNORECASE)


def new_reference() -> str:
    """As it is stored, without the hyphen."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def typed_key() -> str:
    """A key that is typed from paper into an address: twelve characters, which nobody guesses (58 bits)."""
    return "-".join("".join(secrets.choice(ALPHABET) for _place in range(4)) for _group in range(3)).lower()


def written(reference: str) -> str:
    """As people read it."""
    return f"{reference[:GROUP]}-{reference[GROUP:]}"


def with_slot(letter: Callable[[str], OutgoingText]) -> tuple[OutgoingText, str]:
    """What many get, by the `letter` to a reference, and what stands in it for each one's own: as long as any
    reference, nobody's, and nowhere else in it."""
    bare = letter("")
    said = "\n".join((bare.title, bare.body, bare.link, bare.sender, bare.footer))
    slots = (written("".join(digits)) for digits in product("01", repeat=LENGTH))
    # In a mail what stands before it may be encoded and end with two such digits ("à" is =C3=A0).
    slot = next(one for one in slots if one[2:] not in said)
    return letter(slot), slot


def plain(typed: str) -> str:
    """What somebody typed as it is stored; "" where it cannot be a reference or the beginning of one."""
    bare = re.sub(r"[\s-]", "", typed).upper()
    return bare if FEWEST <= len(bare) <= LENGTH and set(bare) <= set(ALPHABET) else ""


def between(beginning: str) -> tuple[str, str]:
    """The first and the last reference that begin so; every database finds what lies between by its index."""
    return beginning.ljust(LENGTH, ALPHABET[0]), beginning.ljust(LENGTH, ALPHABET[-1])


def named_in(text: str) -> list[str]:
    """The references that a text names, written with the hyphen or in one word with a digit in it; each once."""
    found = (match[1] + match[2] for match in _WRITTEN.finditer(text) if _is_meant(match[0]))
    return list(dict.fromkeys(one.upper() for one in found))


def _is_meant(word: str) -> bool:
    """An ordinary word of six letters is none."""
    return "-" in word or any(letter.isdigit() for letter in word)
