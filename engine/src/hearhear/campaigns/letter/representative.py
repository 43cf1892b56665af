"""The letter of each campaign: chosen, compared with the others, and written out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.campaigns.columns import rows_of
from hearhear.campaigns.groups import Groups
from hearhear.campaigns.letter.alignment import aligned
from hearhear.campaigns.letter.marking import Letter, places
from hearhear.campaigns.letter.sample import Sample, medoid, samples
from hearhear.campaigns.letter.units import compared, units
from hearhear.campaigns.letter.writing import Written, write
from hearhear.campaigns.tokens import I64, Mask, tokenise


def letters(groups: Groups, slotted: Mask) -> list[Letter]:
    """For each campaign one of its messages with what changes in it. `slotted`: for each, whether it is a mad-lib."""
    return [_letter(groups, sample) for sample in samples(groups, slotted)]


def _letter(groups: Groups, sample: Sample) -> Letter:
    chosen = medoid(sample)
    read: Callable[[int], Written] = cache(partial(_written, groups, sample))
    places_of = aligned(sample.words[chosen], sample.words, sample.run)
    one = compared(sample, chosen, places_of, read(chosen).joined)
    page = write(places(one, units(one)), chosen, read)
    _body, rows = _usual(groups, sample.rows[chosen])
    message = pc.min(rows_of(groups.table["id"], rows)).as_py()
    return Letter(message, page.text, sample.letters, sample.compared, tuple(page.marks), tuple(page.shares))


def _usual(groups: Groups, rows: I64) -> tuple[str, I64]:
    """How most of these messages, alike but for capitals and punctuation, write it, and which do."""
    bodies = rows_of(groups.table["body"], rows)
    if len(rows) == 1:
        return bodies[0].as_py(), rows
    counted = [(one["values"], one["counts"]) for one in pc.value_counts(bodies).to_pylist()]
    body = min(counted, key=lambda one: (-one[1], one[0].isupper(), one[0]))[0]
    return body, rows[pc.equal(bodies, body).to_numpy(zero_copy_only=False)]


def _written(groups: Groups, sample: Sample, row: int) -> Written:
    body, _rows = _usual(groups, sample.rows[row])
    tokens = tokenise(pa.array([body], pa.large_string()))
    raw = np.frombuffer(body.encode(), np.uint8)
    character = np.concatenate([[0], np.cumsum(raw & 0xC0 != 0x80)])
    return Written(body, character[tokens.start].tolist(), character[tokens.end].tolist())
