"""Names that an address of mail in the same text is made of: `ana.goñi@…` tells who Ana Goñi is."""

import re
from collections.abc import Iterator

from hearhear.redaction.people.classes import BY_FORM, GIVEN_NAME, ORDINARY_WORD, classes
from hearhear.redaction.people.public import Public
from hearhear.redaction.spans import NAMED, Found, Kind
from hearhear.redaction.vocabulary import plain

_WORD = re.compile(r"[^\W\d_]+")
_NEAR = re.compile(r"[ \t\xa0.'’-]{1,3}")
_SHORTEST = 2
"""Letters of the shortest part of an address that is compared."""


def names_of_mail(text: str, mails: list[Found], public: Public) -> Iterator[Found]:
    """Words side by side that are parts of an address before its sign, and no words of everyday language; of three
    the first may be one.
    """
    known = {part for mail in mails for part in _parts(text[mail.start : mail.end])}
    if not known:
        return
    run: list[re.Match[str]] = []
    for word in filter(lambda word: plain(word[0]) in known, _WORD.finditer(text)):
        if run and not _NEAR.fullmatch(text, run[-1].end(), word.start()):
            yield from _named(text, run, mails, public)
            run = []
        run.append(word)
    yield from _named(text, run, mails, public)


def _parts(mail: str) -> list[str]:
    local, sign, _host = mail.partition("@")
    parts = [plain(part) for part in _WORD.findall(local) if len(part) >= _SHORTEST]
    return parts if sign and len(parts) > 1 else []


def _named(text: str, run: list[re.Match[str]], mails: list[Found], public: Public) -> Iterator[Found]:
    words = [word[0].lower() for word in run]
    if len(set(words)) < 2:
        return
    start, end = run[0].start(), run[-1].end()
    if public.has(words) or any(one.start < end and start < one.end for one in mails):
        return
    first, *others = map(classes, words)
    if any(one & ORDINARY_WORD and not one & BY_FORM for one in others):
        return  # `clean.rivers@…`
    if len(others) > 1 or first & GIVEN_NAME or not first & ORDINARY_WORD:
        yield Found(start, end, Kind.NAME, NAMED)
