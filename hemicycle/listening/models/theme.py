"""What people speak of: the themes of one analysis, and the passages that speak of them.

As with campaigns, the engine's answer and the answer of staff stand side by side: `engine_theme`,
`engine_parent` and the `engine_*` counts are never changed after the run; the other fields are what is shown.
"""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import get_language, pgettext_lazy

from .analysis import Analysis, Campaign, Finding
from .correction import Correction
from .inquiry import Inquiry

# The key of the theme of those that speak of no theme; the same in every analysis.
REST = "other"


class OfAnalysis(models.QuerySet):  # type: ignore[type-arg]
    """Inherit in the queryset of a table that belongs to an analysis: seen by whoever sees its inquiry."""

    def visible_to(self, person: object) -> Self:
        return self.filter(analysis__inquiry__in=Inquiry.objects.visible_to(person))


class ThemeQuerySet(OfAnalysis):
    def standing(self) -> Self:
        """Those a person sees: not merged into another, and with messages left in them."""
        return self.filter(merged_into__isnull=True, messages__gt=0)

    def tops(self) -> Self:
        """Those that are no part of another."""
        return self.filter(parent__isnull=True)

    def named(self) -> Self:
        """Without the rest that speaks of no theme."""
        return self.exclude(key=REST)

    def largest_first(self) -> Self:
        """The rest comes last, however large it is."""
        return self.order_by(Case(When(key=REST, then=1), default=0), "-messages", "key")


class Theme(models.Model):
    """Something that messages of one analysis speak of; `key` is the same in the next one.

    `labels` are made of the theme's own words, by language; `quotes` are [{"id", "start", "end"}], characters of
    the original text; `languages` counts messages by language; `x` and `y` are its place on the map.
    """

    class Origin(models.TextChoices):
        ENGINE = "engine", pgettext_lazy("theme", "Found by the engine")
        STAFF = "staff", pgettext_lazy("theme", "Made by staff")

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="themes")
    key = models.CharField(max_length=12)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.ENGINE)
    engine_parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    labels = models.JSONField(default=dict)
    words = models.JSONField(default=list)
    description = models.TextField(blank=True)
    quotes = models.JSONField(default=list)
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    engine_messages = models.PositiveIntegerField(default=0)
    engine_senders = models.PositiveIntegerField(default=0)
    engine_campaigns = models.PositiveIntegerField(default=0)
    engine_voices = models.PositiveIntegerField(default=0)

    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    name = models.CharField(max_length=160, blank=True)
    confirmed = models.ForeignKey(Correction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    messages = models.PositiveIntegerField(default=0)
    senders = models.PositiveIntegerField(default=0)
    campaigns = models.PositiveIntegerField(default=0)
    voices = models.PositiveIntegerField(default=0)
    languages = models.JSONField(default=dict)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["analysis", "key"], name="listening_theme_key_once"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="listening_theme_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="listening_theme_not_its_own_part"
            ),
            models.CheckConstraint(
                condition=Q(x__isnull=True, y__isnull=True) | Q(x__isnull=False, y__isnull=False),
                name="listening_theme_has_a_place_or_none",
            ),
        ]
        indexes = [models.Index(fields=["analysis", "-messages"], name="listening_theme_size")]

    def __str__(self) -> str:
        return self.label

    def has_words(self, query: str) -> bool:
        said = [self.name, self.description, *self.labels.values(), *self.words]
        return any(query.casefold() in words.casefold() for words in said)

    def all_mentions(self, parts: Iterable[int] | None = None) -> "MentionQuerySet":
        """What is said of the theme, and of its parts by those of whom nothing is kept for the whole.

        `parts`: the keys of the parts, where they are at hand.
        """
        of_parts = list(self.parts.values_list("pk", flat=True) if parts is None else parts)
        if not of_parts:
            return self.mentions.all()
        mentions: MentionQuerySet = Mention.objects.filter(theme__in=[self.pk, *of_parts])
        return mentions.exclude(theme__in=of_parts, finding__in=self.mentions.values("finding"))

    @property
    def label(self) -> str:
        """The name staff gave it, or its label in the reader's language, or the one in the language it has."""
        return self.name or self.labels.get(self.label_language, "") or self.key

    @property
    def label_language(self) -> str:
        """The language of the engine's label that is shown; "" where staff named the theme."""
        if self.name or not self.labels:
            return ""
        here = (get_language() or "").split("-", maxsplit=1)[0]
        return here if here in self.labels else min(self.labels)


class MentionQuerySet(OfAnalysis):
    def surest_first(self) -> Self:
        return self.order_by("-certainty", "pk")


class Mention(models.Model):
    """A passage of one message that speaks of a theme: of a voice, or of the message that stands for a campaign.

    With `campaign`, it counts for every message the engine found in that campaign. Without `theme`, staff said
    that the message does not speak of it; without `engine_theme`, staff put it there.
    """

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="mentions")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="mentions")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, blank=True, related_name="mentions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    certainty = models.FloatField()
    engine_theme = models.ForeignKey(
        Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="engine_mentions", db_index=False
    )

    theme = models.ForeignKey(
        Theme, on_delete=models.CASCADE, null=True, blank=True, related_name="mentions", db_index=False
    )
    correction = models.ForeignKey(Correction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engine_theme", "finding"],
                condition=Q(engine_theme__isnull=False),
                name="listening_mention_once",
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="listening_mention_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(certainty__gte=0, certainty__lte=1), name="listening_mention_certainty_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(engine_theme__isnull=False) | Q(theme__isnull=False), name="listening_mention_of_something"
            ),
        ]
        indexes = [
            models.Index(fields=["theme", "-certainty", "id"], name="listening_mention_surest"),
            models.Index(fields=["engine_theme"], name="listening_mention_engine"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id}:{self.theme_id}"
