"""The language of each text of a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from hearhear.language import models
from hearhear.language.mix import Mix, learn
from hearhear.language.models import Likelihoods
from hearhear.language.several import SECOND, second_language
from hearhear.language.words import excerpt, words
from hearhear.message import conform

LANGUAGES_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("lang", pa.string(), nullable=False),
        pa.field("certainty", pa.float32(), nullable=False),
    ]
)
UNDETERMINED, SEVERAL = "und", "mul"

DOUBTFUL = 0.9
"""Below this the second model is asked: above it the first is right in .996 of all beginnings of four words, and asks
for a second opinion on 6 % of whole comments."""
_EVEN = 0.5
"""Below even odds a language is a guess."""
_SAMPLE = 1_000
"""Texts that the mix of a column is learnt from, evenly spaced."""
_AT_ONCE = 10_000


def detect(texts: Sequence[str] | pa.Array | pa.ChunkedArray) -> pa.Table:
    """Language and certainty of each text: columns `lang` (BCP 47 primary subtag, "und" or "mul") and `certainty`.

    `certainty` is the probability of the language in 0..1, for "und" 0. The texts are taken to belong together: what
    most are written in counts for those that say little. Nulls are "und".
    """
    column = texts if isinstance(texts, pa.Array | pa.ChunkedArray) else pa.array(texts, pa.string())
    mix = learn([likely for text in _sample(column) if (likely := _likelihoods(words(excerpt(text))))])
    found = [_language(text, mix) for text in _each(column)]
    langs, certainties = ([one[at] for one in found] for at in (0, 1))
    fields = [LANGUAGES_SCHEMA.field("lang"), LANGUAGES_SCHEMA.field("certainty")]
    return pa.table([pa.array(langs, pa.string()), pa.array(certainties, pa.float32())], schema=pa.schema(fields))


def fill(messages: pa.Table) -> pa.Table:
    """The messages, in MESSAGE_SCHEMA, with `lang` filled where it is null or blank. Raises NotMessages."""
    table = conform(messages)
    given = pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(table["lang"]), ""), False)
    missing = detect(table["text"].filter(pc.invert(given)))["lang"].combine_chunks()
    lang = pc.replace_with_mask(table["lang"].combine_chunks(), pc.invert(given).combine_chunks(), missing)
    return table.set_column(table.schema.get_field_index("lang"), table.schema.field("lang"), lang)


def _sample(column: pa.Array | pa.ChunkedArray) -> list[str]:
    step = max(1, len(column) // _SAMPLE)
    return [text or "" for text in column.take(pa.array(range(0, len(column), step), pa.int64())).to_pylist()]


def _likelihoods(said: str) -> Likelihoods:
    alone = models.first(said) if said else {}
    return alone if not alone or _sure(alone) else models.both(said)


def _each(column: pa.Array | pa.ChunkedArray) -> Iterator[str]:
    for start in range(0, len(column), _AT_ONCE):
        yield from (text or "" for text in column.slice(start, _AT_ONCE).to_pylist())


def _language(text: str, mix: Mix) -> tuple[str, float]:
    part = excerpt(text)
    said = words(part)
    alone = models.first(said) if said else {}
    if not alone:
        return UNDETERMINED, 0.0
    if (second := _several(part, alone)) is not None:
        return SEVERAL, second
    likely = mix.weighed(alone if _sure(alone) else models.both(said))
    lang = max(likely, key=lambda one: likely[one])
    return (lang, likely[lang]) if likely[lang] >= _EVEN else (UNDETERMINED, 0.0)


def _several(part: str, alone: Likelihoods) -> float | None:
    shares = iter(alone.values())
    next(shares)
    return second_language(part) if next(shares, 0.0) >= SECOND else None


def _sure(alone: Likelihoods) -> bool:
    return next(iter(alone.values())) >= DOUBTFUL
