"""In which of its texts a speech is read, and what stands at its beginning: for pages, feeds and search alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from hemicycle.record.models import Contribution, Membership, Organization, Segment, SegmentKind, SpeechText, TextKind

# A text that a person took down or made official goes before a translation, that before a machine's.
_RANKS = {TextKind.OFFICIAL: 0, TextKind.VERBATIM: 1, TextKind.TRANSLATION: 2, TextKind.RECOGNISED: 3}


# Among how many pieces of a text its first paragraph is looked for: a note or two stand before some.
OPENING = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """A speech in a list: its first paragraph, in the text that this reader is shown."""

    speech: Contribution
    text: SpeechText
    words: str


def preferred(texts: Iterable[SpeechText], language: str | None) -> SpeechText | None:
    """The text in this language, however made; else as it was said; else in the language of the House."""

    def distance(text: SpeechText) -> tuple[bool, int, bool, str]:
        other = text.language.split("-")[0] != (language or "").split("-")[0]
        return other, _RANKS[TextKind(text.kind)], text.language != settings.LANGUAGE_CODE, text.language

    return min(texts, key=distance, default=None)


def openings(speeches: Sequence[Contribution], *, to: object, language: str | None) -> list[Opening]:
    """The first words of each in two queries; a speech of which this reader may see no text is left out."""
    texts: dict[Any, list[SpeechText]] = defaultdict(list)
    rows = SpeechText.objects.in_force().readable_by(to).filter(contribution__in=[row.pk for row in speeches])
    for row in rows:
        texts[row.contribution_id].append(row)
    shown = {key: preferred(there, language) for key, there in texts.items()}
    first = Segment.objects.filter(order__lte=OPENING, text_version__in=[text.pk for text in shown.values() if text])
    # What is set last stays: the first paragraph, or the first of all where these are only notes.
    last = sorted(first, key=lambda segment: (segment.kind == SegmentKind.PARAGRAPH, -segment.order))
    words = {segment.text_version_id: segment.text for segment in last}
    return [
        Opening(speech, text, words.get(text.pk, ""))
        for speech in speeches
        if (text := shown.get(speech.pk)) is not None
    ]


def parties_on(day: date, people: Iterable[Any]) -> dict[Any, Organization]:
    """The party or group of each person on a day, by the person's key.

    Sources that give no dates list every party a person ever had: nobody is put into one of several.
    """
    held: dict[Any, list[Membership]] = defaultdict(list)
    rows = (
        Membership.objects.in_parties()
        .on(day)
        .filter(person__in={person for person in people if person is not None})
        .select_related("organization")
    )
    for row in rows.order_by("since", "pk"):
        held[row.person_id].append(row)
    told = {person: told_by(memberships) for person, memberships in held.items()}
    return {person: party for person, party in told.items() if party is not None}


def told_by(memberships: Sequence[Membership]) -> Organization | None:
    """The party that these memberships of a day, the latest last, tell: the latest dated one, else the only one."""
    dated = [row for row in memberships if row.since]
    if dated:
        return dated[-1].organization
    bodies = {row.organization_id: row.organization for row in memberships}
    return next(iter(bodies.values())) if len(bodies) == 1 else None
