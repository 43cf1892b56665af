"""Whose words: whether a text says who holds a view, so that the House does not make it its own."""

from __future__ import annotations

import re
from functools import lru_cache

from hemicycle.checks.passages import Passage, Script, Span
from hemicycle.checks.vocabulary import Phrases, phrases, words_of

# Ends a clause behind which somebody else begins to speak.
_NEW_CLAUSE = re.compile(r";|[,:]?\s(?:and|but|while|whereas|et|mais|tandis que|alors que|y|e|pero|mientras)\s")
# Whose words stood before: “… Hugh Penrallow (Civic Union), in committee”.
_SIGNED = re.compile(r"[–—]?\s?(?:[^\W\d_a-zà-ÿ][\w’'-]+\s){1,3}[^\W\d_a-zà-ÿ][\w’'-]+(?:,|\s\()")
# How far behind a comma whoever speaks may be named: “…, the Minister for Health and Care said”.
_TAIL_WORDS = 10
# With how many words a sentence behind a quotation says whose it was.
_OPENING_WORDS = 8


def is_attributed(passage: Passage, start: int, end: int) -> bool:
    """Whether the text says whose words or view stand between two places.

    Before them in their sentence somebody speaks; or a comma behind them leads to who does; or a source is given. Of a
    quotation the sentences are all that it fills, and it may be told before its colon or in the sentence behind it.
    """
    if not passage.known:
        return False
    quotation = passage.quotation_of(start, end)
    first, last = _sentences(passage, quotation or (start, end))
    before, behind = passage.text[first[0] : start], passage.text[end : last[1]]
    if quotation:
        before, behind = passage.text[first[0] : quotation[0]], passage.text[quotation[1] : last[1]]
    if _has(before, passage.script, "ours") and not quotation:
        return False
    if _has(before, passage.script, "verbs") or _has(before + " ; " + behind, passage.script, "sources"):
        return True
    if _begins(before, passage.script, "views"):
        return True
    if _speaks_at_the_end(behind, passage.script, quotation is not None):
        return True
    return _is_introduced(passage, first, last, start, quotation)


def is_conditional(passage: Passage, start: int, end: int) -> bool:
    """Whether an “if” stands between two places: what follows is not told as a fact."""
    return bool(passage.known) and _has(passage.text[start:end], passage.script, "conditions")


def _sentences(passage: Passage, span: Span) -> tuple[Span, Span]:
    return passage.sentence_at(span[0]), passage.sentence_at(max(span[0], span[1] - 1))


def _speaks_at_the_end(behind: str, script: Script, is_quotation: bool) -> bool:
    """“…, said the Minister”: a comma, and whoever speaks within a few words of it."""
    found = next(_list(script, "verbs").find(words_of(behind)), None)
    if found is None:
        return False
    lead = behind[: found.start]
    comma = max(lead.rfind(","), lead.rfind("–"), lead.rfind("—"))
    if comma < 0:
        return is_quotation and len(lead.split()) <= _TAIL_WORDS
    return _NEW_CLAUSE.search(lead, max(0, comma - 1)) is None and len(lead[comma:].split()) <= _TAIL_WORDS


def _is_introduced(passage: Passage, first: Span, last: Span, start: int, quotation: Span | None) -> bool:
    """Whether the sentence before ends in a colon behind who speaks, or the one behind a quotation names them."""
    sentences = passage.sentences
    at, until = sentences.index(first), sentences.index(last)
    before = passage.text[slice(*sentences[at - 1])] if at else ""
    if before.endswith(":") and _has(before, passage.script, "verbs"):
        return True
    if quotation is None:
        return False
    begin = max(first[0], passage.text.rfind(";", first[0], quotation[0]))
    if _names_somebody(passage, begin, quotation[0]):
        return True
    if until + 1 == len(sentences):
        return False
    behind = passage.text[slice(*sentences[until + 1])]
    # “…” Beatriz Olmedarre (Partido del Alba), in the debate.
    if any(start == sentences[until + 1][0] for start, _end in passage.names) or _SIGNED.match(behind):
        return True
    return _has(" ".join(behind.split()[:_OPENING_WORDS]), passage.script, "verbs")


def _names_somebody(passage: Passage, start: int, end: int) -> bool:
    return any(start <= a and b <= end for a, b in passage.names)


def _begins(text: str, script: Script, section: str) -> bool:
    """Whether a sentence, or a part of it behind a comma, begins with a phrase: “For its sponsor, …”."""
    places = {0, *(found.end() for found in re.finditer(r"[,;:]\s", text))}
    return any(found.start in places for found in _list(script, section).find(words_of(text)))


@lru_cache(maxsize=4096)
def _has(text: str, script: Script, section: str) -> bool:
    """A phrase whose value is `none` is there so that a shorter one in it is not taken: “according to clause 6”."""
    return any(found.value != "none" for found in _list(script, section).find(words_of(text)))


def _list(script: Script, section: str) -> Phrases[str]:
    return phrases(script.lang, "speech", section, accents=script.accents)
