"""Words that prove nothing: grammar, courtesies, what mail programs add; and words that introduce a quotation.

One file a language in `words/`; a further language is a further file. A word of one language is looked up in all of
them, since people mix languages and a language may not be known.
"""

from __future__ import annotations

import tomllib
from importlib import resources

import numpy as np

from hearhear.campaigns.tokens import U8, U32, word_hashes

FUNCTION, COURTESY, MACHINERY, SAYS, SOURCE, TITLE, PART = 1, 2, 4, 8, 16, 32, 64
EMPTY = FUNCTION | COURTESY | MACHINERY
"""A word with any of these marks carries no evidence."""

_SECTIONS = {
    "function": FUNCTION,
    "courtesy": COURTESY,
    "machinery": MACHINERY,
    "says": SAYS,
    "sources": SOURCE,
    "titles": TITLE,
    "parts": PART,
}
_BITS = 22
"""Marks stand in a table of 2**22 places, found by a word's upper bits: about one word in 1,300 meets another's."""


def _load() -> U8:
    table = np.zeros(1 << _BITS, dtype=np.uint8)
    for file in sorted(resources.files(__package__).joinpath("words").iterdir(), key=lambda path: path.name):
        for section, text in tomllib.loads(file.read_text("utf-8")).items():
            table[word_hashes([text]) >> np.uint32(32 - _BITS)] |= np.uint8(_SECTIONS[section])
    return table


_TABLE = _load()
_GRAMMAR = {
    file.name.removesuffix(".toml"): np.unique(word_hashes([tomllib.loads(file.read_text("utf-8"))["function"]]))
    for file in sorted(resources.files(__package__).joinpath("words").iterdir(), key=lambda path: path.name)
}
_DISTINCTIVE = 0.2
"""Part of a text's words that must be the grammar of a language; of another language's it is about half of that."""


def language(text: str) -> str | None:
    """The language whose grammar a text has most of, or None where that is little: enough to sort templates by."""
    word = word_hashes([text])
    parts = {lang: float(np.isin(word, grammar).mean()) if len(word) else 0.0 for lang, grammar in _GRAMMAR.items()}
    best = max(sorted(parts), key=lambda lang: parts[lang])
    return best if parts[best] >= _DISTINCTIVE else None


def marks(word: U32) -> U8:
    """What is known of each word: FUNCTION, COURTESY, MACHINERY, SAYS, SOURCE, or 0 for a word that says something."""
    return np.take(_TABLE, word >> np.uint32(32 - _BITS), mode="clip")  # no place is beyond: the fast way
