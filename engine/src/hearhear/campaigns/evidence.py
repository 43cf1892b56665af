"""The evidence that puts a message in its campaign, and the sender's own words, for some messages at a time.

Runs of shared words are the passages of the evidence; other runs, where they are more than the filling of a slot, are
personal text. All texts of a part are handled at once, as bytes and offsets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.campaigns.columns import bytes_of, rows_of, strings_between
from hearhear.campaigns.corpus import F64
from hearhear.campaigns.groups import PASSAGE_BITS, Groups
from hearhear.campaigns.shared import Shared, word_places
from hearhear.campaigns.tokens import I32, I64, U8, Mask, Tokens, tokenise

PERSONAL = 3
"""Fewer words of one's own in a row fill a gap, as a name or a place does."""
PERSONAL_IN_SLOTS = 6
PASSAGES_SHOWN = 6
INTRODUCTION = 240
"""Bytes before a passage that may introduce it."""
NO_EVIDENCE = '{"why": null, "passages": [], "links": []}'
_OPENING, _CLOSING = b'("\xab\xbf\xa1', b'.!?)"'


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies of some messages, with their words.

    `text`: the distinct text of each. `tokens`: with offsets into `data`, the UTF-8 of all bodies laid end to end;
    `bounds`: where each begins in it, and at the end its length. `word`: where each word stands in the corpus.
    """

    written: pa.Array
    text: I64
    tokens: Tokens
    data: U8
    bounds: I64
    word: I64

    @classmethod
    def of(cls, groups: Groups, rows: I64) -> Bodies:
        # As the corpus has them: what a machine wrote is no text.
        machine = rows_of(groups.table["automatic"], rows)
        bodies = pc.if_else(machine, "", rows_of(groups.table["body"], rows))
        text = groups.corpus.text_of[rows]
        data, bounds = bytes_of(bodies)
        return cls(bodies, text, tokenise(bodies), data, bounds, word_places(groups.corpus, text))


@dataclass(frozen=True, slots=True)
class _Spans:
    """Runs of words of some messages, in order: of which message, from which byte of `Bodies.data` to which, by how
    many senders they are shared (0: the sender's own), and how rare that is, in bits."""

    message: I64
    start: I64
    end: I64
    sharers: I64
    rarity: F64

    def only(self, chosen: Mask | I64) -> _Spans:
        return _Spans(
            self.message[chosen], self.start[chosen], self.end[chosen], self.sharers[chosen], self.rarity[chosen]
        )


def _spans(groups: Groups, found: Shared, bodies: Bodies, slotted: Mask) -> _Spans:
    """Runs of shared words, and runs of own words long enough to say something."""
    tokens, sharers = bodies.tokens, found.sharers[bodies.word]
    edge = np.zeros(len(sharers), np.bool_)
    edge[tokens.bounds[:-1][np.diff(tokens.bounds) > 0]] = True
    edge[1:] |= (sharers[1:] > 0) != (sharers[:-1] > 0)
    first = np.flatnonzero(edge)
    last = np.append(first, len(sharers))[1:]
    message = np.searchsorted(tokens.bounds, first, side="right") - 1
    shared = sharers[first] > 0
    least = np.where(slotted, PERSONAL_IN_SLOTS, PERSONAL)[message]
    kept = shared | (last - first >= least)
    rarity = np.add.reduceat(groups.corpus.bits[bodies.word], first) if len(first) else np.zeros(0)
    found_spans = _Spans(
        message, tokens.start[first], tokens.end[last - 1], _medians(sharers, first, last), rarity.astype(np.float64)
    )
    return found_spans.only(kept)


def _medians(values: I32, first: I64, last: I64) -> I64:
    """The middle of the values of each run, rounded down."""
    lengths = last - first
    ordered = np.sort(np.repeat(np.arange(len(first)) << 32, lengths) | values) & 0xFFFFFFFF
    return (ordered[first + (lengths - 1) // 2] + ordered[first + lengths // 2]) // 2


@dataclass(frozen=True, slots=True)
class Explanations:
    """Some messages: their senders' own words, and the evidence as JSON (see `campaigns.find`)."""

    personal_text: pa.Array
    evidence: pa.Array


def explain(groups: Groups, found: Shared, rows: I64) -> Explanations:
    """For some messages in campaigns, by their rows."""
    bodies = Bodies.of(groups, rows)
    slotted = found.slotted[groups.campaign[rows]]
    spans = _spans(groups, found, bodies, slotted)
    passages = spans.only(spans.sharers > 0)
    rank = _ranks(passages)
    shown = passages.only(rank < PASSAGES_SHOWN)
    written, runs = rows_of(groups.table["text"], rows), rows_of(groups.table["runs"], rows)
    links = _json_links(groups.links.take(pa.array(bodies.text)))
    informative = np.bincount(passages.message, passages.rarity > 0, len(rows)) > 0
    linked = np.asarray(pc.list_value_length(links)) > 0
    why = pa.array(["passages", "link", "slots"]).take(pa.array(np.where(slotted, 2, linked & ~informative)))
    evidence = pc.binary_join_element_wise(
        '{"why": "', why, '", "passages": [', _listed(_json_passages(bodies, shown, written, runs), shown, len(rows)),
        '], "links": [', pc.binary_join(links, ", "), "]}", "",
    )  # fmt: skip
    return Explanations(_personal_texts(bodies, spans.only(spans.sharers == 0)), evidence)


def introductions(groups: Groups, found: Shared, rows: I64) -> list[tuple[int, str]]:
    """The words right before each long shared passage that have a colon in them, with the row of the message."""
    having_colons = pc.match_substring(rows_of(groups.table["body"], rows), ":")
    rows = rows[having_colons.to_numpy(zero_copy_only=False)]
    bodies = Bodies.of(groups, rows)
    spans = _spans(groups, found, bodies, found.slotted[groups.campaign[rows]])
    passages = spans.only(spans.sharers > 0)
    most = np.zeros(len(rows))
    np.maximum.at(most, passages.message, passages.rarity)
    heavy = passages.only(passages.rarity >= np.maximum(PASSAGE_BITS, most[passages.message] / 2))
    begin = np.maximum(bodies.bounds[heavy.message], heavy.start - INTRODUCTION)
    colons = np.flatnonzero(bodies.data == ord(":"))
    having = np.searchsorted(colons, begin) < np.searchsorted(colons, heavy.start)
    found_rows = rows[heavy.message[having]].tolist()
    places = zip(found_rows, begin[having].tolist(), heavy.start[having].tolist(), strict=True)
    return [(row, bodies.data[first:last].tobytes().decode(errors="ignore")) for row, first, last in places]


def _ranks(passages: _Spans) -> I64:
    """The place of each passage among those of its message, the rarest first."""
    order = np.lexsort((passages.start, -passages.rarity, passages.message))
    begins = np.searchsorted(passages.message, passages.message)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank - begins


def _listed(values: pa.Array, spans: _Spans, count: int, separator: str = ", ") -> pa.Array:
    """For each message the values of its spans in one string."""
    offsets = np.searchsorted(spans.message, np.arange(count + 1)).astype(np.int32)
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), values), separator)


