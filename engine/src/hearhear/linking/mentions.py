"""Targets named by their title, a popular name or a hashtag, or quoted: runs of words of the target's text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hearhear.campaigns.corpus import GRAM, gram_starts, grams
from hearhear.campaigns.tokens import I64, U64
from hearhear.campaigns.vocabulary import FUNCTION, marks
from hearhear.linking.target import Finding, Target
from hearhear.linking.tokenized import Tokenized, Vocabulary, words_of_hashtag
from hearhear.themes.words import folded, says

NAME_PROVES = {"title": (0.3, 0.7, 0.85, 0.92), "popular_name": (0.6, 0.85, 0.92, 0.92)}
"""The weight of a title or popular name with 1, 2, 3, 4 or more content words: "Definitions" is the title
of many clauses and an ordinary word; a popular name is given to be recognised by."""
HASHTAG, MADE_OF_NAME = 0.92, 0.85
_TAG = np.uint32(1)


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Phrases as word numbers with the items they name: (kind, words, {item: weight}); and hashtags without sign."""

    phrases: Sequence[tuple[str, tuple[int, ...], Mapping[int, float]]]
    hashtags: Mapping[str, Mapping[int, float]]


def index_names(targets: Sequence[Target], item: Mapping[str, int], vocabulary: Vocabulary) -> NameIndex:
    """The names of all items; a name of several items has its weight divided by the square root of how many."""
    phrases: dict[tuple[str, tuple[int, ...]], set[int]] = defaultdict(set)
    weights: dict[tuple[str, tuple[int, ...]], float] = {}
    hashtags: dict[str, dict[int, float]] = defaultdict(dict)
    for target in targets:
        one = item[target.id]
        for kind, name in (("title", target.title), *(("popular_name", name) for name in target.names)):
            key, weight = _phrase(kind, name, vocabulary)
            if weight:
                phrases[key].add(one)
                weights[key] = weight
                _tag(hashtags, "".join(_WORD.findall(folded(name))), one, MADE_OF_NAME)
        for hashtag in target.hashtags:
            _tag(hashtags, folded(hashtag).lstrip("#@"), one, HASHTAG)
    shared = [
        (kind, words, dict.fromkeys(sorted(items), weights[kind, words] / len(items) ** 0.5))
        for (kind, words), items in phrases.items()
    ]
    return NameIndex(shared, hashtags)


_WORD = re.compile(r"[^\W_]+")
_TAGGED = re.compile(r"(?<!\w)[#@]\w+")
_SHORTEST_TAG = 5


def _phrase(kind: str, name: str, vocabulary: Vocabulary) -> tuple[tuple[str, tuple[int, ...]], float]:
    words = _WORD.findall(folded(name))
    significant = sum(says(word) for word in words)
    weight = NAME_PROVES[kind][min(significant, len(NAME_PROVES[kind])) - 1] if significant else 0.0
    return (kind, tuple(vocabulary.number(word) for word in words)), weight


def _tag(hashtags: dict[str, dict[int, float]], tag: str, item: int, weight: float) -> None:
    if len(tag) >= _SHORTEST_TAG or weight == HASHTAG:
        hashtags[tag][item] = max(weight, hashtags[tag].get(item, 0.0))


def named_targets(messages: Tokenized, known: NameIndex) -> Iterator[Finding]:
    """Evidence of kinds title, popular_name and hashtag."""
    order = np.argsort(messages.number, kind="stable")
    ordered = messages.number[order]
    row = messages.row
    for kind, words, items in known.phrases:
        for at in _phrase_places(messages, words, order, ordered, row):
            text = int(row[at])
            start, end = messages.place(text, int(messages.start[at]), int(messages.end[at + len(words) - 1]))
            for item, weight in items.items():
                yield Finding(text, item, kind, weight, start, end)
    yield from _tagged(messages, known, row)


def _phrase_places(messages: Tokenized, words: tuple[int, ...], order: I64, ordered: I64, row: I64) -> list[int]:
    """The first word of each run of those words within a text, found by the rarest of them."""
    spans = [np.searchsorted(ordered, [word, word + 1]) for word in words]
    rarest = min(range(len(words)), key=lambda at: (spans[at][1] - spans[at][0], at))
    at = order[spans[rarest][0] : spans[rarest][1]] - rarest
    at = at[(at >= 0) & (at + len(words) <= len(messages.number))]
    for step, word in enumerate(words):
        at = at[messages.number[at + step] == word]
    return [int(one) for one in at[row[at] == row[at + len(words) - 1]]]


def _tagged(messages: Tokenized, known: NameIndex, row: I64) -> Iterator[Finding]:
    for text in dict.fromkeys(row[np.flatnonzero(messages.word & _TAG)].tolist()):
        for match in _TAGGED.finditer(messages.texts[text]):
            tag = folded(match[0])[1:]
            for spelled in dict.fromkeys((tag, "".join(words_of_hashtag(match[0])))):
                for item, weight in known.hashtags.get(spelled, {}).items():
                    yield Finding(text, item, "hashtag", weight, match.start(), match.end())


