"""What people of an office tell each other about a case, and what they call it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.cases.models.case import Case


class InternalNote(models.Model):
    """It never leaves. Whoever is mentioned gets a notice."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=2000)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfficeScoped.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id}"


class AnswerTemplate(models.Model):
    """What an office answers often, in one language. Names in braces are filled in where they are known
    (actions/answer_templates.py)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name"), max_length=80)
    lang = models.CharField(_("Language"), max_length=20)
    text = models.TextField(_("Text"), max_length=5000)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfficeScoped.as_manager()

    class Meta:
        ordering = ["name", "lang"]
        constraints = [models.UniqueConstraint(fields=["office", "name", "lang"], name="cases_answertemplate_once")]

    def __str__(self) -> str:
        return self.name
