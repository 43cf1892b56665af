"""Sittings: in which period, what was on the agenda."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hemicycle.record import addresses
from hemicycle.record.addresses import AddressField
from hemicycle.record.models.people import Organization
from hemicycle.record.models.rows import Classified, ClassifiedRows, RecordRow, Sourced, one_of, readable
from hemicycle.record.phrases import PhraseField


class PeriodKind(models.TextChoices):
    TERM = "term", _("Term")
    SESSION = "session", _("Session")
    PART = "part", _("Part of a session")


class Period(Sourced):
    """A term, a session of it, or a part of that: a tree. Dates may be partial, as sources give them."""

    address = AddressField()
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="periods", verbose_name=_("Body")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("Part of")
    )
    kind = models.CharField(_("Kind"), max_length=8, choices=PeriodKind.choices)
    number = models.CharField(_("Number"), max_length=20, blank=True)
    labels = PhraseField(_("Names"), blank=True)
    since = models.CharField(_("Since"), max_length=10, blank=True)
    until = models.CharField(_("Until"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("term or session")
        verbose_name_plural = _("terms and sessions")
        constraints = [
            one_of("kind", PeriodKind, "record_period_kind"),
            models.CheckConstraint(
                condition=~Q(number="") | ~Q(labels={}), name="record_period_has_a_number_or_a_label"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="record_period_not_within_itself"
            ),
        ]

    def __str__(self) -> str:
        return str(self.labels.here) or f"{self.get_kind_display()} {self.number}"


class SittingStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Sitting now")
    PROVISIONAL = "provisional", _("Provisional record")
    FINAL = "final", _("Final record")


class SittingQuerySet(ClassifiedRows["Sitting"]):
    def newest_first(self) -> Self:
        return self.order_by("-date", "-number")

    def coming_up(self, day: date) -> Self:
        """Of this day or later, the nearest first."""
        return self.filter(date__gte=day).order_by("date", "number")


class Sitting(Sourced, Classified):
    """One sitting of the chamber or of a committee; `number` tells several of a day apart."""

    address = AddressField()
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="sittings", db_index=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, null=True, blank=True, related_name="sittings")
    number = models.PositiveIntegerField()
    date = models.DateField(db_index=True)
    status = models.CharField(max_length=12, choices=SittingStatus.choices, default=SittingStatus.FINAL)
    opened_at = models.TimeField(null=True, blank=True)
    closed_at = models.TimeField(null=True, blank=True)
    titles = PhraseField(blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "date", "number"], name="record_sitting_once"),
            one_of("status", SittingStatus, "record_sitting_status"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.date:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return addresses.record("sittings", self.address)


class ItemKind(models.TextChoices):
    STATEMENT = "statement", _("Statement")
    QUESTIONS = "questions", _("Questions")
    DEBATE = "debate", _("Debate")
    VOTE = "vote", _("Vote")
    MOTION = "motion", _("Motion")
    OTHER = "other", _("Other business")


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def coming_up(self, day: date, *, to: object) -> Self:
        """On the agenda of a sitting of this day or later that this reader may see, the nearest first."""
        rows = self.filter(sitting__date__gte=day, sitting__classification__in=readable(to))
        return rows.order_by("sitting__date", "sitting__number", "order").select_related("sitting__organization")


class AgendaItem(RecordRow):
    """A heading of the sitting; items lie within items. `order` counts items and contributions of a sitting together.

    `native_id` is what the source calls it, so that a corrected file finds it again.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="items", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    order = models.PositiveIntegerField()
    native_id = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    titles = PhraseField()
    document = models.ForeignKey(
        "record.Document", on_delete=models.SET_NULL, null=True, blank=True, related_name="agenda_items"
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["sitting", "order"]
        indexes = [models.Index(fields=["sitting", "order"], name="record_agendaitem_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "native_id"], condition=~Q(native_id=""), name="record_agendaitem_native_once"
            ),
            one_of("kind", ItemKind, "record_agendaitem_kind"),
        ]

    def __str__(self) -> str:
        return str(self.titles.here)

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its sitting."""
        return f"item-{self.order}"
