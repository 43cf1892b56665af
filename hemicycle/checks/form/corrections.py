"""A correction that was made in one text and not in another.

Words are taken out that stand nowhere in the corrected text, numbers that stand there less often than before. A word
of one or two letters names nothing: those come and go with every sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hearhear.redaction.vocabulary import plain

from hemicycle.accounts import patterns
from hemicycle.checks.check import check
from hemicycle.checks.contract import Draft, Message, Text
from hemicycle.checks.passages import Found, Reading, Span

UNCORRECTED = "uncorrected"
"""The check of own texts; whoever writes one can say that it is right as it is."""

_TOKEN = re.compile(r"\d+(?:(?:[.,:/hH\u00a0\u202f]|[^\S\n]h[^\S\n])\d+)*|[^\W\d_]{3,}")
# What belongs to a number that changed: its other digits, and what it counts (“15 May”, “15 de mayo”).
_BEFORE_NUMBER = re.compile(r"(?:\d+(?:[.,:/]|[^\S\n]?[hH][^\S\n]?))+$")
_AFTER_NUMBER = re.compile(r"(?:[.,:/hH]\d+)+|(?:[^\S\n][^\W\d_]{1,2}(?=[^\S\n]))?[^\S\n][^\W\d_]{3,}")
# A remark is one sentence; the difference stands whole on the page of the announcement.
_MOST_SHOWN, _LONGEST_SHOWN = 3, 60


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction changed in the text of one language: in words, and what it took out, each with how often it
    may stand there."""

    in_words: str
    removed: Mapping[str, int]

    def remaining_in(self, text: str) -> list[Span]:
        """Where a text still has what was taken out."""
        counted = Counter(key for key, _span in _tokens(text))
        return [span for key, span in _tokens(text) if counted[key] > self.removed.get(key, counted[key])]


def changes_of(draft: Draft) -> dict[str, Change]:
    """By language, of a correction; empty for anything else."""
    texts = draft.texts.items()
    return {
        lang: _change(draft.corrects[lang], text) for lang, text in texts if draft.corrects.get(lang, text) != text
    }


def in_words(was: Text, now: Text) -> str:
    """15 May → 18 May; Room 2 → Room 4."""
    pairs = list(dict.fromkeys([*_pairs(was.title, now.title), *_pairs(was.body, now.body)]))
    shown = [f"{_short(old)} → {_short(new)}" for old, new in pairs[:_MOST_SHOWN]]
    return "; ".join([*shown, "…"] if len(pairs) > _MOST_SHOWN else shown)


def _change(was: Text, now: Text) -> Change:
    before, after = (Counter(key for key, _span in _tokens(f"{one.title}\n{one.body}")) for one in (was, now))
    removed = {
        key: after[key] for key, count in before.items() if count > after[key] and (key[0].isdigit() or not after[key])
    }
    return Change(in_words(was, now), removed)


def _tokens(text: str) -> Iterator[tuple[str, Span]]:
    for found in _TOKEN.finditer(text):
        yield _key(found[0]), found.span()


def _key(token: str) -> str:
    """In small letters without accents; of a number its digits, however they are joined; a full hour is its hour."""
    if not token[0].isdigit():
        return plain(token)
    parts = re.findall(r"\d+", token)
    if len(parts) == 2 and parts[1] == "00":
        parts.pop()
    return ":".join(part.lstrip("0") or "0" for part in parts)


def _pairs(was: str, now: str) -> Iterator[tuple[str, str]]:
    """Each run of words that changed, as it was and as it is."""
    old = new = before = ""
    for one in [*patterns.difference(was, now), patterns.Change("same", "")]:
        if one.kind == "removed":
            old = one.text
        elif one.kind == "added":
            new = one.text
        else:
            if old.strip() or new.strip():
                yield _whole(before, old, one.text), _whole(before, new, one.text)
            old, new, before = "", "", one.text


def _whole(before: str, words: str, after: str) -> str:
    """With what belongs to the numbers at its ends."""
    if not words.strip():
        return ""
    head = _BEFORE_NUMBER.search(before) if words[0].isdigit() else None
    tail = _AFTER_NUMBER.match(after) if words[-1].isdigit() else None
    return " ".join(f"{head[0] if head else ''}{words}{tail[0] if tail else ''}".split())


def _short(words: str) -> str:
    if not words:
        return "–"
    return words if len(words) <= _LONGEST_SHOWN else f"{words[: _LONGEST_SHOWN - 1].rstrip()}…"


_STILL_SAYS = Message(
    en="This channel’s own text still says “%(words)s”, which the correction changed in the common text: %(changes)s.",
    fr="Le texte propre à ce canal dit encore « %(words)s », que la rectification a changé dans le texte commun : "
    "%(changes)s.",
    es="El texto propio de este canal todavía dice «%(words)s», que la rectificación cambió en el texto común: "
    "%(changes)s.",
)


@check(
    UNCORRECTED,
    can_block=True,
    reason=Message(
        en="The common text was corrected (%(changes)s), and this channel’s own text is as it was released.",
        fr="Le texte commun est rectifié (%(changes)s), et le texte propre à ce canal est resté tel qu’il a été "
        "publié.",
        es="El texto común se ha rectificado (%(changes)s), y el texto propio de este canal sigue como se publicó.",
    ),
    suggestion=Message(
        en="Correct it too, use the common text, or keep it if it is right.",
        fr="Rectifiez-le aussi, utilisez le texte commun, ou conservez-le s’il est juste.",
        es="Rectifíquelo también, use el texto común o consérvelo si es correcto.",
    ),
)
def uncorrected_texts(reading: Reading) -> Iterator[Found]:
    changes = changes_of(reading.draft)
    for one in reading.draft.variants:
        if (change := changes.get(one.lang)) is None:
            continue
        field, basis = f"variant:{one.channel}", f"{change.in_words}\n{one.text}"
        if remaining := change.remaining_in(one.text):
            words = ", ".join(dict.fromkeys(one.text[start:end] for start, end in remaining))
            values = {"words": words, "changes": change.in_words}
            yield Found(field, one.lang, *remaining[0], values, reason=_STILL_SAYS, basis=basis)
        elif one.text == one.was:
            yield Found(field, one.lang, 0, len(one.text), {"changes": change.in_words}, basis=basis)


@check(
    "left-as-released",
    can_block=True,
    reason=Message(
        en="Another language was corrected (%(changes)s), and this one is as it was released.",
        fr="Une autre langue est rectifiée (%(changes)s), et celle-ci est restée telle qu’elle a été publiée.",
        es="Se ha rectificado otro idioma (%(changes)s), y este sigue como se publicó.",
    ),
    suggestion=Message(
        en="Correct it too, unless the mistake was not in it.",
        fr="Rectifiez-la aussi, sauf si l’erreur n’y était pas.",
        es="Rectifíquelo también, salvo que el error no estuviera en él.",
    ),
)
def left_as_released(reading: Reading) -> Iterator[Found]:
    changes, draft = changes_of(reading.draft), reading.draft
    if not changes:
        return
    first = next(iter(changes.values()))
    for lang, text in draft.texts.items():
        if lang in draft.corrects and lang not in changes:
            # Words are other words in another language; a number is the same.
            numbers = [span for span in first.remaining_in(text.body) if text.body[span[0]].isdigit()]
            yield Found("body", lang, *(numbers[0] if numbers else (0, 0)), {"changes": first.in_words})