def _personal_texts(bodies: Bodies, own: _Spans) -> pa.Array:
    """For each message its own words, a line for each run, with the signs that open and close them."""
    data, bounds = bodies.data, bodies.bounds
    start, end = own.start.copy(), own.end.copy()
    moving = np.arange(len(start))
    while len(moving):
        moving = moving[start[moving] > bounds[own.message[moving]]]
        moving = moving[_among(data[start[moving] - 1], _OPENING)]
        start[moving] -= 1
        inside = moving
        while len(inside):
            inside = inside[(start[inside] > bounds[own.message[inside]]) & (data[start[inside]] & 0xC0 == 0x80)]
            start[inside] -= 1
    moving = np.arange(len(end))
    while len(moving):
        moving = moving[end[moving] < bounds[own.message[moving] + 1]]
        moving = moving[_among(data[end[moving]], _CLOSING)]
        end[moving] += 1
    return _listed(strings_between(data, start, end), own, len(bodies.text), "\n")


def _among(values: U8, signs: bytes) -> Mask:
    return np.isin(values, np.frombuffer(signs, np.uint8))


def _json_passages(bodies: Bodies, shown: _Spans, written: pa.Array, runs: pa.Array) -> pa.Array:
    """Each passage as a JSON object, with its place in the message."""
    before = np.concatenate([[0], np.cumsum(bodies.data & 0xC0 != 0x80, dtype=np.int32)])
    base = before[bodies.bounds[shown.message]].astype(np.int64)
    start, end = before[shown.start] - base, before[shown.end] - base
    start, end = Runs.of(runs).placed(shown.message, start, end)
    data, bounds = bytes_of(written)
    character = np.append(np.flatnonzero(data & 0xC0 != 0x80), len(data))
    base = np.searchsorted(character, bounds[shown.message])
    text = _escaped(strings_between(data, character[base + start], character[base + end]))
    tenths = np.rint(shown.rarity * 10).astype(np.int64)
    return pc.binary_join_element_wise(
        '{"text": "', text, '", "start": ', _digits(start), ', "end": ', _digits(end),
        ', "shared_by": ', _digits(shown.sharers), ', "rarity": ', _digits(tenths // 10), ".", _digits(tenths % 10),
        "}", "",
    )  # fmt: skip


def _digits(numbers: I64) -> pa.Array:
    return pa.array(numbers).cast(pa.string())


def _json_links(links: pa.ListArray) -> pa.ListArray:
    """The same lists of links as JSON strings."""
    offsets = links.offsets.to_numpy() - links.offsets[0].as_py() if len(links) else np.zeros(1, np.int32)
    quoted = pc.binary_join_element_wise('"', _escaped(links.flatten()), '"', "")
    return pa.ListArray.from_arrays(pa.array(offsets), quoted)


_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPES = _SHORT | {chr(code): f"\\u{code:04x}" for code in range(0x20) if chr(code) not in _SHORT}


def _escaped(texts: pa.Array) -> pa.Array:
    """The strings as JSON has them between quotation marks (RFC 8259, section 7)."""
    there = np.zeros(256, np.bool_)
    there[bytes_of(texts)[0]] = True
    for sign, escape in _ESCAPES.items():
        if there[ord(sign)]:
            texts = pc.replace_substring(texts, sign, escape)
    return texts


@dataclass(frozen=True, slots=True)
class Runs:
    """Where the parts of some bodies stand in their messages, see `hearhear.structure.Run`: those of all messages one
    after the other. `key`: the message and where in its body the part begins, in order."""

    bounds: I64
    key: I64
    body: I64
    start: I64
    end: I64
    verbatim: Mask

    @classmethod
    def of(cls, runs: pa.ListArray) -> Runs:
        lengths = np.asarray(pc.fill_null(pc.list_value_length(runs), 0)).astype(np.int64)
        flat = runs.flatten()
        names = ("body", "length", "start", "end")
        body, length, start, end = (flat.field(name).to_numpy().astype(np.int64) for name in names)
        key = np.repeat(np.arange(len(lengths)) << 32, lengths) | body
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        return cls(bounds, key, body, start, end, length == end - start)

    def placed(self, message: I64, start: I64, end: I64) -> tuple[I64, I64]:
        """Spans in characters of bodies as spans of their messages."""
        if not len(self.key):
            return start, end
        first, known = self._run(message, start)
        placed = np.where(known, self._place(first, start), start)
        last, known = self._run(message, end - 1)
        ends = np.where(self.verbatim[last], self._place(last, end - 1) + 1, self.end[last])
        return placed, np.where(known, ends, end)

    def _run(self, message: I64, position: I64) -> tuple[I64, Mask]:
        """The run that each position of a body is in, and whether there is one."""
        run = np.searchsorted(self.key, (message << 32) | position, side="right") - 1
        return np.maximum(run, 0), run >= self.bounds[message]

    def _place(self, run: I64, position: I64) -> I64:
        return self.start[run] + np.where(self.verbatim[run], position - self.body[run], 0)
