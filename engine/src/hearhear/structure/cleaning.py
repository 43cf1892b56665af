"""The author's own words of every message in a table.

One pattern marks the rows that may have quotations, footers, forms or mark-up; only those are split one by one. A
salutation and a sign-off alone, by far the commonest case, are removed for whole columns.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.structure import automatic, footers, html, letter, quoted_mail
from hearhear.structure.parts import Run
from hearhear.structure.splitting import Family, body_of

RUNS = pa.list_(pa.struct([("body", pa.int32()), ("length", pa.int32()), ("start", pa.int32()), ("end", pa.int32())]))
# What marks the rows that may hold a family of structure.
SIGNS: Mapping[Family, str] = {
    "markup": html.MARKUP,
    "quotes": quoted_mail.SIGNS,
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
    slices = [part for chunk in texts.chunks for part in _slices(chunk)]
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


def _slices(chunk: pa.Array, rows: int = 50_000) -> list[pa.Array]:
    return [chunk.slice(start, rows) for start in range(0, len(chunk), rows)]


def _matches(texts: pa.Array, pattern: str) -> Mask:
    return np.asarray(pc.fill_null(pc.match_substring_regex(texts, pattern), False))


def _clean(texts: pa.Array) -> Cleaned:
    suspect, greeted = _matches(texts, ANY_SIGN), _matches(texts, letter.SALUTATION)
    suspects = texts.filter(pa.array(suspect))
    marked = {family: _spread(suspect, _matches(suspects, pattern)) for family, pattern in SIGNS.items()}
    signed = _matches(suspects, letter.SIGNOFF)
    run_on = signed.copy()
    run_on[signed] = _matches(suspects.filter(pa.array(signed)), letter.SIGNOFF_RUN_ON)
    closed = _spread(suspect, signed)
    plain = _spread(greeted, _matches(texts.filter(pa.array(greeted)), letter.PLAIN_SALUTATION))
    taken_apart = np.logical_or.reduce([*marked.values(), _spread(suspect, run_on), greeted & ~plain])
    frames = _frames(texts, (plain | closed) & ~taken_apart, closed)
    bodies, machine, lists = frames.bodies(texts), np.zeros(len(texts), dtype=np.bool_), frames.runs(len(texts))
    if taken_apart.any():
        rows = np.flatnonzero(taken_apart)
        own, machine[rows], runs = _analyse_rows(texts, rows, marked)
        bodies = pc.replace_with_mask(bodies, pa.array(taken_apart), own)
        lists = _with_lists(lists, rows, runs)
    return bodies, pa.array(machine), lists


def _spread(rows: Mask, found: Mask) -> Mask:
    """What was found of some rows, over all rows."""
    spread = np.zeros(len(rows), dtype=np.bool_)
    spread[rows] = found
    return spread


@dataclass(frozen=True, slots=True)
class _Frames:
    """Rows that lose a salutation or a sign-off: where their bodies begin and how long they are, in bytes of the text
    and in characters."""

    row: Ints
    start: Ints
    size: Ints
    characters_before: Ints
    characters: Ints

    def bodies(self, texts: pa.Array) -> pa.Array:
        """The texts without salutation and sign-off; the column is copied once, and cuts lie between two bodies."""
        if not len(self.row):
            return texts
        offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
        edges = np.repeat(offsets, 2)[1:]
        edges[2 * self.row] += self.start.astype(np.int32)
        edges[2 * self.row + 1] = edges[2 * self.row] + self.size.astype(np.int32)
        return _between(texts.buffers()[2], edges).take(pa.array(np.arange(0, 2 * len(texts), 2)))

    def runs(self, count: int) -> pa.Array:
        """One run for each of the rows, null for the others."""
        cut = np.zeros(count, dtype=np.bool_)
        cut[self.row] = True
        columns = np.zeros_like(self.start), self.characters, self.characters_before
        return _lists(cut.astype(np.int64), ~cut, (*columns, self.characters_before + self.characters))


def _lists(sizes: Ints, nulls: Mask, columns: Iterable[Ints]) -> pa.Array:
    """Lists of runs of these sizes, null in some places, from the fields of all runs."""
    runs = pa.StructArray.from_arrays(
        [pa.array(column, pa.int32()) for column in columns], fields=list(RUNS.value_type)
    )
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets, mask=np.append(nulls, False)), runs, type=RUNS)


def _between(data: pa.Buffer | None, edges: npt.NDArray[np.int32]) -> pa.Array:
    """The strings between offsets, without a copy."""
    return pa.StringArray.from_buffers(len(edges) - 1, pa.py_buffer(edges), data)


def _frames(texts: pa.Array, framed: Mask, closed: Mask) -> _Frames:
    """Bodies without a salutation at the beginning and a sign-off at the end, all of them at once.

    `closed`: which have a sign-off under or after something else.
    """
    some = texts.filter(pa.array(framed))
    # Without groups in the replacement RE2 stays in its fast machine.
    remainder = pc.replace_substring_regex(some, letter.PLAIN_SALUTATION, "")
    kept = _without(remainder, closed[framed] | _matches(remainder, letter.SIGNOFF_ALONE), letter.SIGNOFF_LINE)
    begun = pc.utf8_ltrim(remainder, characters=letter.BLANKS)
    trimmed = pc.utf8_trim(kept, characters=letter.BLANKS)
    size, left, behind, own = (_sizes(pc.binary_length(column)) for column in (some, kept, begun, trimmed))
    cut = (left != size) & (own > 0)
    before = _sizes(pc.utf8_length(some)) - _sizes(pc.utf8_length(begun))
    characters = _sizes(pc.utf8_length(trimmed))
    return _Frames(np.flatnonzero(framed)[cut], (size - behind)[cut], own[cut], before[cut], characters[cut])


def _sizes(lengths: pa.Array) -> Ints:
    return np.asarray(lengths).astype(np.int64)


def _without(texts: pa.Array, rows: Mask, pattern: str) -> pa.Array:
    """The texts, without what matches in some rows: replacing is slow even where there is nothing to replace."""
    if not rows.any():
        return texts
    return pc.replace_with_mask(
        texts, pa.array(rows), pc.replace_substring_regex(texts.filter(pa.array(rows)), pattern, "")
    )


def _analyse_rows(
    texts: pa.Array, rows: npt.NDArray[np.intp], marked: Mapping[Family, Mask]
) -> tuple[pa.Array, Mask, pa.Array]:
    """Some rows one by one, each distinct text once: copies of a campaign are often whole, with their mark-up."""
    encoded = texts.take(pa.array(rows)).dictionary_encode()
    number = np.asarray(encoded.indices)
    first = np.empty(len(encoded.dictionary), dtype=np.int64)
    first[number[::-1]] = rows[::-1]
    bodies: list[str] = []
    automatic_rows: list[bool] = []
    whole: list[bool] = []
    runs: list[tuple[Run, ...]] = []
    for row, text in zip(first, encoded.dictionary.to_pylist(), strict=True):
        body, is_automatic = body_of(text, [family for family, mask in marked.items() if mask[row]])
        bodies.append(body.text)
        automatic_rows.append(is_automatic)
        whole.append(body.text == text)
        runs.append(() if whole[-1] else body.runs)
    fields = [(run.body, run.length, run.start, run.end) for own in runs for run in own]
    columns = np.array(fields, dtype=np.int64).reshape(-1, 4).T
    lists = _lists(np.array([len(own) for own in runs]), np.array(whole), columns)
    taken = pa.array(bodies, pa.string()).take(encoded.indices)
    return taken, np.array(automatic_rows, dtype=np.bool_)[number], lists.take(encoded.indices)


def _with_lists(lists: pa.Array, rows: npt.NDArray[np.intp], others: pa.Array) -> pa.Array:
    """The lists, with some rows as in the others."""
    order = np.arange(len(lists))
    order[rows] = len(lists) + np.arange(len(rows))
    return pa.concat_arrays([lists, others]).take(pa.array(order))
