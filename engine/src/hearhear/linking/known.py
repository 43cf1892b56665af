"""Targets made ready: read, numbered, named, and weighed by language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hearhear.campaigns.tokens import I64, Mask
from hearhear.linking import likeness, naming, numbers
from hearhear.linking.likeness import Features, Lexicon
from hearhear.linking.naming import Names
from hearhear.linking.numbers import Numbers
from hearhear.linking.reading import Read, Vocabulary, read
from hearhear.linking.target import Target, language


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is known of the targets.

    `ids`: of the things, in the order in which they are first met. `thing`: for each version (a Target) the number of
    its thing. `versions_of`: for each thing its versions, the first repeated where another has more, shape (things,
    most versions). `langs`: of each version. `titled`: whether it has a title. `bills`: things that may be named when
    a clause is cited.
    """

    ids: Sequence[str]
    thing: I64
    versions_of: I64
    langs: Sequence[str]
    titled: Mask
    bills: frozenset[int]
    versions: Read
    names: Names
    numbers: Numbers


def known(targets: Sequence[Target], vocabulary: Vocabulary) -> Known:
    """`vocabulary` learns the words of the targets."""
    number = {one: at for at, one in enumerate(dict.fromkeys(target.id for target in targets))}
    parents = {target.parent for target in targets}
    bills = {number[target.id] for target in targets if target.kind == "bill" or target.id in parents}
    return Known(
        list(number),
        np.array([number[target.id] for target in targets], np.int64),
        _versions_of([number[target.id] for target in targets]),
        [language(target.lang) for target in targets],
        np.array([bool(target.title.strip()) for target in targets]),
        frozenset(bills),
        read([f"{target.title}\n{target.text}" for target in targets], vocabulary),
        naming.names(targets, number, vocabulary),
        numbers.numbers(targets, number),
    )


def _versions_of(thing: Sequence[int]) -> I64:
    several: dict[int, list[int]] = defaultdict(list)
    for version, one in enumerate(thing):
        several[one].append(version)
    most = max(map(len, several.values()))
    return np.array([(several[one] + [several[one][0]] * most)[:most] for one in range(len(several))], np.int64)


def lexicons(targets: Known, features: Features) -> Mapping[str, tuple[I64, Lexicon]]:
    """For each language which versions are in it, and their words weighed."""
    counts = targets.versions.counts(features.stems.shape[0])
    by_lang: dict[str, list[int]] = defaultdict(list)
    for at, lang in enumerate(targets.langs):
        by_lang[lang].append(at)
    return {
        lang: (np.array(places), likeness.lexicon(counts[places], features))
        for lang, places in sorted(by_lang.items())
    }
