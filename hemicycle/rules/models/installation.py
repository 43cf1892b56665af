"""What the processes of an installation tell each other: one row each."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class SiteAddress(models.Model):
    """Where the public reads the site: one row, stored by the process that first knew it (site_address.py)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    address = models.CharField(max_length=300)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="rules_siteaddress_is_one_row")]

    def __str__(self) -> str:
        return self.address


class HealthProbe(models.Model):
    """When it was last proved that the database can be written: one row, written for that alone (conf/health.py)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="rules_healthprobe_is_one_row")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class WorkerSeen(models.Model):
    """The last sign of life of a worker process."""

    worker = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker
