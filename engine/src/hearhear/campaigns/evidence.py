"""The evidence that puts a message in its campaign, and the sender's own words.

A word is *shared* when it is part of an n-gram that other texts of the campaign have. Runs of shared words are the
passages of the evidence; other runs, where they are more than the filling of a slot, are personal text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.campaigns.corpus import F32, gram_starts, grams
from hearhear.campaigns.groups import PASSAGE_BITS, PASSAGES, SLOTS, Groups
from hearhear.campaigns.tokens import I64, Mask, Tokens, distinct, mix, tokenise

RUN, PAIR = 4, 2
"""Words in a shared run: four, but two in a mad-lib, where a gap comes every other word."""
COMMON = 0.2
"""A passage of the template stands in at least this part of the texts, or in two if that is more; a mad-lib's
alternatives need only be somebody else's too."""
PERSONAL = 3
"""Fewer words of one's own in a row fill a gap, as a name or a place does."""
PERSONAL_IN_SLOTS = 6
SLOTTED, STEADY = 0.5, 0.08
"""A group found by passages is a mad-lib when its template, in the sense above, covers less than half of a usual text,
and yet what any two share stands at the same place in both, to within this part of their length (measured: mad-libs
.02, letters around a short template .23)."""
PASSAGES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Shared:
    """The members of all campaigns, one after the other by campaign, with what they share.

    `message`: rows of the table. `campaign`, `sender`: numbers of each member's. `tokens`: their bodies' words.
    `bits`: what each word proves. `shared`: whether a word is shared. `holders`: by how many senders of the campaign.
    `slotted`: for each campaign, whether it is a mad-lib.
    """

    message: I64
    campaign: I64
    sender: I64
    tokens: Tokens
    bits: F32
    shared: Mask
    sharers: I64
    slotted: Mask


def find_shared(groups: Groups) -> Shared:
    """What the members of each campaign share."""
    message = np.flatnonzero(groups.campaign >= 0)
    message = message[np.lexsort((groups.corpus.text_of[message], groups.campaign[message]))]
    campaign, sender = groups.campaign[message], groups.sender[message]
    tokens = tokenise(_bodies(groups, message))
    text = groups.corpus.text_of[message]
    bits = _bits(groups, text)
    likeness = groups.likeness[text]
    slots = np.zeros(int(campaign.max(initial=-1)) + 1, dtype=np.bool_)
    slots[campaign[likeness == SLOTS]] = True
    narrow, sharers = _shared_runs(tokens, campaign, sender, RUN, COMMON)
    pairs, paired = _shared_runs(tokens, campaign, sender, PAIR, 0.0)
    passages = np.bincount(campaign, weights=likeness == PASSAGES, minlength=len(slots)) > 0
    slots |= (
        passages
        & (_median_coverage(tokens, campaign, narrow) < SLOTTED)
        & (_position_spread(tokens, campaign) < STEADY)
    )
    by_word = np.repeat(slots[campaign], np.diff(tokens.bounds))
    return Shared(
        message,
        campaign,
        sender,
        tokens,
        bits,
        np.where(by_word, pairs, narrow),
        np.where(by_word, paired, sharers),
        slots,
    )


def _bodies(groups: Groups, message: I64) -> pa.Array:
    taken = groups.table["body"].take(pa.array(message))
    return taken.combine_chunks() if isinstance(taken, pa.ChunkedArray) else taken


def _bits(groups: Groups, text: I64) -> F32:
    """Each word's bits as the corpus has them: a member's body has the same words as its distinct text."""
    corpus = groups.corpus
    lengths = corpus.lengths[text]
    inside = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return corpus.bits[np.repeat(corpus.bounds[text], lengths) + inside]


def _shared_runs(tokens: Tokens, campaign: I64, sender: I64, size: int, part: float) -> tuple[Mask, I64]:
    """For each word, whether it stands in a run of `size` words that others of its campaign have; and how many do."""
    lengths = np.diff(tokens.bounds)
    hashed = grams(tokens.word, size)
    owner = np.repeat(np.arange(len(lengths)), lengths)[: len(hashed)]
    at = np.flatnonzero(gram_starts(tokens.bounds, size)[: len(hashed)])
    owner = owner[at]
    key = mix(hashed[at] ^ mix(campaign[owner].astype(np.uint64) + np.uint64(1)))
    _, number = np.unique(key, return_inverse=True)
    senders = _distinct_senders(number, sender[owner])
    wanted = np.maximum(2, np.ceil(part * _distinct_senders(campaign, sender)))[campaign[owner]]
    enough = senders[number] >= wanted
    covered = np.zeros(len(tokens.word), dtype=np.bool_)
    most = np.zeros(len(tokens.word), dtype=np.int64)
    for step in range(size):
        covered[at[enough] + step] = True
        most[at[enough] + step] = np.maximum(most[at[enough] + step], senders[number[enough]])
    return covered, most


def _distinct_senders(number: I64, sender: I64) -> I64:
    """For each number, how many different senders it has."""
    if not len(number):
        return np.zeros(0, np.int64)
    pair = distinct(number * (int(sender.max()) + 1) + sender)
    return np.bincount(pair // (int(sender.max()) + 1), minlength=int(number.max()) + 1)


def _median_coverage(tokens: Tokens, campaign: I64, covered: Mask) -> np.ndarray:
    """For each campaign the middle part of a text that is covered."""
    lengths = np.maximum(np.diff(tokens.bounds), 1)
    total = np.concatenate([[0], np.cumsum(covered)])
    part = np.diff(total[tokens.bounds]) / lengths
    order = np.lexsort((part, campaign))
    size = np.bincount(campaign)
    return part[order][np.cumsum(size) - size + size // 2]


def _position_spread(tokens: Tokens, campaign: I64) -> np.ndarray:
    """For each campaign, how far a run of words that several texts have strays from its mean place (1: a text)."""
    lengths = np.diff(tokens.bounds)
    hashed = grams(tokens.word, RUN)
    owner = np.repeat(np.arange(len(lengths)), lengths)[: len(hashed)]
    at = np.flatnonzero(gram_starts(tokens.bounds, RUN)[: len(hashed)])
    owner = owner[at]
    place = (at - tokens.bounds[owner]) / lengths[owner]
    _, number = np.unique(hashed[at] ^ mix(campaign[owner].astype(np.uint64) + np.uint64(1)), return_inverse=True)
    times = np.maximum(np.bincount(number), 1)
    mean = np.bincount(number, weights=place) / times
    stray = np.abs(place - mean[number])
    several = times[number] > 1
    count = int(campaign.max(initial=-1)) + 1
    total = np.bincount(campaign[owner][several], weights=stray[several], minlength=count)
    return total / np.maximum(np.bincount(campaign[owner][several], minlength=count), 1)


def shared_part(found: Shared) -> np.ndarray:
    """For each member, the part of its evidence, in bits, that is shared: 0 to 1."""
    weight = found.bits + np.float32(0.25)  # so that a text of ordinary words is not divided by nothing
    own = np.add.reduceat(weight, found.tokens.bounds[:-1]) if len(found.message) else np.zeros(0)
    common = np.add.reduceat(weight * found.shared, found.tokens.bounds[:-1]) if len(found.message) else np.zeros(0)
    return common / own


@dataclass(frozen=True, slots=True)
class Explanation:
    """One message: its own words, and the evidence as JSON (see `campaigns.find`)."""

    personal_text: str
    evidence: str
    introductions: tuple[str, ...]
    """The words right before each long shared passage, which show who only quotes the campaign."""


def explain(groups: Groups, found: Shared) -> Iterator[Explanation]:
    """For each member, in order."""
    bodies = _bodies(groups, found.message).to_pylist()
    runs = groups.table["runs"].take(pa.array(found.message)).to_pylist()
    written = groups.table["text"].take(pa.array(found.message)).to_pylist()
    links = groups.links.take(pa.array(groups.corpus.text_of[found.message])).to_pylist()
    before = 0
    for member, body in enumerate(bodies):
        raw = body.encode()
        first, last = found.tokens.bounds[member], found.tokens.bounds[member + 1]
        spans = _spans(found, first, last, before, bool(found.slotted[found.campaign[member]]))
        yield _explained(
            body, raw, spans, runs[member], written[member], links[member], bool(found.slotted[found.campaign[member]])
        )
        before += len(raw)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words in the body, byte offsets; with `holders` 0 it is the sender's own."""

    start: int
    end: int
    sharers: int
    rarity: float


def _spans(found: Shared, first: int, last: int, before: int, slotted: bool) -> list[Span]:
    """Runs of shared words, and runs of own words long enough to say something."""
    shared = found.shared[first:last]
    edges = np.flatnonzero(np.diff(shared.astype(np.int8))) + 1
    starts = np.concatenate([[0], edges]).astype(np.int64)
    ends = np.concatenate([edges, [len(shared)]]).astype(np.int64)
    least = PERSONAL_IN_SLOTS if slotted else PERSONAL
    spans = []
    for start, end in zip(starts, ends, strict=True):
        if end <= start or (not shared[start] and end - start < least):
            continue
        sharers = int(np.median(found.sharers[first + start : first + end])) if shared[start] else 0
        place = int(found.tokens.start[first + start]) - before, int(found.tokens.end[first + end - 1]) - before
        spans.append(Span(*place, sharers, float(found.bits[first + start : first + end].sum())))
    return spans


def _explained(
    body: str,
    raw: bytes,
    spans: list[Span],
    runs: list[dict[str, int]] | None,
    written: str,
    links: list[str],
    slotted: bool,
) -> Explanation:
    own = [
        raw[_word_start(raw, span.start) : _sentence_end(raw, span.end)].decode() for span in spans if not span.sharers
    ]
    passages = sorted((span for span in spans if span.sharers), key=lambda span: (-span.rarity, span.start))
    chosen = sorted(passages[:PASSAGES_SHOWN], key=lambda span: span.start)
    shown = [_passage(body, raw, span, runs, written) for span in chosen]
    informative = any(span.rarity > 0 for span in chosen)
    why = "slots" if slotted else "link" if links and not informative else "passages"
    evidence = {"why": why, "passages": shown, "links": links}
    heavy = [span for span in passages if span.rarity >= max(PASSAGE_BITS, passages[0].rarity / 2)]
    introductions = tuple(raw[max(0, one.start - _INTRODUCTION) : one.start].decode(errors="ignore") for one in heavy)
    return Explanation("\n".join(own), json.dumps(evidence, ensure_ascii=False), introductions)


_INTRODUCTION = 240


def _passage(body: str, raw: bytes, span: Span, runs: list[dict[str, int]] | None, written: str) -> dict[str, object]:
    start, end = len(raw[: span.start].decode()), len(raw[: span.end].decode())
    text = body[start:end]
    if runs is not None:
        start, end = _place(runs, start), _end(runs, end - 1)
        text = written[start:end]
    return {"text": text, "start": start, "end": end, "shared_by": span.sharers, "rarity": round(span.rarity, 1)}


def _place(runs: list[dict[str, int]], position: int) -> int:
    """Where in the message a character of the body stands."""
    for run in reversed(runs):
        if run["body"] <= position:
            if run["length"] == run["end"] - run["start"]:
                return run["start"] + position - run["body"]
            return run["start"]
    return position


def _end(runs: list[dict[str, int]], position: int) -> int:
    """One past where in the message a character of the body ends."""
    last = next((run for run in reversed(runs) if run["body"] <= position), None)
    if last is not None and last["length"] != last["end"] - last["start"]:
        return last["end"]
    return _place(runs, position) + 1


def _word_start(raw: bytes, at: int) -> int:
    """Back over an opening quotation mark or bracket."""
    while at > 0 and raw[at - 1 : at] in (b"(", b'"', b"\xab", b"\xbf", b"\xa1"):
        at -= 1
        while at > 0 and 0x80 <= raw[at] < 0xC0:
            at -= 1
    return at


def _sentence_end(raw: bytes, at: int) -> int:
    """Forward over the full stop or what else closes a sentence."""
    while at < len(raw) and raw[at : at + 1] in (b".", b"!", b"?", b")", b'"'):
        at += 1
    return at


def own_languages(groups: Groups, found: Shared) -> list[str | None]:
    """For each campaign the language most of its messages are marked with."""
    lang = pc.fill_null(groups.table["lang"], "").take(pa.array(found.message))
    names, number = np.unique(np.asarray(lang.to_pylist(), dtype=object).astype(str), return_inverse=True)
    count = np.zeros((int(found.campaign.max(initial=-1)) + 1, max(len(names), 1)), dtype=np.int64)
    np.add.at(count, (found.campaign, number), 1)
    count[:, names == ""] = 0
    return [str(names[row.argmax()]) if row.any() else None for row in count]
