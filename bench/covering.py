"""What of the personal data is covered, and what is covered that is none: counts of one method."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from truth import ROOT

# Lies beside the engine's tests, which `truth` puts on the path.
import personal  # isort: skip

Span = tuple[int, int, str]
Key = tuple[str, str]
NAMES = frozenset({"name", "signature"})
"""A name below a letter is both, so that either counts as the right kind."""


@dataclass
class Count:
    """Counts of one method over messages. Keys are language and kind unless said otherwise."""

    items: Counter[Key] = field(default_factory=Counter)
    found: Counter[Key] = field(default_factory=Counter)
    right: Counter[Key] = field(default_factory=Counter)
    by_style: Counter[Key] = field(default_factory=Counter)
    found_by_style: Counter[Key] = field(default_factory=Counter)
    clean: Counter[str] = field(default_factory=Counter)
    alarmed: Counter[str] = field(default_factory=Counter)
    alarms: Counter[Key] = field(default_factory=Counter)
    labelled: int = 0
    strays: Counter[str] = field(default_factory=Counter)
    public: int = 0
    public_covered: int = 0
    missed: Counter[Key] = field(default_factory=Counter)

    def add(self, message: personal.Labelled, spans: Sequence[Span]) -> None:
        """Counts what the method covered of one message."""
        for item in message.items:
            self._item(message, item, spans)
        if message.items:
            self.labelled += 1
            near = [(start, end) for start, end, _ in message.items] + list(message.near)
            self.strays.update(kind for start, end, kind in spans if not _touches(start, end, near))
        else:
            self.clean[message.lang] += 1
            self.alarmed[message.lang] += bool(spans)
            self.alarms.update((message.lang, kind) for kind in {kind for _, _, kind in spans})
        self._public(message, spans)

    def _item(self, message: personal.Labelled, item: Span, spans: Sequence[Span]) -> None:
        start, end, kind = item
        key, style = (message.lang, kind), (message.style, kind)
        self.items[key] += 1
        self.by_style[style] += 1
        if not covered(start, end, spans):
            self.missed[kind, shape(message.text[start:end])] += 1
            return
        self.found[key] += 1
        self.found_by_style[style] += 1
        same = NAMES if kind in NAMES else {kind}
        self.right[key] += covered(start, end, [span for span in spans if span[2] in same])

    def _public(self, message: personal.Labelled, spans: Sequence[Span]) -> None:
        own = [(start, end) for start, end, _ in message.items]
        for name in message.public:
            for found in re.finditer(re.escape(name), message.text, re.IGNORECASE):
                if not _touches(found.start(), found.end(), own):
                    self.public += 1
                    self.public_covered += any(s < found.end() and e > found.start() for s, e, _ in spans)


def covered(start: int, end: int, spans: Iterable[Span]) -> bool:
    """Whether every character from start to end lies in one of the spans."""
    for first, last, _ in sorted(spans):
        if first <= start < last:
            start = last
    return start >= end


def shape(text: str) -> str:
    """Letters and digits of a text by their class, so that a miss can be shown without its words."""
    signs = ("0" if sign.isdigit() else "A" if sign.isupper() else "a" if sign.isalpha() else sign for sign in text)
    return re.sub(r"a{2,}", "aa", re.sub(r"A{3,}", "AAA", "".join(signs)))


def _touches(start: int, end: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first < end and last > start for first, last in ranges)


__all__ = ["ROOT", "Count", "Span", "covered", "shape"]
