"""One run of the engine over an inquiry, with what was counted once for every page that shows it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from hemicycle.rules.models import Work, WorkQuerySet

from .inquiry import Inquiry, InquiryScoped


class AnalysisQuerySet(InquiryScoped, WorkQuerySet["Analysis"]):  # type: ignore[override]
    pass


class Analysis(Work):
    """One run.

    `sample` says on how many of how many voices themes were learnt, and with what error; empty where on all.
    `redacted` counts what was redacted, by kind; None in a run made before names were redacted. `questions` are
    [{"text", "target"}], those that the messages answer and the clause that each names; `crosses` are tables of
    findings by question and by facts, small cells hidden (actions/crossing/). They are large: pages leave them out.
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
    questions = models.JSONField(default=list)
    crosses = models.JSONField(default=dict)

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


class AnalysisScoped(models.QuerySet[Any]):
    """Inherit in the queryset of a table that belongs to an analysis: seen by whoever sees its inquiry."""

    def visible_to(self, person: object) -> Self:
        return self.filter(analysis__inquiry__in=Inquiry.objects.visible_to(person))
