"""The words of a text as the models read them best: lower case, without links, addresses, handles, tags or marks."""

from __future__ import annotations

import re

HALF = 300
"""Characters read at the beginning and at the end of a text. With 150 half as much is gained; beyond 400 nothing."""
_NOISE = re.compile(r"<[^<>]{1,200}>|&#?\w{2,8};|https?://\S+|www\.\S+|[@#]\w+")
_MAIL = re.compile(r"\S+@\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_EVERYWHERE = frozenset(
    ("ok", "okay", "oké", "oh", "ah", "hm", "hmm", "wow", "lol", "haha", "hahaha", "jaja", "jajaja", "pdf")
)
"""What people write alike in many languages."""
_FEWEST = 2
"""Letters that tell a language: a single one is an option, an initial or a slip."""
_SENTENCE = re.compile(r"(?<=[.!?;:…])\s+|\n+")


def excerpt(text: str) -> str:
    """The beginning and the end of a long text; a shorter one as it is."""
    return text if len(text) <= 2 * HALF else f"{text[:HALF]}\n{text[-HALF:]}"


def words(text: str) -> str:
    """The words with one space between, "" where too little is left to tell a language.

    Small letters, because the model knows "oui" and not "Oui"; one apostrophe, because it splits the two differently.
    """
    lowered = text.lower()
    if "@" in lowered:
        lowered = _MAIL.sub(" ", lowered)
    found = _WORD.findall(_NOISE.sub(" ", lowered))
    kept = " ".join([word for word in found if word not in _EVERYWHERE])
    return kept.replace("’", "'") if len(kept) >= _FEWEST else ""


def sentences(text: str) -> list[str]:
    """The words of each sentence or line."""
    return [words(sentence) for sentence in _SENTENCE.split(text)]
