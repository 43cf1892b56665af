"""Words as an index knows them: in lower case, by their stem in English, French and Spanish, without accents.

Stems come first, because the stemmers go by accents: folded first, “accordée” and “accorder” part (recall of pairs
0.88 instead of 1.00 on a French sitting of the House of Commons of Canada). Then 5 % of French and 4 % of Spanish
words are not found by their plain spelling; for these an index keeps the plain spelling beside them (`plain_words`),
and the singular of plurals that the stemmers leave, short words above all.
Languages without a stemmer here are found word by word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

STEMMED = {"en": "english", "fr": "french", "es": "spanish"}
OTHER = "other"
FIELDS = (*STEMMED, OTHER)
# As Tantivy's own analyzers: what is longer is no word but an address or a formula.
LONGEST_WORD = 40
# What Tantivy's simple tokenizer takes for a word.
WORD = re.compile(r"[^\W_]+")
_ACCENTED = r"[^\W_]*[^\W_\x00-\x7f][^\W_]*"
_SPELLED_TWICE = {
    "en": re.compile(_ACCENTED),
    "fr": re.compile(rf"[^\W_]+[sxSX]\b|{_ACCENTED}"),
    "es": re.compile(rf"[^\W_]+[sS]\b|{_ACCENTED}"),
    OTHER: re.compile(_ACCENTED),
}
# The endings of plurals, and what the singular has in their place.
_PLURALS = {"fr": (("s", ""), ("x", "")), "es": (("res", "r"), ("ces", "z"), ("s", ""))}
# “cas”, “pas”, “mes”: shorter, and most of what is cut is no plural.
SHORTEST_SINGULAR = 3


def field_of(language: str) -> str:
    """Where an index keeps the words of a language: “fr-CA” among the French ones."""
    base = language.split("-", maxsplit=1)[0].lower()
    return base if base in STEMMED else OTHER


@cache
def analyzer(field: str) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST_WORD))
    builder = builder.filter(Filter.lowercase())
    if field in STEMMED:
        builder = builder.filter(Filter.stemmer(STEMMED[field]))
    return builder.filter(Filter.ascii_fold()).build()


@cache
def _content(field: str) -> TextAnalyzer:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.lowercase())
        .filter(Filter.stopword(STEMMED[field]))
        .build()
    )


def whole(text: str) -> str:
    """Accents as one sign with their letter (NFC), else they would part words."""
    return unicodedata.normalize("NFC", text)


def plain(words: str) -> str:
    """Lower case without accents: “Rivières” is found by “riviere”."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


# The vocabulary of a parliament over decades is a few hundred thousand words; the frequent ones fit.
@lru_cache(maxsize=200_000)
def roots(word: str, field: str) -> tuple[str, ...]:
    """What one word is found by: its stem, and those of its plain spelling and its singular where they differ."""
    stems = [analyzer(field).analyze(one)[:1] for one in (word, plain(word), _singular(word, field))]
    return tuple(dict.fromkeys(stem for found in stems for stem in found))


def plain_words(text: str, field: str) -> list[str]:
    """The other spellings of those words that their stem alone would not be found by."""
    spelled = {_other_spelling(word, field) for word in _SPELLED_TWICE[field].findall(text)}
    return sorted(spelled - {""})


@lru_cache(maxsize=200_000)
def _other_spelling(word: str, field: str) -> str:
    spelled = plain(_singular(word, field))
    return "" if analyzer(field).analyze(word) == analyzer(field).analyze(spelled) else spelled


def _singular(word: str, field: str) -> str:
    """Of the plurals that Snowball leaves: “lois”, “élus”, “lieux”; “ríos”, “años”, “mujeres”, “voces”."""
    word = word.lower()
    stem = "".join(analyzer(field).analyze(word)) if field in _PLURALS else ""
    single = next(
        (word[: -len(end)] + instead for end, instead in _PLURALS.get(field, ()) if word.endswith(end)), word
    )
    if single == word or len(single) < SHORTEST_SINGULAR or is_common(single, field):
        return word
    return single if stem.endswith(("s", "x", "r", "c")) else word


@lru_cache(maxsize=200_000)
def is_common(word: str, field: str) -> bool:
    """Whether a word says little by itself: “the”, “la”, “de”."""
    return field in STEMMED and not _content(field).analyze(word)
