"""What people speak of: the themes of one analysis, and the passages that speak of them."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import get_language

from .analysis import Analysis
from .campaign import Campaign
from .correction import Correction
from .finding import Finding
from .group import Group, GroupQuerySet
from .speaking import SpeakingQuerySet

# The key of the theme of those that speak of no theme; the same in every analysis.
NO_THEME = "other"


class ThemeQuerySet(GroupQuerySet):
    def tops(self) -> Self:
        """Those that are no part of another."""
        return self.filter(parent__isnull=True)

    def named(self) -> Self:
        """Without the rest that speaks of no theme."""
        return self.exclude(key=NO_THEME)

    def for_labels(self) -> Self:
        return self.only("analysis", "key", "name", "labels")

    def questions(self) -> frozenset[str]:
        """Those with themes of their own; in each, another message represents a campaign, for those that answer it."""
        return frozenset(self.exclude(question="").values_list("question", flat=True).distinct())

    def largest_first(self) -> Self:
        """The rest comes last, however large it is."""
        return self.order_by(Case(When(key=NO_THEME, then=1), default=0), "-messages", "key")


class Theme(Group):
    """Something that messages speak of.

    `labels` are made of the theme's own words, by language; `quotes` are [{"id", "start", "end"}], characters of
    the original text; `languages` counts messages by language; `x` and `y` are its place on the map. `question` is the
    one among whose answers it was found, "" where messages were read together.
    """

    MESSAGE = "finding__inbound"

    engine_parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    labels = models.JSONField(default=dict)
    words = models.JSONField(default=list)
    description = models.TextField(blank=True)
    question = models.CharField(max_length=300, blank=True)
    quotes = models.JSONField(default=list)
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    engine_campaigns = models.PositiveIntegerField(default=0)
    engine_voices = models.PositiveIntegerField(default=0)

    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts")
    campaigns = models.PositiveIntegerField(default=0)
    voices = models.PositiveIntegerField(default=0)
    languages = models.JSONField(default=dict)

    objects = ThemeQuerySet.as_manager()

    class Meta(Group.Meta):
        constraints = [
            *Group.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="listening_theme_not_its_own_part"
            ),
            models.CheckConstraint(
                condition=Q(x__isnull=True, y__isnull=True) | Q(x__isnull=False, y__isnull=False),
                name="listening_theme_has_a_place_or_none",
            ),
        ]

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
        return self.name or self.labels.get(self.label_language, "") or ", ".join(self.words[:3]) or self.key

    @property
    def label_language(self) -> str:
        if self.name or not self.labels:
            return ""
        here = (get_language() or "").split("-", maxsplit=1)[0]
        return here if here in self.labels else min(self.labels)

    def members(self, messages: Iterable[Any] | None = None) -> Any:
        """Also through the message that represents their campaign."""
        return self.mentions.all() if messages is None else self.mentions.by_messages(messages)

    def outsiders(self, messages: Iterable[Any]) -> Any:
        keys = list(messages)
        found = self.analysis.findings.filter(inbound__in=keys)
        return found.exclude(pk__in=self.members(keys).values("finding"))


class MentionQuerySet(SpeakingQuerySet):
    def by_finding(self, finding: Finding) -> Self:
        """Of another question than its own, its campaign speaks through others."""
        rows = super().by_finding(finding)
        asked = finding.stratum.question if finding.stratum else ""
        return rows.filter(Q(theme__question__in=["", asked]) | Q(finding=finding)) if asked else rows

    def surest_first(self) -> Self:
        return self.order_by("-certainty", "pk")


class Mention(models.Model):
    """A passage of one message that speaks of a theme: of a voice, or of the message that represents a campaign.

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
