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
# What marks the rows that may hold a family of structure.
SIGNS: Mapping[Family, str] = {
    "markup": html.MARKUP,
    "quotes": quoting.SIGNS,
    "footers": footers.SIGNS,
    "notices": footers.NOTICE_SIGNS,
    "forms": letter.SIGNS,
    "automatic": automatic.SIGNS,
}

# One pass over all texts instead of one a family; the few with any sign are then asked for each.
ANY_SIGN = "|".join([*SIGNS.values(), letter.SIGNOFF_SIGN])

Mask = npt.NDArray[np.bool_]
Cleaned = tuple[pa.Array, pa.Array, pa.Array]  # body, automatic, runs
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


def _slices(chunk: pa.Array, rows: int = 50_000) -> list[pa.Array]:
    return [chunk.slice(start, rows) for start in range(0, len(chunk), rows)]


def _matches(texts: pa.Array, pattern: str) -> Mask:
    return np.asarray(pc.fill_null(pc.match_substring_regex(texts, pattern), False))


def _among(texts: pa.Array, rows: Mask, pattern: str) -> Mask:
    """Which of some rows match."""
    found = np.zeros(len(texts), dtype=np.bool_)
    found[rows] = _matches(texts.filter(pa.array(rows)), pattern)
    return found


def _clean(texts: pa.Array) -> Cleaned:
    suspect, greeted = _matches(texts, ANY_SIGN), _matches(texts, letter.SALUTATION)
    marked = {family: _among(texts, suspect, pattern) for family, pattern in SIGNS.items()}
    closed = _among(texts, suspect, letter.SIGNOFF)
    taken_apart = np.logical_or.reduce([*marked.values(), _among(texts, closed, letter.SIGNOFF_RUN_ON)])
    plain = _among(texts, greeted, letter.PLAIN_SALUTATION)
    taken_apart |= greeted & ~plain
    framed = (plain | closed) & ~taken_apart
    cleaned = texts, pa.array(np.zeros(len(texts), bool)), pa.nulls(len(texts), RUNS)
    if framed.any():
        cleaned = _merge(cleaned, _cut_frame(texts.filter(pa.array(framed)), closed[framed]), framed)
    if taken_apart.any():
        cleaned = _merge(cleaned, _take_apart(texts, np.flatnonzero(taken_apart), marked), taken_apart)
    return cleaned


def _cut_frame(texts: pa.Array, closed: Mask) -> Cleaned:
    """Bodies without a salutation at the beginning and a sign-off at the end, all of them at once.

    `closed`: which have a sign-off under or after something else.
    """
    # Without groups in the replacement RE2 stays in its fast machine.
    rest = pc.replace_substring_regex(texts, letter.PLAIN_SALUTATION, "")
    kept = _without(rest, closed | _matches(rest, letter.SIGNOFF_ALONE), letter.SIGNOFF_LINE)
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


def _without(texts: pa.Array, rows: Mask, pattern: str) -> pa.Array:
    """The texts, without what matches in some rows: replacing is slow even where there is nothing to replace."""
    if not rows.any():
        return texts
    return pc.replace_with_mask(
        texts, pa.array(rows), pc.replace_substring_regex(texts.filter(pa.array(rows)), pattern, "")
    )


def _run_lists(cut: Mask, start: npt.NDArray[np.int32], length: npt.NDArray[np.int32]) -> pa.Array:
    """One run for each row that is cut, null for the others."""
    runs = pa.StructArray.from_arrays(
        [pa.array(column, pa.int32()) for column in (np.zeros_like(start), length, start, start + length)],
        fields=list(RUNS.value_type),
    )
    offsets = np.concatenate([[0], np.cumsum(cut)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets, mask=np.append(~cut, False)), runs, type=RUNS)


def _take_apart(texts: pa.Array, rows: npt.NDArray[np.intp], marked: Mapping[Family, Mask]) -> Cleaned:
    bodies: list[str] = []
    automatic_rows: list[bool] = []
    runs: list[list[dict[str, int]] | None] = []
    for row, text in zip(rows, texts.take(pa.array(rows)).to_pylist(), strict=True):
        body, is_automatic = body_of(text, [family for family, mask in marked.items() if mask[row]])
        bodies.append(body.text)
        automatic_rows.append(is_automatic)
        runs.append(None if body.text == text else [vars(run) for run in body.runs])
    return pa.array(bodies, pa.string()), pa.array(automatic_rows), pa.array(runs, RUNS)


def _merge(simple: Cleaned, others: Cleaned, rows: Mask) -> Cleaned:
    """The first, with some rows as in the others."""
    order = np.arange(len(rows))
    order[rows] = len(order) + np.arange(rows.sum())
    indices = pa.array(order)
    body, is_automatic, runs = (
        pa.concat_arrays([one, other]).take(indices) for one, other in zip(simple, others, strict=True)
    )
    return body, is_automatic, runs
