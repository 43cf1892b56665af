"""A campaign's template as the engine gives it: a list of segments, fixed words and slots."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Segments = Iterable[Mapping[str, Any]]

# What fits one line of a board.
OPENING = 120
# The engine cuts a title there too; what replaces names in it may be longer than these.
LONGEST = 160
# What fits a slot inside a sentence; longer ones are opened.
INLINE = 48
# What follows the word before it without a space.
CLOSING = frozenset(",.;:!?)]}”’»…")
# The engine rebuilds a template from a sample that tells a share to about a tenth; above, a passage is in all.
ALL = 0.9
# Eight wordings of a slot are known at most: one in more than an eighth of the messages stands out.
STANDS_OUT = 1 / 8


@dataclass(frozen=True)
class Alternative:
    """What fills a slot, and in which share of the messages where that is known."""

    text: str
    share: float | None


@dataclass(frozen=True)
class Segment:
    """A part of the template in reading order. `number` counts slots from 1 and is 0 for fixed words."""

    text: str
    number: int
    share: float
    alternatives: tuple[Alternative, ...]

    @property
    def is_slot(self) -> bool:
        return self.number > 0

    @property
    def is_partial(self) -> bool:
        """Not in every message: fixed words that some left out, or a place that some filled."""
        return self.share < ALL

    @property
    def inline(self) -> str:
        """What the template shows in the place of a slot: its most frequent words, if few and frequent."""
        first = self.alternatives[0] if self.alternatives else Alternative(self.text, 1.0)
        words = " ".join(first.text.split())
        return words if 0 < len(words) <= INLINE and (first.share or 0) > STANDS_OUT else "…"

    @property
    def others(self) -> int:
        """How many wordings are known besides the one that is shown."""
        return len(self.alternatives) - 1 if self.inline != "…" else 0


def segments(template: Segments) -> list[Segment]:
    """The template for a page."""
    found, number = [], 0
    for segment in template:
        is_slot = segment["kind"] == "slot"
        number += is_slot
        alternatives = tuple(_alternative(one) for one in segment.get("examples") or ())
        share = segment.get("share")
        found.append(
            Segment(
                text=segment["text"] or "",
                number=number if is_slot else 0,
                share=1.0 if share is None else share,
                alternatives=alternatives,
            )
        )
    return found


def spaced(found: Iterable[Segment]) -> Iterator[tuple[str, Segment]]:
    """Each segment with the white space before it, which segments leave out where they meet."""
    before = "\n"
    for segment in found:
        text = segment.inline if segment.is_slot else segment.text
        closing = not segment.is_slot and text[:1] in CLOSING
        touching = before[-1:].isspace() or text[:1].isspace() or closing
        yield "" if touching else " ", segment
        before = text or before


def slots(template: Segments) -> list[Segment]:
    return [segment for segment in segments(template) if segment.is_slot]


def redacted_template(
    template: Segments, fixed: Callable[[str, float], str], varying: Callable[[str], str]
) -> list[dict[str, Any]]:
    """The template with names redacted: `fixed` does so in its fixed words, given the share of the messages that have
    them, `varying` in what senders put into its places.
    """
    found = []
    for segment in template:
        text = segment["text"] or ""
        shares: dict[str, list[float | None]] = defaultdict(list)
        for one in map(_alternative, segment.get("examples") or ()):
            shares[varying(one.text)].append(one.share)
        examples = [{"text": text, "share": _sum(parts)} for text, parts in shares.items()]
        examples.sort(key=lambda one: -(one["share"] or 0))  # type: ignore[operator]
        words = varying(text) if segment["kind"] == "slot" else fixed(text, segment["share"])
        found.append({**segment, "text": words, "examples": examples})
    return found


def _sum(shares: list[float | None]) -> float | None:
    known = [share for share in shares if share is not None]
    return min(1.0, sum(known)) if known else None


def wording(template: Segments) -> str:
    """The fixed words alone, for searching."""
    return " ".join(str(segment["text"]).strip() for segment in template if segment["kind"] == "fixed")


def opening(template: Segments, letter: Mapping[str, Any]) -> str:
    """The title of the letter, or how the template begins as one reads it, cut between two words.

    In a template a place that changes too much is three dots.
    """
    if title := str(letter.get("title", "")):
        return title[:LONGEST]
    read = "".join(f"{space}{one.inline if one.is_slot else one.text}" for space, one in spaced(segments(template)))
    words = " ".join(read.split()).lstrip("… ")
    if len(words) <= OPENING:
        return words
    return words[: words.rfind(" ", 0, OPENING) if " " in words[:OPENING] else OPENING] + " …"


def _alternative(example: Any) -> Alternative:
    if isinstance(example, Mapping):
        return Alternative(str(example["text"]), example.get("share"))
    return Alternative(str(example), None)
