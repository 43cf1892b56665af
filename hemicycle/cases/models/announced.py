"""What staff of an office write about a bill, and the desk publishes."""

from __future__ import annotations

from typing import Self

from django.db import models

from hemicycle.accounts.models import Office, OfficeScoped
from hemicycle.desk.models import Announcement
from hemicycle.desk.workflow import DISCARDED, PUBLIC
from hemicycle.record.models import Document


class AnnouncedQuerySet(OfficeScoped):
    def public(self) -> Self:
        """Whose announcement was ever released."""
        return self.filter(announcement__state__in=sorted(PUBLIC))

    def unfinished(self) -> Self:
        """Which somebody still has to announce."""
        return self.filter(models.Q(announcement=None) | models.Q(announcement__state=DISCARDED))


class Announced(models.Model):
    """Nothing of it changes from the moment at which its announcement is drafted, until that is discarded: what was
    approved is what is read. `editors`: the keys of those who wrote it, none of whom approves that."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    bill = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    editors = models.JSONField(default=list, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_fixed(self) -> bool:
        return self.announcement is not None and self.announcement.state != DISCARDED

    @property
    def is_public(self) -> bool:
        return self.announcement is not None and self.announcement.state in PUBLIC
