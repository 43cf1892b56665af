"""What a word may be in a sentence, told from the words of grammar beside it and from its ending.

No dictionary: the closed classes of a language (articles, prepositions, pronouns, auxiliaries) are listed in
`grammar/`, and any other word is taken for what most people of the run use it as. "The vote" is a noun, "they vote" is
none.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from hearhear.themes.words import folded

_TOKEN = re.compile(
    r"(?P<elided>\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)['’](?=\w))|[^\W_]+(?:[-'’.][^\W_]+)*",
    re.IGNORECASE,
)
"""A word, or the elided one before it; "1.50" is one."""
_ENGLISH_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_JOINED = re.compile(r"[\s\-]*")
_INVERTED = re.compile(r"-(?:je|tu|il|elle|on|nous|vous|ils|elles|ce|moi|le|la|les|y|en)$")
_CONTRACTED = re.compile(r"n['’]t$|['’](?:ll|re|ve|m|d)$")


@dataclass(frozen=True, slots=True)
class Grammar:
    """The closed classes and endings of a language; `adjectives`: whether they stand before or behind their noun."""

    lang: str
    adjectives: str
    words: Mapping[str, frozenset[str]]
    joiner: str

    def has(self, word: str, *classes: str) -> bool:
        return any(word in self.words[name] for name in classes)

    def is_open(self, word: str) -> bool:
        """Whether a word is of no closed class: a noun, a verb, an adjective or an adverb."""
        return not (word in self.words["closed"] or word[:1].isdigit() or self._is_verb_by_form(word))

    def is_verb(self, word: str) -> bool:
        """Whether its form alone tells that it is a verb."""
        return self.has(word, "auxiliary", "verb") or self._is_verb_by_form(word)

    def _is_verb_by_form(self, word: str) -> bool:
        return _CONTRACTED.search(word) is not None or (self.lang == "fr" and _INVERTED.search(word) is not None)

    def ends(self, word: str, kind: str) -> bool:
        """Whether a word has an ending of a kind, and something before it."""
        return any(word.endswith(one) and len(word) > len(one) + 1 for one in self.words[kind])


_CLOSED = (
    "article", "determiner", "pointing", "number", "joining", "complement", "preposition", "conjunction", "pronoun",
    "first", "auxiliary", "subject", "adverb", "verb",
)  # fmt: skip
_ENDINGS = ("noun_endings", "adjective_endings", "infinitive_endings", "verb_endings", "adverb_endings")
LANGUAGES = ("en", "es", "fr")
"""Languages whose grammar is listed."""


@cache
def grammar(lang: str) -> Grammar:
    read = tomllib.loads(resources.files(__package__).joinpath("grammar", f"{lang}.toml").read_text("utf-8"))
    words = {name: frozenset(read[name].split()) for name in (*_CLOSED, *_ENDINGS)}
    words["closed"] = frozenset().union(*(words[name] for name in _CLOSED))
    return Grammar(lang, read["adjectives"], words, read["and"])


@dataclass(frozen=True, slots=True)
class Token:
    """A word from `start` to `end` of a text, and the same in small letters."""

    start: int
    end: int
    word: str


def stretches(text: str, lang: str) -> Iterator[list[Token]]:
    """The words of a text between two signs, of which no phrase may have one inside."""
    found: list[Token] = []
    pattern = _ENGLISH_TOKEN if lang == "en" else _TOKEN
    for match in pattern.finditer(text):
        if found and not _JOINED.fullmatch(text, found[-1].end, match.start()):
            yield found
            found = []
        found.append(Token(match.start(), match.end(), match.group().lower().replace("’", "'").rstrip("'")))
    if found:
        yield found


Counts = Counter[str]
_VOWELS = "aeiou"
"""Before these "le" and "la" lose theirs; before an h it depends on the word, and on what people write."""
_LEAST_PLURAL, _TWICE = 3, 2
"""Uses of an infinitive as a noun, "le pouvoir", before it counts as one: one may be a pronoun before a verb."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How often each word of a run is used as a noun, as a verb, or to describe something, and "the noun" itself."""

    grammar: Grammar
    noun: Counts
    verb: Counts
    described: Counts
    articles: Counts

    def with_article(self, noun: str) -> str:
        """A noun with the definite article that most people write before it, or "" where nobody writes one."""
        forms = [(self.articles[f"{one} {noun.lower()}"], one) for one in sorted(self.grammar.words["article"])]
        times, article = max(forms)
        if article in ("le", "la") and self.grammar.lang == "fr" and folded(noun)[:1] in _VOWELS:
            article = "l"
        return "" if not times else f"l'{noun}" if article == "l" else f"{article} {noun}"

    def is_verb(self, word: str) -> bool:
        """Whether people use a word as a verb rather than as a noun."""
        if self.grammar.is_verb(word):
            return True
        if self.verb[word] or self.noun[word]:
            return self.verb[word] > self.noun[word]
        return self.grammar.ends(word, "verb_endings")

    def is_noun(self, word: str) -> bool:
        """Whether people use it as a noun, or it ends as only nouns do."""
        if self.is_verb(word) or self.is_adverb(word):
            return False
        if self._is_rather_an_adjective(word):
            return False
        return self.noun[word] > 0 or self.grammar.ends(word, "noun_endings") or self._is_plural(word)

    def _is_rather_an_adjective(self, word: str) -> bool:
        if self.grammar.adjectives == "behind":
            return self.described[word] > self.noun[word]
        return self.noun[word] <= _TWICE and self.grammar.ends(word, "adjective_endings")

    def is_adverb(self, word: str) -> bool:
        return not self.noun[word] and (self.grammar.has(word, "adverb") or self.grammar.ends(word, "adverb_endings"))

    def is_infinitive(self, word: str) -> bool:
        return self.noun[word] < _TWICE and self.grammar.ends(word, "infinitive_endings")

    def is_adjective(self, word: str) -> bool:
        """Whether it may describe the noun before it (where adjectives stand behind)."""
        if self.is_verb(word) or self.is_adverb(word) or self.is_infinitive(word):
            return False
        return self.described[word] > 0 or self.grammar.ends(word, "adjective_endings")

    def _is_plural(self, word: str) -> bool:
        single = word.removesuffix("s")
        return len(word) > _LEAST_PLURAL and word != single and self.noun[single] > 0 and not self.verb[single]


