"""One run of the engine over an inquiry: the campaigns it found, and what it found about each message.

The engine's answer and the answer of staff stand side by side: `engine_campaign` and `engine_place` are never
changed after the run; `campaign` and `place` are what is shown, and `correction` says who put it there.
"""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hemicycle.rules.models import Work, WorkQuerySet

from .correction import Correction
from .inquiry import Inquiry, Part


class AnalysisQuerySet(Part, WorkQuerySet["Analysis"]):  # type: ignore[override]
    pass


class Analysis(Work):
    """A run, with what was counted once for every page that shows it.

    `sample` says on how many of how many voices themes were learnt, and with what error; empty where on all.
    `redacted` counts what was covered, by kind; None in a run made before names were covered.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="analyses")
    started_by = models.CharField(max_length=100)
    engine_version = models.CharField(max_length=40, blank=True)
    settings = models.JSONField(default=dict)
    messages = models.PositiveIntegerField(default=0)
    senders = models.PositiveIntegerField(default=0)
    campaigns_shown = models.PositiveIntegerField(default=0)
    in_campaigns = models.PositiveIntegerField(default=0)
    campaign_senders = models.PositiveIntegerField(default=0)
    voices = models.PositiveIntegerField(default=0)
    repeats = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    own_words = models.PositiveIntegerField(default=0)
    first_seen = models.DateTimeField(null=True, blank=True)
    last_seen = models.DateTimeField(null=True, blank=True)
    tally = models.JSONField(default=dict)
    themes_shown = models.PositiveIntegerField(default=0)
    sample = models.JSONField(default=dict)
    redacted = models.JSONField(null=True, blank=True)

    objects = AnalysisQuerySet.as_manager()

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=Q(state__in=["waiting", "running"]),
                name="listening_analysis_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.created_at:%Y-%m-%d %H:%M}"


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def standing(self) -> Self:
        """Those a person sees: not merged into another, and with messages left in them."""
        return self.filter(merged_into__isnull=True, messages__gt=0)

    def heads(self) -> Self:
        """Those without a family, and of each family the largest."""
        return self.filter(Q(family="") | Q(family=F("key")))

    def siblings_of(self, campaigns: Iterable["Campaign"]) -> Self:
        """The other members of their families."""
        families = {campaign.family for campaign in campaigns} - {""}
        return self.filter(family__in=families).exclude(pk__in=[campaign.pk for campaign in campaigns])


class Campaign(models.Model):
    """A group of messages with shared wording, in one analysis; `key` is the same in the next one.

    `family` is the key of the largest campaign that says the same in another language or other words.
    """

    class Origin(models.TextChoices):
        ENGINE = "engine", _("Found by the engine")
        STAFF = "staff", _("Made by staff")

    class Kind(models.TextChoices):
        EXACT = "exact", _("Exact copies")
        TEMPLATE = "template", _("Template with edits")
        MADLIB = "madlib", _("Rotating words")
        SHORT = "short", _("Short texts")
        STAFF = "staff", _("Chosen by staff")

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="campaigns")
    key = models.CharField(max_length=12)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.ENGINE)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    lang = models.CharField(max_length=20, blank=True)
    engine_family = models.CharField(max_length=80, blank=True)
    template = models.JSONField(default=list)
    opening = models.CharField(max_length=160, blank=True)
    wording = models.TextField(blank=True)
    links = models.JSONField(default=list)
    engine_messages = models.PositiveIntegerField(default=0)
    engine_senders = models.PositiveIntegerField(default=0)

    family = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=160, blank=True)
    confirmed = models.ForeignKey(Correction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    messages = models.PositiveIntegerField(default=0)
    senders = models.PositiveIntegerField(default=0)
    own_words = models.PositiveIntegerField(default=0)
    recent = models.PositiveIntegerField(default=0)
    first_seen = models.DateTimeField(null=True, blank=True)
    last_seen = models.DateTimeField(null=True, blank=True)
    days = models.JSONField(default=list)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["analysis", "key"], name="listening_campaign_key_once"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="listening_campaign_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["analysis", "-messages"], name="listening_campaign_size"),
            models.Index(fields=["analysis", "-recent"], name="listening_campaign_growth"),
            models.Index(fields=["analysis", "first_seen"], name="listening_campaign_first"),
        ]

    def __str__(self) -> str:
        return self.name or self.opening


class Place(models.TextChoices):
    """Where a message is counted; every message in exactly one place."""

    CAMPAIGN = "campaign", _("In a campaign")
    VOICE = "voice", _("Individual voice")
    REPEAT = "repeat", _("Repeat of the same sender")
    SET_ASIDE = "set_aside", _("Set aside")


# What numbers are made of: neither repeats outside campaigns, nor what was set aside.
COUNTED = (Place.CAMPAIGN, Place.VOICE)


class FindingQuerySet(models.QuerySet["Finding"]):
    def voices(self) -> Self:
        return self.filter(place=Place.VOICE)

    def in_campaigns(self) -> Self:
        return self.filter(place=Place.CAMPAIGN)

    def with_own_words(self) -> Self:
        return self.filter(personal_length__gt=0)

    def speaking_for_themselves(self) -> Self:
        """Individual voices, and the words of their own that people put into campaign mail."""
        return self.filter(Q(place=Place.VOICE) | Q(place=Place.CAMPAIGN, personal_length__gt=0))

    def spoken_for(self, rows: models.QuerySet[Any]) -> Self:
        """Those that speak in these mentions or links, themselves or by the message that stands for their campaign."""
        campaigns = rows.filter(campaign__isnull=False).values("campaign")
        themselves = Q(pk__in=rows.values("finding"))
        return self.filter(place__in=COUNTED).filter(themselves | Q(engine_campaign__in=campaigns))

    def newest_first(self) -> Self:
        return self.order_by("-sent_at", "-pk")


class Finding(models.Model):
    """What was found about one message of the inquiry; never about the person who wrote it.

    `lang`, `channel` and `sent_at` stand here for the indexes that keep pages quick; `engine_lang` is the language
    that the source stated or the engine recognised. `redactions` are [[start, end, kind]], characters of the
    original text; `shown_text` and `personal_text` are what a person reads, those words covered.
    """

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="findings")
    inbound = models.ForeignKey("channels.Inbound", on_delete=models.CASCADE, related_name="+")
    lang = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=20, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.analysis_id}:{self.inbound_id}"
