"""A table of messages cleaned of what is not its authors' own words.

One pattern marks the rows that may hold any structure; only those are taken apart one by one. A salutation and a
sign-off alone, the commonest case by far, are cut out of whole columns.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.structure import automatic, footers, html, letter, quoting
from hearhear.structure.splitting import Family, body_of

RUNS = pa.list_(pa.struct([("body", pa.int32()), ("length", pa.int32()), ("start", pa.int32()), ("end", pa.int32())]))
# What marks the rows that may hold a family of structure. Each is a program of RE2 that fits its cache; one of all
# together would fall back to a slower machine.
SIGNS: Mapping[Family, str] = {
    "markup": html.MARKUP,
    "quotes": quoting.SIGNS,
    "footers": footers.SIGNS,
    "forms": letter.SIGNS,
    "automatic": automatic.SIGNS,
}

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def clean_table(table: pa.Table, *, progress: Callable[[int, int], None] | None = None) -> pa.Table:
    """The table with three columns more, in the same order of rows.

    body       the author's own words; the text itself where nothing is cut out
    automatic  whether no person wrote it
    runs       null where body is text; otherwise where each run of the body stands in the text, see `Run`
    """
    texts = table["text"]
    slices = [piece for chunk in texts.chunks for piece in _slices(chunk)]
    cleaned, done = [], 0
    # Arrow works outside the interpreter's lock, so that two slices do run at once.
    with ThreadPoolExecutor(max_workers=pa.cpu_count()) as pool:
        for result in pool.map(_clean, slices):
            cleaned.append(result)
            done += len(result[0])
            if progress:
                progress(done, len(texts))
    columns = list(zip(*cleaned, strict=True)) or [(), (), ()]
    for name, kind, arrays in zip(
        ("body", "automatic", "runs"), (pa.string(), pa.bool_(), RUNS), columns, strict=True
    ):
        table = table.append_column(name, pa.chunked_array(arrays, kind))
    return table


def original(table: pa.Table, rows: Ints, positions: Ints) -> Ints:
    """The places in the texts of a cleaned table of characters of its bodies, given by row and position.

    Exact for characters inside a run; the end of a stretch of the body is the place of its last character plus one.
    """
    runs = table["runs"].combine_chunks()
    runs = runs.combine_chunks() if isinstance(runs, pa.ChunkedArray) else runs
    offsets = np.asarray(runs.offsets).astype(np.int64)
    values = runs.values
    if len(values) == 0:
        return positions
    body, length, start, end = (
        np.asarray(values.field(name)).astype(np.int64) for name in ("body", "length", "start", "end")
    )
    first, last = offsets[rows], offsets[rows + 1]
    # Bodies are far shorter than this, so that row and place in the body together sort as one number.
    width = np.int64(1) << 32
    owner = np.repeat(np.arange(len(runs)), np.diff(offsets))
    at = np.searchsorted(owner * width + body, rows * width + positions, side="right") - 1
    at = np.clip(at, first, np.maximum(first, last - 1)).clip(0, len(values) - 1)
    verbatim = length[at] == end[at] - start[at]
    inside = start[at] + np.where(verbatim, np.minimum(positions - body[at], length[at]), 0)
    inside = np.where(~verbatim & (positions >= body[at] + length[at]), end[at], inside)
    return np.where(first == last, positions, inside)


def _slices(chunk: pa.Array, rows: int = 20_000) -> list[pa.Array]:
    return [chunk.slice(start, rows) for start in range(0, len(chunk), rows)]


def _matches(texts: pa.Array, pattern: str) -> Mask:
    return np.asarray(pc.fill_null(pc.match_substring_regex(texts, pattern), False))


def _clean(texts: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    marked = {family: _matches(texts, pattern) for family, pattern in SIGNS.items()}
    taken_apart = np.logical_or.reduce(list(marked.values()))
    taken_apart |= _matches(texts, letter.SIGNOFF_RUN_ON)
    greeted = _matches(texts, letter.PLAIN_SALUTATION) & ~taken_apart
    taken_apart |= _matches(texts, letter.SALUTATION) & ~greeted
    simple = _cut_frame(texts, greeted)
    if not taken_apart.any():
        return simple
    return _merge(simple, _take_apart(texts, np.flatnonzero(taken_apart), marked), taken_apart)


def _cut_frame(texts: pa.Array, greeted: Mask) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Bodies without a salutation at the beginning and a sign-off at the end, all of them at once."""
    # Without groups in the replacement RE2 stays in its fast machine.
    rest = pc.replace_substring_regex(texts, letter.PLAIN_SALUTATION, "") if greeted.any() else texts
    rest = pc.if_else(pa.array(greeted), rest, texts)
    kept = pc.replace_substring_regex(rest, letter.SIGNOFF_LINE, "")
    begun = pc.utf8_ltrim(rest, characters=letter.BLANKS)
    trimmed = pc.utf8_trim(kept, characters=letter.BLANKS)
    cut = np.asarray(pc.not_equal(pc.binary_length(kept), pc.binary_length(texts))) & np.asarray(
        pc.greater(pc.binary_length(trimmed), 0)
    )
    body = pc.if_else(pa.array(cut), trimmed, texts)
    where = pa.array(np.flatnonzero(cut))
    start = np.asarray(pc.subtract(pc.utf8_length(texts.take(where)), pc.utf8_length(begun.take(where))))
    length = np.asarray(pc.utf8_length(trimmed.take(where)))
    return body, pa.array(np.zeros(len(texts), bool)), _run_lists(cut, start, length)


def _run_lists(cut: Mask, start: npt.NDArray[np.int32], length: npt.NDArray[np.int32]) -> pa.Array:
    """One run for each row that is cut, null for the others."""
    runs = pa.StructArray.from_arrays(
        [pa.array(column, pa.int32()) for column in (np.zeros_like(start), length, start, start + length)],
        fields=list(RUNS.value_type),
    )
    offsets = np.concatenate([[0], np.cumsum(cut)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets, mask=np.append(~cut, False)), runs, type=RUNS)


def _take_apart(
    texts: pa.Array, rows: npt.NDArray[np.intp], marked: Mapping[Family, Mask]
) -> tuple[pa.Array, pa.Array, pa.Array]:
    bodies: list[str] = []
    automatic_rows: list[bool] = []
    runs: list[list[dict[str, int]] | None] = []
    for row, text in zip(rows, texts.take(pa.array(rows)).to_pylist(), strict=True):
        body, is_automatic = body_of(text, [family for family, mask in marked.items() if mask[row]])
        bodies.append(body.text)
        automatic_rows.append(is_automatic)
        runs.append(None if body.text == text else [vars(run) for run in body.runs])
    return pa.array(bodies, pa.string()), pa.array(automatic_rows), pa.array(runs, RUNS)


def _merge(
    simple: tuple[pa.Array, pa.Array, pa.Array], others: tuple[pa.Array, pa.Array, pa.Array], taken_apart: Mask
) -> tuple[pa.Array, pa.Array, pa.Array]:
    order = np.arange(len(taken_apart))
    order[taken_apart] = len(order) + np.arange(taken_apart.sum())
    indices = pa.array(order)
    body, is_automatic, runs = (
        pa.concat_arrays([one, other]).take(indices) for one, other in zip(simple, others, strict=True)
    )
    return body, is_automatic, runs
