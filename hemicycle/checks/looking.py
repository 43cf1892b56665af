"""`look`: every check over a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import MappingProxyType

from hemicycle.checks.access import alternatives, contrast, emoji, hashtags, languages
from hemicycle.checks.clarity import plain_language
from hemicycle.checks.contract import Draft, House, Remark, Severity, Text
from hemicycle.checks.delivery import links, quiet_hours
from hemicycle.checks.discretion import courts, papers, personal_data
from hemicycle.checks.neutrality import balance, loaded, unattributed, votes
from hemicycle.checks.passages import Note, Reading, read
from hemicycle.checks.vocabulary import LANGUAGES, read_all

Check = Callable[[Reading], Iterable[Note]]

CHECKS: MappingProxyType[str, Check] = MappingProxyType(
    {
        "loaded": loaded.loaded,
        "promotional": loaded.promotional,
        "unattributed": unattributed.unattributed,
        "vote-context": votes.vote_context,
        "imbalance": balance.imbalance,
        "readability": plain_language.readability,
        "long-sentence": plain_language.long_sentences,
        "jargon": plain_language.jargon,
        "alternative": alternatives.missing_alternatives,
        "captions": alternatives.missing_captions,
        "contrast": contrast.low_contrast,
        "emoji": emoji.emoji,
        "hashtag": hashtags.hashtags,
        "missing-language": languages.missing_languages,
        "dead-link": links.dead_links,
        "unofficial-link": links.unofficial_links,
        "quiet-hours": quiet_hours.quiet_hours,
        "not-public": papers.papers_not_public,
        "personal-data": personal_data.personal_data,
        "sub-judice": courts.sub_judice,
        "privilege": courts.privilege,
    }
)
"""The checks by the name that a remark bears."""

_GRAVER = frozenset({"sub-judice", "privilege"})
_OF_TONE = frozenset({"loaded", "promotional", "unattributed"})

_FIELDS = ("title", "body", "warning", "variant", "media")


def look(draft: Draft, house: House) -> tuple[Remark, ...]:
    """The remarks on a draft, in the language of whoever reads them: by field, then by place.

    Neither network nor tables are asked, and the same draft and House give the same remarks.
    """
    reading = read(draft, house)
    found = [_remark(name, note, reading) for name, check in CHECKS.items() for note in check(reading)]
    return tuple(sorted(_without_echoes(found), key=_place))


def _without_echoes(found: list[Remark]) -> Iterator[Remark]:
    """The remarks but those on the tone of what may not be said at all."""
    grave = [one for one in found if one.check in _GRAVER]
    for remark in found:
        if remark.check not in _OF_TONE or not any(_overlap(remark, one) for one in grave):
            yield remark


def _overlap(one: Remark, other: Remark) -> bool:
    same = (one.field, one.lang) == (other.field, other.lang)
    return same and one.start < other.end and other.start < one.end


def prepare() -> None:
    """Read what the checks know, before anybody waits for it: a second for each process that answers."""
    read_all()
    sentence = Text("13", "“13” é. 020 7946 0000, a@mail.example.")
    look(Draft(texts=dict.fromkeys(LANGUAGES, sentence)), House())


def _remark(name: str, note: Note, reading: Reading) -> Remark:
    severity = Severity.BLOCKING if name in reading.house.blocking else Severity.ADVISORY
    words = _text_of(reading, note)[note.start : note.end]
    return Remark(name, severity, note.lang, note.field, note.start, note.end, note.reason, note.suggestion, words)


def _text_of(reading: Reading, note: Note) -> str:
    """The text of the field that a note is about, "" where there is none."""
    for passage in reading.passages:
        if (passage.field, passage.lang) == (note.field, note.lang):
            return passage.text
    for medium in reading.draft.media:
        if note.field == f"media:{medium.key}":
            return medium.alternatives.get(note.lang, "")
    return ""


def _place(remark: Remark) -> tuple[int, str, str, int, int, str]:
    kind = remark.field.partition(":")[0]
    return _FIELDS.index(kind), remark.field, remark.lang, remark.start, remark.end, remark.check
