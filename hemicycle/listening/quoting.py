"""Passages out of messages, as staff read them: personal data covered, cut between two words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .models import Finding, Link, Mention
from .redacted import Covered, covered

# A passage on a board; the whole message is one step away.
LONGEST = 360
# So much is shown before and after words that are quoted for a link.
AROUND = 120


@dataclass(frozen=True)
class Quote:
    """`text` with "…" where something was left out; `finding` is the message it stands in."""

    finding: Finding
    text: str


def quote(finding: Finding, start: int, end: int) -> Quote:
    """The passage; needs the message at hand. An empty one is the beginning of the message."""
    read = covered(finding.inbound.text, finding.redactions, finding.lang)
    if end <= start:
        return Quote(finding, _cut(read.text, 0, min(len(read.text), LONGEST)))
    first, last = read.between(start, end)
    return Quote(finding, _cut(read.text, first, min(last, first + LONGEST)))


def mention_quotes(mentions: Iterable[Mention]) -> list[Quote]:
    return [quote(mention.finding, mention.start, mention.end) for mention in mentions]


def stored_quotes(quotes: Sequence[Mapping[str, Any]], findings: Mapping[str, Finding]) -> list[Quote]:
    """Quotes as an analysis keeps them, of those messages that are given, by their key."""
    return [quote(findings[one["id"]], one["start"], one["end"]) for one in quotes if one["id"] in findings]


def link_quote(link: Link) -> Quote:
    """The words for which a message is linked, with some around them."""
    read = covered(link.finding.inbound.text, link.finding.redactions, link.finding.lang)
    places = [(one["start"], one["end"]) for one in link.reasons if one.get("start") is not None]
    if not places:
        return Quote(link.finding, _cut(read.text, 0, min(len(read.text), LONGEST)))
    start, end = read.between(*places[0])
    return Quote(link.finding, _cut(read.text, _sentence_before(read, start), min(end + AROUND, len(read.text))))


def _sentence_before(read: Covered, start: int) -> int:
    """Where the sentence begins, if that is near."""
    near = read.text[max(0, start - AROUND) : start]
    stops = [near.rfind(stop) + 1 for stop in (". ", "\n", "! ", "? ") if stop in near]
    return start - len(near) + max(stops) if stops else start - len(near)


def _cut(text: str, start: int, end: int) -> str:
    """From `start` to `end`, moved out of the middle of words, on one line."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    words = text[start:end]
    if end < len(text) and words[-1:].isalnum() and text[end].isalnum() and " " in words:
        words = words.rsplit(maxsplit=1)[0]
    return f"{'… ' if text[:start].strip() else ''}{' '.join(words.split())}{' …' if text[end:].strip() else ''}"
