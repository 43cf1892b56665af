"""Links for the report: clause by clause, proposal by proposal, with the words that are evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hearhear.analyse import Analysis
from hearhear.linking import Target
from hearhear.report.messages import MessageIndex, around, opening

NAMED = frozenset(("number", "title", "popular_name", "hashtag", "quotation"))
"""Evidence that a reader sees at once; the rest, common words and likeness of meaning, is inferred."""
AHEAD = 0.1
"""By how much the first candidate must score above the second to be taken for what is meant. Of 680 comments on one of
29 debates (Lille) the first is right in .46, and in .80 of the 166 where it is so far ahead; of 556 on one of 80
proposals (Decide Madrid) in .35, and in .67 of 125. Without a model .67 of 106 and .60 of 1,011."""
QUOTES = 2


def targets_data(analysis: Analysis) -> list[dict[str, Any]]:
    """What was asked about, in the order given; what has the same id in several languages once."""
    found: dict[str, dict[str, Any]] = {}
    for target in analysis.about:
        one = found.setdefault(target.id, _described(target))
        one["titles"].setdefault(target.lang, target.title)
    return list(found.values())


def _described(target: Target) -> dict[str, Any]:
    return {
        "target": target.id, "kind": target.kind, "number": target.number, "parent": target.parent, "titles": {},
        "names": list(target.names),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Link:
    message: str
    target: str
    rank: int
    score: float
    reasons: Sequence[Mapping[str, Any]]

    @property
    def named(self) -> bool:
        return any(reason["kind"] in NAMED for reason in self.reasons)


def links_data(analysis: Analysis, index: MessageIndex) -> dict[str, Any] | None:
    """For each target the messages that name it and that seem to mean it; None without targets.

    A message speaks of whatever it names; one that names nothing, of its first candidate if that is clearly ahead.
    Every other candidate is counted apart.
    """
    if not analysis.about:
        return None
    rows = analysis.links.to_pylist()
    found = [_Link(row["id"], row["target_id"], row["rank"], row["score"], json.loads(row["reasons"])) for row in rows]
    clear = _clear(found)
    by_target: dict[str, list[_Link]] = {target.id: [] for target in analysis.about}
    for link in found:
        by_target[link.target].append(link)
    linked = {link.message for link in found if link.named} | clear
    like = {link.message for link in found}
    voices = {name for name, alone in zip(index.ids, index.individual, strict=True) if alone}
    voices |= set(analysis.representatives.values())
    return {
        "targets": [_target(name, links, clear, index) for name, links in by_target.items()],
        "unclear": index.count(index.members_of((voices & like) - linked)),
        "none": index.count(index.members_of(voices - like)),
    }


def _clear(links: Sequence[_Link]) -> set[str]:
    """The messages that name nothing and have a first candidate clearly ahead of the second."""
    scores: dict[str, dict[int, float]] = {}
    for link in links:
        scores.setdefault(link.message, {})[link.rank] = link.score
    naming = {link.message for link in links if link.named}
    return {
        name for name, ranked in scores.items()
        if name not in naming and ranked.get(1, 0.0) - ranked.get(2, 0.0) >= AHEAD
    }  # fmt: skip


def _target(name: str, links: Sequence[_Link], clear: set[str], index: MessageIndex) -> dict[str, Any]:
    naming = {link.message for link in links if link.named}
    meaning = {link.message for link in links if link.rank == 1 and link.message in clear}
    behind = {link.message for link in links} - naming - meaning
    members_of = index.members_of(naming | meaning)
    alone = {one for one in members_of if index.individual[index.place[one]]}
    return {
        "target": name,
        "all": index.count(members_of),
        "individual": index.count(alone),
        "campaigns": index.campaigns_of(naming | meaning),
        "naming": index.count(index.members_of(naming)),
        "meaning": index.count(index.members_of(meaning)),
        "further": index.count(index.members_of(behind) - members_of),
        "quotes": _quotes([link for link in links if link.message not in behind], index),
    }


def _quotes(links: Sequence[_Link], index: MessageIndex) -> list[dict[str, Any]]:
    """The surest first, named before inferred, no sender twice, no words twice."""
    order = sorted(links, key=lambda link: (not link.named, -link.score, index.place[link.message]))
    senders, texts = set[str](), set[str]()
    quotes: list[dict[str, Any]] = []
    for link in order:
        if len(quotes) == QUOTES:
            break
        quote = _quote(link, index)
        sender = index.sender[index.place[link.message]]
        if sender not in senders and quote["text"] not in texts:
            quotes.append(quote)
            senders.add(sender)
            texts.add(quote["text"])
    return quotes


def _quote(link: _Link, index: MessageIndex) -> dict[str, Any]:
    text = index.text[index.place[link.message]]
    placed = [reason for reason in link.reasons if reason["start"] is not None]
    best = max(placed, key=lambda reason: (reason["kind"] in NAMED, reason["weight"]), default=None)
    start, end = around(text, best["start"], best["end"]) if best else opening(text)
    kinds = list(dict.fromkeys(reason["kind"] for reason in link.reasons))
    return index.quote(link.message, start, end) | {
        "certainty": round(link.score, 3),
        "reasons": kinds,
        "rank": link.rank,
    }
