"""Passages out of messages, as staff read them: personal data redacted, cut between two words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..models import Finding, Link, Mention
from .redaction import redacted

# A passage on a board; the whole message is one step away.
LONGEST = 360
# A passage says little alone when it is shorter than this; the sentences beside it are then shown with it.
SHORT = 80
REPEATED = ("official", "quoted")
# Signs by which words of somebody else are known again: a title or the name of a clause is shorter.
FEWEST_SIGNS = 40
SENTENCE_ENDS = re.compile(r"[.!?…]['”»\")]*\s+")


@dataclass(frozen=True)
class Quote:
    """`text` with "…" where something was left out; `finding` is the message it is from."""

    finding: Finding
    text: str


def quote(finding: Finding, start: int, end: int) -> Quote:
    """The passage, a short one with its neighbours; an empty one is what the sender says first."""
    read = redacted(finding.inbound.text, finding.redactions, finding.lang)
    if end <= start:
        first = _first_own(read.text, [read.between(one[0], one[1]) for one in finding.not_own])
        return Quote(finding, _cut(read.text, first, min(len(read.text), first + LONGEST)))
    first, last = read.between(start, end)
    if last - first < SHORT:
        first, last = _with_neighbours(read.text, first, last)
    return Quote(finding, _cut(read.text, first, min(last, first + LONGEST)))


def mention_quotes(mentions: Iterable[Mention], places: Mapping[str, tuple[int, int]] | None = None) -> list[Quote]:
    """What is said, by the place of the mention, or by the one that `places` knows for the message."""
    known = places or {}
    found = []
    for mention in mentions:
        place = known.get(str(mention.finding.inbound_id), (mention.start, mention.end))
        found.append(quote(mention.finding, *place))
    return found


def link_quote(link: Link) -> Quote:
    """The words for which a message is linked, with the sentences around them."""
    places = [(one["start"], one["end"]) for one in link.reasons if one.get("start") is not None]
    return quote(link.finding, *(places[0] if places else (0, 0)))


def is_quoted(found: Quote) -> bool:
    """Whether it shows words of the bill, or of somebody else, that the sender repeats."""
    finding = found.finding
    read = redacted(finding.inbound.text, finding.redactions, finding.lang)
    places = [read.between(start, end) for start, end, why in finding.not_own if why in REPEATED]
    beginnings = [" ".join(read.text[start:end].split())[:FEWEST_SIGNS] for start, end in places]
    return any(len(words) == FEWEST_SIGNS and words in found.text for words in beginnings)


def _first_own(text: str, not_own: Iterable[tuple[int, int]]) -> int:
    """Where the first words of the sender's own stand; the beginning where there are none."""
    at = 0
    for start, end in sorted(not_own):
        if any(sign.isalnum() for sign in text[at:start]):
            return at
        at = max(at, end)
    return at if any(sign.isalnum() for sign in text[at:]) else 0


def _with_neighbours(text: str, first: int, last: int) -> tuple[int, int]:
    """Whole sentences around a passage, within its paragraph, as many as fit."""
    top = text.rfind("\n", 0, first) + 1
    bottom = text.find("\n", last)
    bottom = len(text) if bottom < 0 else bottom
    starts = [top, *(top + stop.end() for stop in SENTENCE_ENDS.finditer(text[top:first]))]
    ends = [*(last + stop.end() for stop in SENTENCE_ENDS.finditer(text[last:bottom])), bottom]
    end = max((end for end in ends if end - first <= LONGEST * 2 // 3), default=min(ends[0], first + LONGEST))
    start = min((start for start in starts if end - start <= LONGEST), default=starts[-1])
    while end - start < SHORT and end < len(text):
        # A line of its own, such as a subject: what follows says what it is about.
        following = text.find("\n", end + 1)
        end = len(text) if following < 0 else following
    return start, end


def _cut(text: str, start: int, end: int) -> str:
    """From `start` to `end`, moved out of the middle of words, on one line."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    words = text[start:end]
    if end < len(text) and words[-1:].isalnum() and text[end].isalnum() and " " in words:
        words = words.rsplit(maxsplit=1)[0]
    return f"{'… ' if text[:start].strip() else ''}{' '.join(words.split())}{' …' if text[end:].strip() else ''}"
