"""What staff said about the engine's answer: kept for good, attributed, and repeated on every new analysis."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.rules.workflow import Workflow

from .inquiry import Inquiry, InquiryScoped

IN_FORCE, UNDONE = "in_force", "undone"

# A correction that was undone stays undone: who wants it back makes it again, under their own name.
CORRECTION_LIFE = Workflow(
    initial=IN_FORCE,
    final=frozenset({UNDONE}),
    moves={"undo": ((IN_FORCE,), UNDONE)},
)


class CorrectionQuerySet(InquiryScoped):
    def in_force(self) -> Self:
        """In the order in which they were made."""
        return self.filter(undone_at__isnull=True).order_by("pk")

    def of_group(self, key: str) -> Self:
        """About one campaign or theme: as the subject, or as what others became part of."""
        return self.filter(Q(campaign=key) | Q(theme=key) | Q(into=key))

    def of_redactions(self) -> Self:
        return self.filter(kind__in=[Correction.Kind.REDACT, Correction.Kind.UNREDACT])

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Correction(models.Model):
    """One correction. `campaign`, `theme` and `into` are keys of groups; `messages` are keys of messages.

    `target` names what a message is linked to (engine/targets.py); `name` is a name, or the code of a language;
    `span` is [start, end, kind] in the original text of the one message it speaks of.
    """

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("Confirmed as a campaign")
        RENAME = "rename", _("Renamed")
        SPLIT = "split", _("Split off")
        MERGE = "merge", _("Merged")
        MOVE_OUT = "move_out", _("Counted as individual voices")
        MOVE_IN = "move_in", _("Moved into a campaign")
        THEME_CONFIRM = "theme_confirm", _("Confirmed as a theme")
        THEME_RENAME = "theme_rename", _("Theme renamed")
        THEME_MERGE = "theme_merge", _("Themes merged")
        THEME_SPLIT = "theme_split", _("Theme split off")
        THEME_IN = "theme_in", _("Counted in a theme")
        THEME_OUT = "theme_out", _("Removed from a theme")
        LINK_CONFIRM = "link_confirm", _("Link confirmed")
        LINK_REJECT = "link_reject", _("Link rejected")
        LINK_SET = "link_set", _("Link set")
        LANGUAGE = "language", _("Language set")
        REDACT = "redact", _("Words redacted")
        UNREDACT = "unredact", _("Words restored")
        CASEWORK = "casework", _("Marked as casework")
        NOT_CASEWORK = "not_casework", _("Marked as no casework")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    campaign = models.CharField(max_length=12, blank=True)
    into = models.CharField(max_length=12, blank=True)
    theme = models.CharField(max_length=12, blank=True)
    target = models.CharField(max_length=270, blank=True)
    span = models.JSONField(default=list, blank=True)
    name = models.CharField(max_length=160, blank=True)
    messages = models.JSONField(default=list, blank=True)
    why = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=100, blank=True)
    undone_by_name = models.CharField(max_length=120, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="") | Q(Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="listening_correction_undone_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["split", "merge", "move_in", "theme_merge", "theme_split", "theme_in"])
                | ~Q(into=""),
                name="listening_correction_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["confirm", "rename", "merge"]) | ~Q(campaign=""),
                name="listening_correction_has_a_subject",
            ),
            models.CheckConstraint(
                condition=~Q(kind="merge") | ~Q(into=models.F("campaign")), name="listening_correction_merges_two"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["theme_confirm", "theme_rename", "theme_merge", "theme_out"]) | ~Q(theme=""),
                name="listening_correction_has_a_theme",
            ),
            models.CheckConstraint(
                condition=~Q(kind="theme_merge") | ~Q(into=models.F("theme")),
                name="listening_correction_merges_two_themes",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["link_confirm", "link_reject", "link_set"]) | ~Q(target=""),
                name="listening_correction_has_a_target",
            ),
        ]
        indexes = [models.Index(fields=["inquiry", "-id"], name="listening_correction_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.campaign or self.into}"

    @property
    def state(self) -> str:
        return IN_FORCE if self.undone_at is None else UNDONE

    @property
    def group(self) -> str:
        """The key of the campaign or the theme that it is about, if it is about one."""
        return self.campaign or self.theme
