"""One message in parts, exactly. What `clean_table` does to a million of them has to agree with this."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, get_args

from hearhear.structure import automatic, footers, letter, quoted_mail
from hearhear.structure.html import HAS_MARKUP, Fragment, fragments
from hearhear.structure.parts import Body, Kind, Part, Parts, Run, Span, fill, gaps

Family = Literal["markup", "quotes", "footers", "notices", "forms", "automatic"]
FAMILIES: frozenset[Family] = frozenset(get_args(Family))


def split(text: str) -> Parts:
    """Tell the author's own words from everything else in a message.

    Salutation and sign-off count as own words where nothing else is left, so that `Hello.` is not an empty message.
    """
    taken = _analyse(text, FAMILIES)
    if taken.shown is None:
        return Parts(text, _merged(taken.spans), taken.automatic, taken.body())
    return Parts(text, _original(text, taken.shown, taken.spans), taken.automatic, taken.body())


def body_of(text: str, families: Collection[Family]) -> tuple[Body, bool]:
    """The body of a message and whether it is automatic, where it is known which families of structure it may hold."""
    taken = _analyse(text, families)
    return taken.body(), taken.automatic


@dataclass(frozen=True)
class _Analysed:
    """A message taken apart: its text as shown, where that comes from if not from itself, and what its parts are."""

    plain: str
    shown: list[Fragment] | None
    spans: list[Span]
    automatic: bool

    def body(self) -> Body:
        return _body(self.plain, [(start, end) for start, end, kind in self.spans if kind == "own"], self.shown)


def _analyse(text: str, families: Collection[Family]) -> _Analysed:
    if "markup" not in families or HAS_MARKUP.search(text) is None:
        return _Analysed(text, None, *_spans(text, [], families))
    shown = list(fragments(text))
    plain = "".join([fragment.text for fragment in shown])
    return _Analysed(plain, shown, *_spans(plain, _block_quotes(shown), FAMILIES))


def _block_quotes(shown: Sequence[Fragment]) -> list[Span]:
    spans: list[Span] = []
    at = 0
    for fragment in shown:
        if fragment.quoted:
            spans.append((at, at + len(fragment.text), "quote"))
        at += len(fragment.text)
    return spans


def _spans(text: str, known: list[Span], families: Collection[Family]) -> tuple[list[Span], bool]:
    """The parts of plain text, and whether no person wrote it."""
    spans = known + (quoted_mail.find(text) if "quotes" in families else [])
    if "automatic" in families and automatic.is_automatic("".join(text[a:b] for a, b in gaps(len(text), spans))):
        return fill(len(text), [*spans, *((a, b, "automatic") for a, b in gaps(len(text), spans))]), True
    if "footers" in families:
        spans += footers.find(text)
    if "notices" in families:
        spans += footers.notices(text)
    if "forms" in families:
        spans += letter.forms(text) + letter.dashes(text)
    framed = spans + _frame(text, spans)
    has_own = any(
        kind == "own" and text[start:end].strip(letter.BLANKS) for start, end, kind in fill(len(text), framed)
    )
    return fill(len(text), framed if has_own else spans), False


def _frame(text: str, spans: list[Span]) -> list[Span]:
    """Salutation and sign-offs; every stretch of own words may end in one, with a footer or postscript below it."""
    found: list[Span] = []
    first = True
    for start, end in gaps(len(text), spans):
        if not text[start:end].strip(letter.BLANKS):
            continue
        greeting = letter.salutation(text[start:end]) if first else None
        if greeting:
            found.append((start + greeting[0], start + greeting[1], "salutation"))
        begin = start + (greeting[1] if greeting else 0)
        edges = [begin, *letter.postscripts(text, begin, end), end]
        for left, right in pairwise(edges):
            closing = letter.signoff(text[left:right])
            if closing:
                found.append((left + closing[0], left + closing[1], "signoff"))
        first = False
    return found


def _body(text: str, own: Sequence[tuple[int, int]], shown: Sequence[Fragment] | None) -> Body:
    """The own stretches without blanks at the beginning and the end, joined, with their way back."""
    stretches = _trimmed(text, own)
    body = "".join(text[start:end] for start, end in stretches)
    if shown is None:
        runs, at = [], 0
        for start, end in stretches:
            runs.append(Run(at, end - start, start, end))
            at += end - start
        return Body(body, tuple(runs))
    return Body(body, tuple(_runs(stretches, shown)))


def _trimmed(text: str, own: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    stretches = list(own)
    if stretches == [(0, len(text))]:
        return stretches
    while stretches and not text[slice(*stretches[0])].strip(letter.BLANKS):
        stretches.pop(0)
    while stretches and not text[slice(*stretches[-1])].strip(letter.BLANKS):
        stretches.pop()
    if stretches:
        start, end = stretches[0]
        stretches[0] = (end - len(text[start:end].lstrip(letter.BLANKS)), end)
        start, end = stretches[-1]
        stretches[-1] = (start, start + len(text[start:end].rstrip(letter.BLANKS)))
    return stretches


def _overlaps(spans: Sequence[tuple[Any, ...]], shown: Sequence[Fragment]) -> Iterator[tuple[Fragment, int, int, int]]:
    """Each fragment with the part of its text, from left to right, that a span covers, and the number of the span."""
    plain = number = 0
    for fragment in shown:
        end = plain + len(fragment.text)
        while number < len(spans) and spans[number][0] < end:
            start, stop = spans[number][:2]
            yield fragment, max(plain, start) - plain, min(end, stop) - plain, number
            if stop > end:
                break
            number += 1
        plain = end


def _runs(stretches: Sequence[tuple[int, int]], shown: Sequence[Fragment]) -> list[Run]:
    """Runs over the fragments of HTML; both lists are in order."""
    runs: list[Run] = []
    body = 0
    for fragment, left, right, _ in _overlaps(stretches, shown):
        runs.append(_run(fragment, body, left, right))
        body += right - left
    return runs


def _run(fragment: Fragment, body: int, left: int, right: int) -> Run:
    if len(fragment.text) == fragment.end - fragment.start:
        return Run(body, right - left, fragment.start + left, fragment.start + right)
    return Run(body, right - left, fragment.start, fragment.end)


def _original(text: str, shown: Sequence[Fragment], spans: Sequence[Span]) -> tuple[Part, ...]:
    """The parts as spans of the source; what is not displayed is mark-up."""
    found: list[Span] = []
    for fragment, left, right, number in _overlaps(spans, shown):
        run = _run(fragment, 0, left, right)
        found.append((run.start, run.end, spans[number][2]))
    return _merged([*found, *((start, end, "markup") for start, end in gaps(len(text), found))])


def _merged(spans: list[Span]) -> tuple[Part, ...]:
    merged: list[tuple[int, int, Kind]] = []
    for start, end, kind in sorted(spans):
        if merged and merged[-1][2] == kind and merged[-1][1] >= start:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), kind)
        elif not merged or end > merged[-1][1]:
            merged.append((max(start, merged[-1][1] if merged else 0), end, kind))
    return tuple(Part(kind, start, end) for start, end, kind in merged)
