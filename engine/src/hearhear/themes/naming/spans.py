"""Spans of people's sentences that can be a heading: whole noun phrases, and what is to be done, in the infinitive.

A span ends where the sentence has a sign, a verb or a word of grammar, so that it is no torn part; nobody who reads it
has to know whom "he", "my" or "this" means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hearhear.themes.naming.grammar import Grammar, Usage, is_noun_there, stretches
from hearhear.themes.words import LINK, says, stem

MOST_WORDS = 10
"""Words of a heading; a longer one is a sentence."""
_PARTS = 3
"""Nouns with their adjectives that one phrase joins: "the cost of ferry tickets for islanders"."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a text from `start` to `end`; `stems`: those of its content words; `kind`: NOUNS or ASK.

    `joined`: whether anything but "of" joins its nouns; `counts`: whether it begins with a number.
    """

    start: int
    end: int
    stems: tuple[str, ...]
    kind: str
    joined: bool
    counts: bool


NOUNS, ASK = "nouns", "ask"


def spans(text: str, usage: Usage) -> Iterator[Span]:
    """Every span of a text that can be a heading."""
    plain = LINK.sub(lambda found: "|" * len(found.group()), text)
    for tokens in stretches(plain, usage.grammar.lang):
        words = [token.word for token in tokens]
        for kind, first, last in (*_noun_phrases(words, usage), *_asks(words, usage)):
            stems = tuple(stem(word) for word in words[first : last + 1] if says(word))
            if stems:
                inside = words[first + 1 : last]
                joined = any(_joins(word, usage.grammar) for word in inside)
                counts = usage.grammar.has(words[first], "number")
                yield Span(tokens[first].start, tokens[last].end, stems, kind, joined, counts)


def _noun_phrases(words: Sequence[str], usage: Usage) -> Iterator[tuple[str, int, int]]:
    """First and last word of each noun phrase, and of each longer one that begins with it."""
    for first in range(len(words)):
        if _can_begin(words, first, usage):
            yield from ((NOUNS, first, last) for last in _ends(words, first, first, usage))


def _asks(words: Sequence[str], usage: Usage) -> Iterator[tuple[str, int, int]]:
    """The same of an infinitive with its object: "il faut développer les transports en commun"."""
    for first in range(len(words) - 1):
        if _is_asked(words, first, usage):
            at = first + 1
            while at < len(words) - 1 and usage.grammar.has(words[at], "determiner", "number", "joining"):
                at += 1
            yield from ((ASK, first, last) for last in _ends(words, first, at, usage))


def _is_asked(words: Sequence[str], at: int, usage: Usage) -> bool:
    """Whether an infinitive stands there that somebody is to do; a French or Spanish one is known by its ending."""
    rules = usage.grammar
    if not rules.is_open(words[at]) or usage.is_adverb(words[at]):
        return False
    if rules.lang == "en":
        return at > 0 and words[at - 1] in _ASKING and not usage.noun[words[at]]
    return usage.is_infinitive(words[at]) and not (at and rules.has(words[at - 1], "subject", "adverb"))


_ASKING = frozenset(("to", "must", "should", "please"))


def _can_begin(words: Sequence[str], first: int, usage: Usage) -> bool:
    """Whether a noun phrase begins there: behind a word of grammar or a verb, or with the stretch."""
    rules = usage.grammar
    if not (rules.is_open(words[first]) or (rules.has(words[first], "number") and first)):
        return False
    if not first:
        return rules.is_open(words[first])
    before = words[first - 1]
    if rules.has(before, "number", "adverb"):
        return False
    return not rules.is_open(before) or usage.is_verb(before)


def _ends(words: Sequence[str], first: int, at: int, usage: Usage) -> Iterator[int]:
    """The last word of a phrase that begins with `first` and whose noun is looked for from `at`."""
    for _ in range(_PARTS):
        last = _part(words, at, usage) if at < len(words) else None
        if last is None or last - first >= MOST_WORDS:
            return
        if _can_end(words, last, usage):
            yield last
        at = _joined(words, last + 1, usage.grammar)
        if not at:
            return


def _joins(word: str, rules: Grammar) -> bool:
    return word == rules.joiner or (rules.has(word, "joining") and not rules.has(word, "complement"))


def _joined(words: Sequence[str], at: int, rules: Grammar) -> int:
    """Where the next part begins behind a preposition or an "and", or 0.

    The heading has no article in front, so that the second of two nouns has none either.
    """
    if at >= len(words) or not (rules.has(words[at], "joining") or words[at] == rules.joiner):
        return 0
    if words[at] != rules.joiner:
        while at + 1 < len(words) and rules.has(words[at + 1], "determiner", "number"):
            at += 1
    return at + 1 if at + 1 < len(words) else 0


def _part(words: Sequence[str], first: int, usage: Usage) -> int | None:
    """The last word of the noun with its adjectives that begins there, or None."""
    return _before_noun(words, first, usage) if usage.grammar.adjectives == "before" else _behind(words, first, usage)


def _before_noun(words: Sequence[str], first: int, usage: Usage) -> int | None:
    """The noun comes last: "high ferry fares"."""
    at = first + (usage.grammar.has(words[first], "number") and first + 1 < len(words))
    last = None
    while at < len(words) and usage.grammar.is_open(words[at]) and not usage.is_adverb(words[at]):
        if usage.is_verb(words[at]) and not is_noun_there(words, at, usage):
            break
        last, at = at, at + 1
    return last if last is not None and (usage.is_noun(words[last]) or is_noun_there(words, last, usage)) else None


def _behind(words: Sequence[str], first: int, usage: Usage) -> int | None:
    """The noun comes first, or behind one adjective: "billetes caros", "grandes écoles publiques"."""
    at = first + (usage.grammar.has(words[first], "number") and first + 1 < len(words))
    noun = usage.is_noun(words[at]) or is_noun_there(words, at, usage)
    if not (usage.grammar.is_open(words[at]) and noun) or usage.is_infinitive(words[at]):
        return None
    while at + 1 < len(words) and usage.grammar.is_open(words[at + 1]) and usage.is_adjective(words[at + 1]):
        if not _agree(words[at], words[at + 1], usage.grammar.lang):
            return None
        at += 1
    return at


def _agree(noun: str, adjective: str, lang: str) -> bool:
    """Whether both are in the plural, or neither is; what ends so in the singular of French too agrees with both."""
    if lang == "fr" and (noun[-1:] in "xz" or adjective[-1:] in "xz"):
        return True
    return (noun[-1:] == "s") == (adjective[-1:] == "s")


def _can_end(words: Sequence[str], last: int, usage: Usage) -> bool:
    """Whether nothing follows that belongs to the phrase."""
    if last + 1 == len(words):
        return True
    follows, rules = words[last + 1], usage.grammar
    if rules.has(follows, "number", "complement") or follows[:1].isdigit():
        return False
    return not rules.is_open(follows) or usage.is_verb(follows) or usage.is_adverb(follows)
