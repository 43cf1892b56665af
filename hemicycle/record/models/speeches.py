"""What was said, by whom, and its texts: as spoken, official or translated; provisional until the final one comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.record import addresses
from hemicycle.record.addresses import AddressField
from hemicycle.record.models.attributions import Attribution
from hemicycle.record.models.documents import VersionStatus
from hemicycle.record.models.people import Person
from hemicycle.record.models.rows import Classified, ClassifiedRows, RecordRow, Sourced, one_of, readable
from hemicycle.record.models.sittings import AgendaItem, Sitting
from hemicycle.record.phrases import PhraseField


class ContributionKind(models.TextChoices):
    SPEECH = "speech", _("Speech")
    QUESTION = "question", _("Question")
    ANSWER = "answer", _("Answer")
    CHAIR = "chair", _("From the chair")
    INTERJECTION = "interjection", _("Interjection")
    PROCEDURAL = "procedural", _("Procedure")
    NOTE = "note", _("Note")


# Two months of a House that sits on 150 days a year.
LAST_SITTINGS = 25
# What nobody says: the clerk's words between the speeches.
UNSPOKEN = (ContributionKind.PROCEDURAL, ContributionKind.NOTE)
# Of what these say nobody has to be named: from the chair the House is presided over, whoever sits in it.
NAMELESS = (*UNSPOKEN, ContributionKind.CHAIR)


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def current(self) -> Self:
        """Those that the record as it stands has."""
        return self.filter(withdrawn_at__isnull=True)

    def unmatched(self) -> Self:
        """Somebody spoke whom the record does not know, and nobody has said who that is."""
        unknown = self.current().filter(person__isnull=True, attribution__isnull=True)
        return unknown.exclude(kind__in=[*UNSPOKEN]).exclude(labels={})

    def named(self, labels: Mapping[str, str]) -> Self:
        """Those under this name as printed, in any of its languages."""
        return self.filter(Q(*[(f"labels__{language}", name) for language, name in labels.items()], _connector=Q.OR))

    def readable_by(self, person: object) -> Self:
        """Those of a sitting, and with words, that the release gate would let this reader see."""
        words = SpeechText.objects.in_force().readable_by(person).filter(contribution=OuterRef("pk"))
        return self.filter(Exists(words), sitting__classification__in=readable(person))

    def newest_first(self) -> Self:
        return self.order_by("-sitting__date", "-sitting__number", "-order")

    def newest(self, count: int) -> list[Contribution]:
        """The first of them. They are looked for in the last sittings first: putting in order all that a large party
        ever said, to show ten of it, took a second in a record of a million speeches."""
        last = list(Sitting.objects.newest_first().values_list("pk", flat=True)[:LAST_SITTINGS])
        found = list(self.filter(sitting__in=last).newest_first()[:count])
        return found if len(found) == count else list(self.newest_first()[:count])


class Contribution(RecordRow):
    """One speech, question, interjection or note of a sitting, in its place.

    `labels` and `roles` are the name and the office as printed, by language; the times are those of the House.
    `attribution` is what staff said of who speaks here, where no source does.
    One that a corrected record no longer has is withdrawn, not deleted: what quoted it still leads to it.
    """

    address = AddressField()
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="contributions", db_index=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, null=True, blank=True, related_name="contributions")
    order = models.PositiveIntegerField()
    native_id = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=ContributionKind.choices, default=ContributionKind.SPEECH)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions", db_index=False
    )
    attribution = models.ForeignKey(
        Attribution, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions", db_index=False
    )
    labels = PhraseField(blank=True)
    roles = PhraseField(blank=True)
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies")
    started_at = models.TimeField(null=True, blank=True)
    ended_at = models.TimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["sitting", "order"]
        indexes = [
            models.Index(fields=["sitting", "order"], name="record_contribution_order"),
            models.Index(fields=["person", "sitting"], name="record_contribution_person"),
            # Few have one, so that no other contribution costs an entry.
            models.Index(
                fields=["attribution"], condition=Q(attribution__isnull=False), name="record_contribution_attributed"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "native_id"], condition=~Q(native_id=""), name="record_contribution_native_once"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(labels={}) | Q(kind__in=[*NAMELESS]),
                name="record_contribution_has_a_speaker",
            ),
            one_of("kind", ContributionKind, "record_contribution_kind"),
        ]

    def __str__(self) -> str:
        return str(self.labels.here) or (str(self.person) if self.person else self.instead_of_a_name)

    @property
    def instead_of_a_name(self) -> str:
        """Who spoke where no source names anybody: the office alone, or what kind of words these are."""
        return gettext("The Chair") if self.kind == ContributionKind.CHAIR else self.get_kind_display()

    def get_absolute_url(self) -> str:
        return addresses.record("speeches", self.address)

    @property
    def classification(self) -> str:
        """That of its sitting; each of its texts has one of its own besides."""
        return self.sitting.classification


class TextKind(models.TextChoices):
    VERBATIM = "verbatim", _("As spoken")
    OFFICIAL = "official", _("Official report")
    TRANSLATION = "translation", _("Translation")
    RECOGNISED = "recognised", _("Recognised by machine")


class SpeechTextQuerySet(ClassifiedRows["SpeechText"]):
    def in_force(self) -> Self:
        """As it stands now, one of each kind in each language."""
        return self.filter(valid_to__isnull=True)


class SpeechText(Sourced, Classified):
    """The words of a contribution in one language, from a moment until a corrected text replaced them (`valid_to`).

    `digest` is the SHA-256 of its segments, by which a second import of the same file knows it.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=20)
    kind = models.CharField(max_length=12, choices=TextKind.choices, default=TextKind.OFFICIAL)
    status = models.CharField(max_length=12, choices=VersionStatus.choices, default=VersionStatus.FINAL)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_to = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64)

    objects = SpeechTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "language", "kind"],
                condition=Q(valid_to__isnull=True),
                name="record_speechtext_one_in_force",
            ),
            one_of("kind", TextKind, "record_speechtext_kind"),
            one_of("status", VersionStatus, "record_speechtext_status"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} ({self.language})"


