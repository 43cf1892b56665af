"""The audit log: entries that are only ever appended, and the end of their chain."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from ..errors import AppendOnly


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Reads only: what would change or remove entries raises AppendOnly."""

    def update(self, **changes: Any) -> int:
        raise AppendOnly("entries of the audit log are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("entries of the audit log are never deleted")

    def bulk_update(self, *rows: Any, **options: Any) -> int:
        raise AppendOnly("entries of the audit log are never changed")

    def bulk_create(self, *rows: Any, **options: Any) -> list["AuditEntry"]:
        raise AppendOnly("entries are appended one by one, by audit.record")

    def about(self, row: models.Model) -> Self:
        """What happened to one row, newest first."""
        return self.filter(about=f"{row._meta.label_lower}:{row.pk}").order_by("-sequence")


class AuditEntry(models.Model):
    """One write that mattered. No foreign keys: an entry outlives what it tells of."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=100)
    office = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=80, db_index=True)
    about = models.CharField(max_length=160, db_index=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["actor", "at"], name="rules_auditentry_by_actor"),
            models.Index(fields=["office", "at"], name="rules_auditentry_by_office"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def save(self, *, force_insert: bool = False, **options: Any) -> None:  # type: ignore[override]
        if not force_insert or not self._state.adding:
            raise AppendOnly("entries are appended by audit.record, and never saved again")
        super().save(force_insert=True, **options)

    def delete(self, **options: Any) -> tuple[int, dict[str, int]]:  # type: ignore[override]
        raise AppendOnly("entries of the audit log are never deleted")


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an entry is appended, so that the end cannot be cut off unseen."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="rules_audithead_is_one_row")]

    def __str__(self) -> str:
        return str(self.sequence)
