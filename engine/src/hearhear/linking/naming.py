"""Which target is called by its title, by what people call it, or by a hashtag made of either."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hearhear.campaigns.tokens import I64
from hearhear.linking.evidence import Found
from hearhear.linking.reading import Read, Vocabulary, words_of_hashtag
from hearhear.linking.target import Target
from hearhear.themes.words import folded, says

PROVES = {"title": (0.3, 0.7, 0.85, 0.92), "popular_name": (0.6, 0.85, 0.92, 0.92)}
"""What a title or popular name proves that has 1, 2, 3, 4 or more words that say something: "Definitions" is the title
of many clauses and an ordinary word; a popular name is given to be recognised by."""
HASHTAG, MADE_OF_NAME = 0.92, 0.85
_TAG = np.uint32(1)


@dataclass(frozen=True, slots=True)
class Names:
    """Phrases as word numbers with the things they name: (kind, words, {thing: weight}); and hashtags without sign."""

    phrases: Sequence[tuple[str, tuple[int, ...], Mapping[int, float]]]
    hashtags: Mapping[str, Mapping[int, float]]


def names(targets: Sequence[Target], thing: Mapping[str, int], vocabulary: Vocabulary) -> Names:
    """What all things are called; what names several things proves less for each, by the root of how many."""
    phrases: dict[tuple[str, tuple[int, ...]], set[int]] = defaultdict(set)
    weights: dict[tuple[str, tuple[int, ...]], float] = {}
    hashtags: dict[str, dict[int, float]] = defaultdict(dict)
    for target in targets:
        one = thing[target.id]
        for kind, name in (("title", target.title), *(("popular_name", name) for name in target.names)):
            key, weight = _phrase(kind, name, vocabulary)
            if weight:
                phrases[key].add(one)
                weights[key] = weight
                _tag(hashtags, "".join(_WORD.findall(folded(name))), one, MADE_OF_NAME)
        for hashtag in target.hashtags:
            _tag(hashtags, folded(hashtag).lstrip("#@"), one, HASHTAG)
    shared = [
        (kind, words, dict.fromkeys(sorted(things), weights[kind, words] / len(things) ** 0.5))
        for (kind, words), things in phrases.items()
    ]
    return Names(shared, hashtags)


_WORD = re.compile(r"[^\W_]+")
_TAGGED = re.compile(r"(?<!\w)[#@]\w+")
_SHORTEST_TAG = 5


def _phrase(kind: str, name: str, vocabulary: Vocabulary) -> tuple[tuple[str, tuple[int, ...]], float]:
    words = _WORD.findall(folded(name))
    telling = sum(says(word) for word in words)
    weight = PROVES[kind][min(telling, len(PROVES[kind])) - 1] if telling else 0.0
    return (kind, tuple(vocabulary.number(word) for word in words)), weight


def _tag(hashtags: dict[str, dict[int, float]], tag: str, thing: int, weight: float) -> None:
    if len(tag) >= _SHORTEST_TAG or weight == HASHTAG:
        hashtags[tag][thing] = max(weight, hashtags[tag].get(thing, 0.0))


def found(messages: Read, known: Names) -> Iterator[Found]:
    """Evidence of kinds title, popular_name and hashtag."""
    order = np.argsort(messages.number, kind="stable")
    ordered = messages.number[order]
    row = messages.row
    for kind, words, things in known.phrases:
        for at in _places(messages, words, order, ordered, row):
            text = int(row[at])
            start, end = messages.place(text, int(messages.start[at]), int(messages.end[at + len(words) - 1]))
            for thing, weight in things.items():
                yield Found(text, thing, kind, weight, start, end)
    yield from _tagged(messages, known, row)


def _places(messages: Read, words: tuple[int, ...], order: I64, ordered: I64, row: I64) -> list[int]:
    """The first word of each run of those words within a text, found by the rarest of them."""
    spans = [np.searchsorted(ordered, [word, word + 1]) for word in words]
    rarest = min(range(len(words)), key=lambda at: (spans[at][1] - spans[at][0], at))
    at = order[spans[rarest][0] : spans[rarest][1]] - rarest
    at = at[(at >= 0) & (at + len(words) <= len(messages.number))]
    for step, word in enumerate(words):
        at = at[messages.number[at + step] == word]
    return [int(one) for one in at[row[at] == row[at + len(words) - 1]]]


def _tagged(messages: Read, known: Names, row: I64) -> Iterator[Found]:
    for text in dict.fromkeys(row[np.flatnonzero(messages.word & _TAG)].tolist()):
        for match in _TAGGED.finditer(messages.texts[text]):
            tag = folded(match[0])[1:]
            for spelled in dict.fromkeys((tag, "".join(words_of_hashtag(match[0])))):
                for thing, weight in known.hashtags.get(spelled, {}).items():
                    yield Found(text, thing, "hashtag", weight, match.start(), match.end())