def usage(texts: Iterable[str], lang: str) -> Usage:
    """How these texts use their words, beside the letters of engine/training, for words that they have too seldom."""
    ours, theirs = _letters(lang), counted(texts, lang)
    return Usage(grammar(lang), *(known + new for known, new in zip(ours, theirs, strict=True)))


@cache
def _letters(lang: str) -> tuple[Counts, ...]:
    """The same of our own letters, which engine/training/usage.py counts."""
    read = json.loads(resources.files(__package__).joinpath("grammar", "usage.json").read_text("utf-8"))
    return tuple(Counter[str](counts) for counts in read[lang])


def counted(texts: Iterable[str], lang: str) -> tuple[Counts, ...]:
    """How often each word is used as a noun, as a verb, and to describe something, where the words beside it tell; and
    how often each noun has which definite article."""
    found = Usage(grammar(lang), Counter(), Counter(), Counter(), Counter())
    for text in texts:
        for stretch in stretches(text, lang):
            _count(found, [token.word for token in stretch])
    return found.noun, found.verb, found.described, found.articles


def _count(found: Usage, words: Sequence[str]) -> None:
    rules = found.grammar
    is_open = [rules.is_open(word) for word in words]
    for at, (before, word) in enumerate(pairwise(words), 1):
        if not is_open[at]:
            continue
        follows = words[at + 1] if at + 1 < len(words) else ""
        ended = not follows or not is_open[at + 1]
        if rules.has(before, "subject"):
            found.verb[word] += 1
        elif _stands_as_noun(rules, words, at, ended):
            found.noun[word] += 1
            found.articles[f"{before} {word}"] += rules.has(before, "article")
        if follows in _OBJECT and not _determines(rules, before, ""):
            found.verb[word] += 1
        verb_follows = is_open[at - 1] and rules.has(follows, "auxiliary")
        if rules.has(before, "auxiliary") or before in _VERY or verb_follows:
            found.described[word] += 1


def _stands_as_noun(rules: Grammar, words: Sequence[str], at: int, ended: bool) -> bool:
    """Whether a noun stands there: behind an article, behind a preposition where no other word follows, or, where
    adjectives come first, before an auxiliary ("the evening ferry was")."""
    before, word = words[at - 1], words[at]
    if _determines(rules, before, words[at - 2] if at > 1 else ""):
        return ended or rules.adjectives == "behind"
    if rules.adjectives == "before" and at + 1 < len(words) and rules.is_open(before):
        return rules.has(words[at + 1], "auxiliary")
    return ended and rules.has(before, "joining") and not rules.ends(word, "infinitive_endings")


_VERY = frozenset(("very", "so", "too", "très", "trop", "plus", "si", "muy", "tan", "más"))
_OBJECT = frozenset(("the", "a", "le", "la", "les", "un", "une", "el", "los", "las", "una"))
"""Articles that stand behind a verb and hardly ever behind a noun."""


def _determines(rules: Grammar, word: str, before: str) -> bool:
    """Whether an article or its like stands there; a French or Spanish one behind a subject is a pronoun."""
    return rules.has(word, "determiner", "pointing") and not rules.has(before, "subject")


def is_noun_there(words: Sequence[str], at: int, usage: Usage) -> bool:
    """Whether a word that may be a verb elsewhere is a noun behind its article: "the cost", "to cost"."""
    before = words[at - 2] if at > 1 else ""
    return at > 0 and usage.noun[words[at]] > 0 and _determines(usage.grammar, words[at - 1], before)
