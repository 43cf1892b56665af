"""Every check, and `look`, which runs them over a draft."""

from __future__ import annotations

from types import MappingProxyType

from hemicycle.checks import lists
from hemicycle.checks.check import Check
from hemicycle.checks.contract import Draft, House, Remark, Text
from hemicycle.checks.form import (
    alternatives,
    contrast,
    corrections,
    emoji,
    hashtags,
    languages,
    links,
    personal_data,
    quiet_hours,
    rights,
)
from hemicycle.checks.passages import read
from hemicycle.checks.prose import (
    balance,
    courts,
    jargon,
    loaded,
    papers,
    private_people,
    readability,
    unattributed,
    votes,
)

_ALL: tuple[Check, ...] = (
    alternatives.missing_alternatives,
    alternatives.missing_captions,
    contrast.low_contrast,
    corrections.uncorrected_texts,
    corrections.left_as_released,
    emoji.emoji,
    hashtags.hashtags,
    languages.missing_languages,
    links.dead_links,
    links.unofficial_links,
    personal_data.personal_data,
    quiet_hours.quiet_hours,
    rights.rights_ended,
    rights.not_for_networks,
    balance.imbalance,
    courts.sub_judice,
    courts.privilege,
    jargon.jargon,
    loaded.loaded,
    loaded.promotional,
    papers.papers_not_public,
    private_people.private_people,
    readability.readability,
    readability.long_sentences,
    unattributed.unattributed,
    votes.vote_context,
)

CHECKS = MappingProxyType({check.name: check for check in _ALL})
"""The checks by the name that a remark bears."""

_FIELDS = ("title", "body", "warning", "variant", "media")


def look(draft: Draft, house: House) -> tuple[Remark, ...]:
    """The remarks on a draft, in the language of whoever reads them: by field, then by place.

    Neither network nor tables are asked, and the same draft and House give the same remarks.
    """
    reading = read(draft, house)
    found = [remark for check in CHECKS.values() for remark in check.remarks(reading)]
    return tuple(sorted(found, key=_place))


def prepare() -> None:
    """Read all word lists before anybody waits for them: a second for each process that answers."""
    lists.read_all()
    sentence = Text("13", "“13” é. 020 7946 0000, a@mail.example.")
    look(Draft(texts=dict.fromkeys(lists.LANGUAGES, sentence)), House())


def _place(remark: Remark) -> tuple[int, str, str, int, int, str]:
    kind = remark.field.partition(":")[0]
    return _FIELDS.index(kind), remark.field, remark.lang, remark.start, remark.end, remark.check
