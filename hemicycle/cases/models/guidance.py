"""What the House tells its own staff, in each of its languages: where to get help."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import User


class Guidance(models.TextChoices):
    CARE = "care", _("For staff who read threats: where to get help")
    HELP_LINE = "help_line", _("Help line for people who may harm themselves")
    ANSWER = "answer", pgettext_lazy("triage", "Answer")
    INFORM = "inform", pgettext_lazy("triage", "Inform")
    ESCALATE = "escalate", pgettext_lazy("triage", "Escalate")
    LEAVE = "leave", pgettext_lazy("triage", "Leave without an answer")


# What is written here. Rows of the other topics, the decisions of the triage guide, are of the time before the policy
# said them: they are kept for whoever drafts it, and bind nobody.
WRITTEN_BY_STAFF = (Guidance.CARE, Guidance.HELP_LINE)


class GuidanceTextQuerySet(models.QuerySet["GuidanceText"]):
    def said(self, topic: str, lang: str | None = None) -> str:
        """In that language, else in that of the page; "" where the House has not written it in it."""
        wanted = (lang or translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]
        return self.filter(topic=topic, lang=wanted).values_list("text", flat=True).first() or ""


class GuidanceText(models.Model):
    """One text in one language; an empty one is no row."""

    topic = models.CharField(max_length=10, choices=Guidance.choices)
    lang = models.CharField(max_length=20)
    text = models.TextField(max_length=1000)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = GuidanceTextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "lang"], name="cases_guidancetext_once")]

    def __str__(self) -> str:
        return f"{self.topic} {self.lang}"
