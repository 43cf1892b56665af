"""What was found about each message of an inquiry, and where it is counted.

The engine's answer and the answer of staff are kept side by side: `engine_campaign` and `engine_place` are never
changed after the run; `campaign` and `place` are what is shown, and `correction` says who put it there.
"""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.translation import gettext_lazy as _

from .analysis import Analysis, AnalysisScoped
from .campaign import Campaign
from .correction import Correction
from .stratum import Stratum

# A message without sender is its own sender.
SENDER = Coalesce(
    NullIf("inbound__sender", Value("")),
    Concat(Value("message:"), Cast("inbound", CharField())),
    output_field=CharField(),
)


class Place(models.TextChoices):
    """Where a message is counted; every message in exactly one place."""

    CAMPAIGN = "campaign", _("In a campaign")
    VOICE = "voice", _("Individual voice")
    REPEAT = "repeat", _("Repeat of the same sender")
    SET_ASIDE = "set_aside", _("Set aside")


# Why nothing of a message is quoted that the engine did not read sentence by sentence.
UNREAD = "unread"

# What numbers are made of: neither repeats outside campaigns, nor what was set aside.
COUNTED = (Place.CAMPAIGN, Place.VOICE)


class FindingQuerySet(AnalysisScoped):
    def voices(self) -> Self:
        return self.filter(place=Place.VOICE)

    def in_campaigns(self) -> Self:
        return self.filter(place=Place.CAMPAIGN)

    def with_own_words(self) -> Self:
        return self.filter(personal_length__gt=0)

    def speaking_for_themselves(self) -> Self:
        """Individual voices, and the words of their own that people put into campaign mail."""
        return self.filter(Q(place=Place.VOICE) | Q(place=Place.CAMPAIGN, personal_length__gt=0))

    def spoken_for(self, rows: models.QuerySet[Any], *, question: str = "") -> Self:
        """Those that speak in these mentions or links, also through the message that represents their campaign: all of
        it, or what of it answers one question."""
        represented = Q(engine_campaign__in=rows.filter(campaign__isnull=False).values("campaign"))
        if question:
            represented &= Q(stratum__question=question)
        return self.filter(place__in=COUNTED).filter(Q(pk__in=rows.values("finding")) | represented)

    def of_strata(self, strata: Iterable[int]) -> Self:
        return self.filter(stratum__in=list(strata))

    def with_casework(self) -> Self:
        """Those who ask for help with a matter of their own, and those who tell of illness, debts or danger."""
        return self.filter(Q(casework__isnull=False) | Q(has_private=True))

    def newest_first(self) -> Self:
        return self.order_by("-sent_at", "-pk")


class Finding(models.Model):
    """What was found about one message of the inquiry; never about the person who wrote it.

    `lang`, `channel`, `stratum` and `sent_at` are here for the indexes that keep pages quick; `engine_lang` is the
    language that the source stated or the engine recognised. `redactions` are [[start, end, kind]], characters of the
    original text; `shown_text` and `personal_text` are what a person reads, those words redacted.

    `casework` and `disagrees` are [start, end, certainty] of the words that tell, or None; `not_own` and `private` are
    [[start, end, why]]: what of the message its sender did not write, and what nobody outside this office may read.
    """

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="findings")
    inbound = models.ForeignKey("channels.Inbound", on_delete=models.CASCADE, related_name="+")
    lang = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    stratum = models.ForeignKey(Stratum, on_delete=models.CASCADE, null=True, blank=True, related_name="findings")
    sent_at = models.DateTimeField(null=True, blank=True)

    engine_lang = models.CharField(max_length=20, blank=True)
    lang_certainty = models.FloatField(null=True, blank=True)
    lang_correction = models.ForeignKey(Correction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    engine_redactions = models.JSONField(default=list)
    redactions = models.JSONField(default=list)
    redaction_correction = models.ForeignKey(
        Correction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    shown_text = models.TextField(blank=True)

    engine_campaign = models.ForeignKey(
        Campaign, on_delete=models.RESTRICT, null=True, blank=True, related_name="engine_findings"
    )
    engine_place = models.CharField(max_length=10, choices=Place.choices)
    similarity = models.FloatField(null=True, blank=True)
    personal_text = models.TextField(blank=True)
    personal_length = models.PositiveIntegerField(default=0)
    evidence = models.JSONField(default=dict)
    repeat = models.BooleanField(default=False)
    set_aside = models.CharField(max_length=40, blank=True)

    engine_casework = models.JSONField(null=True, blank=True)
    casework = models.JSONField(null=True, blank=True)
    casework_correction = models.ForeignKey(
        Correction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    disagrees = models.JSONField(null=True, blank=True)
    not_own = models.JSONField(default=list)
    private = models.JSONField(default=list)
    has_private = models.BooleanField(default=False)
    has_no_own_words = models.BooleanField(default=False)

    campaign = models.ForeignKey(
        Campaign, on_delete=models.RESTRICT, null=True, blank=True, related_name="findings", db_index=False
    )
    place = models.CharField(max_length=10, choices=Place.choices)
    correction = models.ForeignKey(Correction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["analysis", "inbound"], name="listening_finding_once"),
            models.CheckConstraint(
                condition=Q(place="campaign", campaign__isnull=False) | Q(~Q(place="campaign"), campaign__isnull=True),
                name="listening_finding_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(similarity__isnull=True) | Q(similarity__gte=0, similarity__lte=1),
                name="listening_finding_similarity_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(lang_certainty__isnull=True) | Q(lang_certainty__gte=0, lang_certainty__lte=1),
                name="listening_finding_certainty_is_a_share",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "-personal_length", "-id"], name="listening_finding_own_words"),
            models.Index(fields=["campaign", "sent_at"], name="listening_finding_growth"),
            models.Index(fields=["analysis", "-sent_at", "-id"], name="listening_finding_newest"),
            models.Index(fields=["analysis", "place", "-sent_at", "-id"], name="listening_finding_place"),
            models.Index(fields=["analysis", "place", "lang", "-sent_at"], name="listening_finding_lang"),
            models.Index(fields=["analysis", "place", "channel", "-sent_at"], name="listening_finding_channel"),
            models.Index(
                fields=["analysis", "-sent_at", "-id"],
                condition=Q(casework__isnull=False) | Q(has_private=True),
                name="listening_finding_casework",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.analysis_id}:{self.inbound_id}"