LEAST_WORDS, LEAST_MARKED = 6, 2
"""Content words that a run must have: six, or two between quotation marks. Four or five in a row are a usual
phrase of the subject (petition duplicates: counted as quotations, they put others before the original)."""
FULL, FULL_MARKED = 12, 4
"""So many have the full weight of a quotation; fewer have less in proportion."""
PART_MARKED = 0.5
"""Share of the words between quotation marks that a short run must be: a newspaper that somebody quotes at length
names the same ministry as a bill does, and does not quote the bill."""
SET_PHRASE = 3
"""Few words that the texts of so many items share are a name or a set phrase."""
PROVES, PROVES_LEAST, PROVES_LEAST_MARKED = 0.9, 0.3, 0.55


def quoted_targets(messages: Tokenized, versions: Tokenized, item: I64) -> Iterator[Finding]:
    """Evidence of kind quotation; `item`: the item of each version.

    What stands in the texts of several things proves less for each, by the root of how many.
    """
    known, owner = _target_grams(versions, item)
    own = grams(messages.word, GRAM)
    place = np.flatnonzero(gram_starts(messages.bounds, GRAM)[: len(own)])
    low, high = np.searchsorted(known, own[place]), np.searchsorted(known, own[place], side="right")
    hit = high > low
    place, low, count = place[hit], low[hit], (high - low)[hit]
    if not len(place):
        return
    at = np.repeat(place, count)
    of = owner[np.repeat(low - np.concatenate([[0], np.cumsum(count)[:-1]]), count) + np.arange(len(at))]
    order = np.lexsort((at, of))
    yield from _runs(messages, at[order], of[order], np.repeat(count, count)[order])


def _target_grams(versions: Tokenized, item: I64) -> tuple[U64, I64]:
    """Each run of GRAM words of the targets' texts once for each item, sorted, and the item."""
    hashed = grams(versions.word, GRAM)
    inside = gram_starts(versions.bounds, GRAM)[: len(hashed)]
    hashed, owner = hashed[inside], item[versions.row[: len(inside)][inside]]
    order = np.lexsort((owner, hashed))
    hashed, owner = hashed[order], owner[order]
    new = np.ones(len(hashed), np.bool_)
    new[1:] = (hashed[1:] != hashed[:-1]) | (owner[1:] != owner[:-1])
    return hashed[new], owner[new]


def _runs(messages: Tokenized, at: I64, of: I64, sharing: I64) -> Iterator[Finding]:
    """Overlapping n-grams are one run; `at`: their first words, sorted within each item."""
    row = messages.row
    begins = np.ones(len(at), np.bool_)
    begins[1:] = (of[1:] != of[:-1]) | (at[1:] != at[:-1] + 1) | (row[at[1:]] != row[at[:-1]])
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(at)) - 1
    significant = np.concatenate([[0], np.cumsum(marks(messages.word) & FUNCTION == 0)])
    quoted = np.concatenate([[0], np.cumsum(messages.quoted)])
    begin, end = at[first], at[last] + GRAM
    says = significant[end] - significant[begin]
    marked = quoted[end] - quoted[begin] == end - begin
    fewest = np.minimum.reduceat(sharing, first)
    within = _content_words_within(messages, significant)[begin]
    few = (within * PART_MARKED > says) | ((says < FULL_MARKED) & (fewest >= SET_PHRASE))
    for one in np.flatnonzero((says >= LEAST_WORDS) | (marked & ~few & (says >= LEAST_MARKED))):
        text, low, high = int(row[begin[one]]), int(begin[one]), int(end[one])
        start, stop = messages.place(text, int(messages.start[low]), int(messages.end[high - 1]))
        weight = _weight(int(says[one]), marked=bool(marked[one])) / float(fewest[one]) ** 0.5
        yield Finding(text, int(of[first[one]]), "quotation", weight, start, stop)


def _content_words_within(messages: Tokenized, significant: I64) -> I64:
    """For each word, how many content words are between the same quotation marks, or outside of any."""
    begins = np.ones(len(messages.quoted), np.bool_)
    begins[1:] = (messages.quoted[1:] != messages.quoted[:-1]) | (messages.row[1:] != messages.row[:-1])
    first = np.flatnonzero(begins)
    size = np.diff(np.append(first, len(begins)))
    said = significant[np.append(first[1:], len(begins))] - significant[first]
    return np.asarray(np.repeat(said, size), np.int64)


def _weight(says: int, *, marked: bool) -> float:
    full, least = (FULL_MARKED, PROVES_LEAST_MARKED) if marked else (FULL, PROVES_LEAST)
    return least + (PROVES - least) * min(1.0, says / full)
