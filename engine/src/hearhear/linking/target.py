"""What a message may speak of, and what linking answers."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

LINKS_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("target_id", pa.string(), nullable=False),
        pa.field("rank", pa.int32(), nullable=False),
        pa.field("score", pa.float32(), nullable=False),
        pa.field("reasons", pa.string(), nullable=False),
    ]
)
"""A candidate for each message, rank 1 the best, score from 0 to 1.

`reasons` is a JSON list of {"kind", "text", "start", "end", "weight"}: what kind of evidence (see KINDS), the words of
the message, where they stand in it (characters, half open; null for the meaning of the whole message), and how much
that evidence alone would be worth.
"""

KINDS = ("number", "title", "popular_name", "hashtag", "quotation", "words", "meaning")
"""Kinds of evidence, the plainest first."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that can be spoken of, in one language; targets with the same `id` are the same thing.

    `kind`: bill, clause, sitting, member, question, proposal, petition, or another word of the caller's. `number`: as
    it is printed, "12", "C-12", "Article 7", "4(2)", or for a sitting its date, "2026-03-12". `names`: what people
    call it. `hashtags`: with or without their sign, and handles. `parent`: id of what it is a part of.
    """

    id: str
    kind: str
    lang: str
    number: str = ""
    title: str = ""
    names: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    text: str = ""
    parent: str | None = None


def language(lang: str | None) -> str:
    """The primary subtag, or nothing where the language is unknown or several."""
    primary = (lang or "").lower().split("-")[0]
    return "" if primary in {"und", "mul"} else primary
