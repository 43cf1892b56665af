"""What is news to followers: what the House announced, and what the record shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from hemicycle.accounts.models import Office


class NewsQuerySet(models.QuerySet["News"]):
    def about(self, words: Iterable[str]) -> Self:
        return self.filter(abouts__thing__in=list(words)).distinct()

    def between(self, since: datetime, until: datetime) -> Self:
        """Noted after the first moment, and not after the second."""
        return self.filter(at__gt=since, at__lte=until)

    def announced(self) -> Self:
        return self.exclude(office=None)

    def of_the_record(self) -> Self:
        return self.filter(office=None)

    def oldest_first(self) -> Self:
        return self.order_by("came_at", "source")


class News(models.Model):
    """One thing to tell. `source` is that of the announcement's messages; what the record shows has no office, and the
    key of its row as source. `words` holds title and address by language. `came_at` is when it came in, `at` when it
    was noted: never before a digest that had been made."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=80, unique=True)
    words = models.JSONField()
    came_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)

    objects = NewsQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at"], name="follow_news_at")]

    def __str__(self) -> str:
        return self.source


class NewsAbout(models.Model):
    """What a piece of news is about; it may be several things."""

    news = models.ForeignKey(News, on_delete=models.CASCADE, related_name="abouts", db_index=False)
    thing = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["news", "thing"], name="follow_newsabout_once")]
        indexes = [models.Index(fields=["thing"], name="follow_newsabout_thing")]

    def __str__(self) -> str:
        return self.thing
