"""What the House has decided."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class ParameterInForce(models.Model):
    """A decided value that replaces the declared default of a parameter; None: none was decided.

    Until `override_until` the value of an emergency override holds instead.
    """

    name = models.CharField(max_length=80, unique=True)
    value = models.JSONField(null=True, blank=True)
    since = models.DateTimeField(default=timezone.now)
    override = models.JSONField(null=True, blank=True)
    override_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(override__isnull=True, override_until=None)
                | Q(override__isnull=False, override_until__isnull=False),
                name="rules_parameterinforce_override_ends",
            )
        ]

    def __str__(self) -> str:
        return self.name