class SegmentKind(models.TextChoices):
    PARAGRAPH = "paragraph", _("Paragraph")
    QUOTATION = "quotation", _("Quotation")
    NOTE = "note", _("Note")


class Segment(RecordRow):
    """One paragraph of a text: the stable anchor of a quotation. `spoken_in` is the language of the floor."""

    text_version = models.ForeignKey(SpeechText, on_delete=models.CASCADE, related_name="segments", db_index=False)
    order = models.PositiveIntegerField()
    native_id = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=SegmentKind.choices, default=SegmentKind.PARAGRAPH)
    spoken_in = models.CharField(max_length=20, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["text_version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["text_version", "order"], name="record_segment_place"),
            models.CheckConstraint(condition=~Q(text=""), name="record_segment_has_words"),
            one_of("kind", SegmentKind, "record_segment_kind"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """The paragraph on the page of its speech; needs `text_version.contribution`."""
        speech = self.text_version.contribution
        return f"{speech.get_absolute_url()}#{addresses.paragraph(speech.address, self.order)}"


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

    @property
    def is_translation(self) -> bool:
        return self.text.kind == TextKind.TRANSLATION


def preferred(texts: Iterable[SpeechText], language: str | None) -> SpeechText | None:
    """The text in this language, however made; else as it was said; else in the language of the House."""

    def distance(text: SpeechText) -> tuple[bool, int, bool, str]:
        other = text.language.split("-")[0] != (language or "").split("-")[0]
        return other, _RANKS[TextKind(text.kind)], text.language != settings.LANGUAGE_CODE, text.language

    return min(texts, key=distance, default=None)


def openings(
    speeches: Sequence[Contribution], *, to: object, language: str | None, original: bool = False
) -> list[Opening]:
    """The first words of each in two queries; a speech of which this reader may see no text is left out. `original`:
    in the language in which they were said, where this reader may see that."""
    texts: dict[Any, list[SpeechText]] = defaultdict(list)
    rows = SpeechText.objects.in_force().readable_by(to).filter(contribution__in=[row.pk for row in speeches])
    for row in rows:
        texts[row.contribution_id].append(row)
    chosen = {key: _originals(found) if original else found for key, found in texts.items()}
    shown = {key: preferred(found, language) for key, found in chosen.items()}
    first = Segment.objects.filter(order__lte=OPENING, text_version__in=[text.pk for text in shown.values() if text])
    # What is set last stays: the first paragraph, or the first of all where these are only notes.
    last = sorted(first, key=lambda segment: (segment.kind == SegmentKind.PARAGRAPH, -segment.order))
    words = {segment.text_version_id: segment.text for segment in last}
    return [
        Opening(speech, text, words.get(text.pk, ""))
        for speech in speeches
        if (text := shown.get(speech.pk)) is not None
    ]


def _originals(texts: list[SpeechText]) -> list[SpeechText]:
    return [text for text in texts if text.kind != TextKind.TRANSLATION] or texts
