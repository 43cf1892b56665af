"""What the senders of a campaign get: its answer, and an answer to what they added of their own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.models.campaign import Campaign
from hemicycle.cases.models.case import Case
from hemicycle.channels.models import Outbound

UNCONFIRMED, BY_POST = "unconfirmed", "post"
"""In `CampaignReply.why_not`: nobody has confirmed the address; it came on paper, and so does its answer."""
TO_COME = (UNCONFIRMED, BY_POST)
"""With one of these the answer comes later: once the address is confirmed, or once staff have posted it."""


class PointAnswer(models.Model):
    """What staff answer to a point of somebody's own, for one case or for several that make the same."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="point_answers")
    text = models.TextField(max_length=5000)
    lang = models.CharField(max_length=20)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="cases_pointanswer_says_something")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.lang}"


class CampaignReply(models.Model):
    """That one case has the answer of its campaign: a row for each, so that nobody gets it twice. Without `outbound`
    nothing was sent, and `why_not` says why; its sender reads the answer on the page of the letter, or gets it by
    post."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="replies")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="campaign_reply")
    outbound = models.ForeignKey(Outbound, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    why_not = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["campaign", "why_not"], name="cases_campaignreply_of")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.case_id}"

    @property
    def is_to_come(self) -> bool:
        return self.why_not in TO_COME
