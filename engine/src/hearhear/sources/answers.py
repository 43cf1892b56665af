"""A row of a consultation becomes one message for each question that it answers, with the facts that the row states.

Facts are what a source says in a few fixed words: a region, person or organisation, for or against. Free text, numbers
and ways to reach somebody are no facts, whoever asks for them.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.message import MESSAGE_SCHEMA
from hearhear.sources.columns import POSITION as POSITIONS
from hearhear.sources.columns import plain_name

FACTS = MESSAGE_SCHEMA.field("facts").type
# A crossing by more groups than the largest countries have provinces or departments (France: 101) says nothing.
MOST_VALUES = 101
# A choice of a form is a phrase; what is longer was written by somebody.
LONGEST_VALUE = 80
LONGEST_QUESTION = 300
CONTACT = r"[^\s@]+@[^\s@]+\.\w|(?:https?://|www\.)|\+?\d[\d ().-]{7,}\d"
POSITION = "position"
NUMBER = r"\s*-?\d+(?:\.\d+)?\s*"
# How forms in English, French and Spanish say the stand of a writer.
STANDS = {
    **dict.fromkeys(("for", "pro", "agree", "in favor", "in favour", "favor", "support", "pour", "a favor"), "for"),
    **dict.fromkeys(("against", "con", "disagree", "oppose", "contre", "en contra", "contra"), "against"),
    **dict.fromkeys(("neutral", "neutre", "neutro", "undecided", "other"), "neutral"),
}

Rows = npt.NDArray[np.int64]


def answered(texts: Sequence[pa.ChunkedArray]) -> tuple[Rows, Rows]:
    """The row and the question of every answer, row by row; a row without any answer stands once."""
    filled = np.stack([np.asarray(pc.is_valid(text)) for text in texts], axis=1)
    filled[~filled.any(axis=1), 0] = True
    row, which = np.nonzero(filled)
    return row, which


def taken(texts: Sequence[pa.ChunkedArray], row: Rows, which: Rows) -> pa.ChunkedArray:
    """The text of every answer."""
    wide = [text.cast(pa.large_string()) for text in texts]
    whole = pa.chunked_array([chunk for text in wide for chunk in text.chunks], pa.large_string())
    return whole.take(pa.array(which * len(texts[0]) + row)).cast(pa.string())


def facts(table: pa.Table, names: Sequence[str]) -> tuple[pa.ChunkedArray, list[str]]:
    """A map of the facts of every row, null where it states none, and a sentence for every column that states none."""
    values: list[pa.Array] = []
    keys: list[str] = []
    warnings: list[str] = []
    for name in names:
        said = _values(table[name])
        position = _position(said) if plain_name(name) in POSITIONS and POSITION not in keys else None
        fault = None if position is not None else _fault(said)
        if fault:
            warnings.append(f"column {name} is left out of the facts: {fault}")
            continue
        values.append(said if position is None else position)
        keys.append(name[:LONGEST_VALUE] if position is None else POSITION)
    if not values or not len(table):
        return pa.chunked_array([pa.nulls(len(table), FACTS)]), warnings
    return pa.chunked_array([_maps(values, keys)]), warnings


def _maps(values: Sequence[pa.Array], keys: Sequence[str]) -> pa.MapArray:
    filled = np.stack([np.asarray(pc.is_valid(one)) for one in values], axis=1)
    row, which = np.nonzero(filled)
    counts = filled.sum(axis=1)
    items = pa.concat_arrays(values).take(pa.array(which * len(filled) + row))
    names = pa.array(keys, pa.string()).take(pa.array(which))
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
    return pa.MapArray.from_arrays(offsets, names, items, mask=pa.array(counts == 0))


def _values(column: pa.ChunkedArray) -> pa.Array:
    """The values without blanks around them, null where there is none or it is longer than a choice of a form."""
    texts = pc.utf8_trim_whitespace(column.cast(pa.string()))
    # A dash stands for nothing.
    said = pc.match_substring_regex(texts, r"[\pL\pN]")
    short = pc.and_(said, pc.less_equal(pc.utf8_length(texts), LONGEST_VALUE))
    kept = pc.if_else(short, texts, pa.scalar(None, pa.string())).combine_chunks()
    return kept.combine_chunks() if isinstance(kept, pa.ChunkedArray) else kept


def _fault(values: pa.Array) -> str:
    different = pc.unique(values.drop_null())
    if len(different) > MOST_VALUES:
        return f"it has {len(different):,} different values, and nobody compares more than {MOST_VALUES} groups"
    if any(re.search(CONTACT, value) for value in different.to_pylist()):
        return "it says how somebody is reached"
    return ""


def _position(values: pa.Array) -> pa.Array | None:
    """For, against and neutral where the column says so or has numbers from -1 to 1; None where it has others."""
    stands = {value: _stand(value) for value in pc.unique(values.drop_null()).to_pylist()}
    if not stands or None in stands.values():
        return None
    places = pc.index_in(values, value_set=pa.array(list(stands), pa.string()))
    return pa.array(list(stands.values()), pa.string()).take(places)


def _stand(value: str) -> str | None:
    if not re.fullmatch(NUMBER, value):
        return STANDS.get(value.lower())
    number = float(value)
    return None if abs(number) > 1 else "for" if number > 0 else "against" if number < 0 else "neutral"
