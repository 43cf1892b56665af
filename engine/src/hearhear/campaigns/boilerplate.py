"""Letterheads and signatures removed, and forwarded campaign letters restored, before texts are compared.

Letterheads go, since everyone who writes to a committee writes its address; so do signature blocks. A campaign's
letter that was forwarded with its headers is restored: whoever forwards it takes part. A reply that quotes the
House's own letter is not restored: that was addressed to one citizen, so its line To: is in no other message.
"""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.campaigns.tokens import I64, contains_double
from hearhear.structure.cleaning import RUNS
from hearhear.structure.letter import SIGNOFF_PATTERN, letterhead_end

Run = dict[str, int]
Forwarded = dict[int, tuple[int, str]]

_SHORT_LINES = r"\A(?:[^\n]{1,60}\n){2,3}"
_SIGNATURE = re.compile(r"\n[ \t]*(?:--|__+)[ \t]*\r?\n[\s\S]{0,900}\Z")
"""RFC 3676, section 4.3: a line of two hyphens; some programs draw a line instead."""
_FORWARDED = re.compile(
    r"(?im)^-{3,}[ \t]*(?:original message|forwarded message|message d['’]origine|message original|message transféré"
    r"|mensaje original|mensaje reenviado)[ \t]*-{3,}[ \t]*\n"
    r"(?P<headers>(?:[^\n:]{2,20}:[^\n]*\n)+)\s*(?P<letter>\S[\s\S]*)"
)
_SIGNS = r"(?im)^-{3,}[ \t]*(?:original|forwarded|message|mensaje)"
_TO = re.compile(r"(?im)^(?:to|à|para|destinataire)[ \t]*:[ \t]*([^\n]+)")
_SENT_TO_HOUSE = 3
"""Messages whose forwarded letters went to one address: that is the House's, or a list's, not a citizen's."""


def strip_boilerplate(table: pa.Table, threads: int = 2) -> pa.Table:
    """A cleaned table with letterheads and signatures removed from the bodies and forwarded letters added."""
    batches = table.select(["text", "body", "runs"]).to_batches()
    with ThreadPoolExecutor(threads) as pool:
        passed = _sent_to_house(list(pool.map(lambda batch: _forwarded_letters(batch["text"]), batches)))
        pairs = list(pool.map(_strip_batch, batches, passed))
    for at, (name, kind) in enumerate((("body", pa.string()), ("runs", RUNS))):
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, pa.chunked_array([pair[at] for pair in pairs], kind))
    return table


def _strip_batch(batch: pa.RecordBatch, passed: Forwarded) -> tuple[pa.Array, pa.Array]:
    """The bodies and runs of a batch."""
    bodies, runs = batch["body"], batch["runs"]
    headed = np.union1d(_matching(bodies, _SHORT_LINES), _matching(bodies, r"\n[ \t]*(?:--|__+)[ \t]*\r?\n"))
    rows = np.union1d(headed, np.array(sorted(passed), dtype=np.int64))
    if not len(rows):
        return bodies, runs
    old = bodies.take(pa.array(rows)).to_pylist(), runs.take(pa.array(rows)).to_pylist()
    taken = zip(rows.tolist(), *old, strict=True)
    changed = [_strip(body, run, passed.get(row)) for row, body, run in taken]
    index = np.arange(len(bodies))
    index[rows] = len(bodies) + np.arange(len(rows))
    body = pa.concat_arrays([bodies, pa.array([one for one, _ in changed], bodies.type)])
    run = pa.concat_arrays([runs, pa.array([one for _, one in changed], RUNS)])
    return body.take(pa.array(index)), run.take(pa.array(index))


def _matching(texts: pa.Array, pattern: str) -> I64:
    found = pc.fill_null(pc.match_substring_regex(texts, pattern), False)
    return np.flatnonzero(found.to_numpy(zero_copy_only=False))


def _forwarded_letters(texts: pa.Array) -> dict[int, tuple[str, int, str]]:
    """For each row with a forwarded letter: its addressee, its offset and its text."""
    rows = np.flatnonzero(contains_double(texts, b"-"))
    rows = rows[_matching(texts.take(pa.array(rows)), _SIGNS)]
    found = {}
    for row, text in zip(rows.tolist(), texts.take(pa.array(rows)).to_pylist(), strict=True):
        match = _FORWARDED.search(text)
        to = _TO.search(match["headers"]) if match else None
        if match and to:
            found[row] = (to[1].strip().lower(), match.start("letter"), match["letter"])
    return found


def _sent_to_house(found: list[dict[int, tuple[str, int, str]]]) -> list[Forwarded]:
    """The forwarded letters whose addressee several messages have."""
    times = Counter(to for one in found for to, _start, _letter in one.values())
    return [
        {row: (start, letter) for row, (to, start, letter) in one.items() if times[to] >= _SENT_TO_HOUSE}
        for one in found
    ]


def _strip(body: str, runs: list[Run] | None, passed: tuple[int, str] | None) -> tuple[str, list[Run] | None]:
    cut = letterhead_end(body)
    if cut:
        body, runs = body[cut:], _runs_after(runs, cut, len(body))
    end = _signature_start(body)
    if end < len(body):
        body, runs = body[:end], _runs_before(runs, end, len(body))
    if passed:
        start, letter = passed
        known = runs if runs is not None else [_run(0, len(body), 0)]
        gap = "\n\n" if body else ""
        runs = [*known, _run(len(body) + len(gap), len(letter), start)]
        body = f"{body}{gap}{letter}"
    return body, runs


def _signature_start(body: str) -> int:
    """Where the letter ends: before the line "-- " that mail programs put over a signature, and the sign-off."""
    match = _SIGNATURE.search(body)
    if not match:
        return len(body)
    signoff = SIGNOFF_PATTERN.search(body[: match.start()])
    return signoff.start() if signoff else match.start()


def _run(body: int, length: int, start: int) -> Run:
    return {"body": body, "length": length, "start": start, "end": start + length}


def _runs_after(runs: list[Run] | None, cut: int, length: int) -> list[Run]:
    """The runs of a body that has lost its first `cut` of `length` characters."""
    kept = []
    for run in runs if runs is not None else [_run(0, length, 0)]:
        lost = max(0, cut - run["body"])
        if lost < run["length"]:
            verbatim = run["length"] == run["end"] - run["start"]
            start = run["start"] + lost if verbatim else run["start"]
            kept.append({**run, "body": max(0, run["body"] - cut), "length": run["length"] - lost, "start": start})
    return kept


def _runs_before(runs: list[Run] | None, cut: int, length: int) -> list[Run]:
    """The runs of a body of which only the first `cut` of `length` characters are left."""
    kept = []
    for run in runs if runs is not None else [_run(0, length, 0)]:
        left = min(run["length"], cut - run["body"])
        if left > 0:
            verbatim = run["length"] == run["end"] - run["start"]
            kept.append({**run, "length": left, "end": run["start"] + left if verbatim else run["end"]})
    return kept
