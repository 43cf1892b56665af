from django.db import models

from hemicycle.accounts.models import Office, OfficeScoped
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import Work, WorkQuerySet


class Count(Work):
    """Stores the numbers up to `up_to`, one step each."""

    up_to = models.PositiveIntegerField(default=3)

    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        pass


class Counted(models.Model):
    count = models.ForeignKey(Count, on_delete=models.CASCADE, related_name="counted")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["count", "number"], name="workbench_counted_once")]


class Note(models.Model):
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    classification = models.CharField(max_length=12, choices=Classification.choices)

    objects = OfficeScoped.as_manager()
