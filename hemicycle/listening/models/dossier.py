"""The dossier of an inquiry in one language: versions of one document, each as it was when it was made."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office
from hemicycle.record.addresses import AddressField
from hemicycle.rules.classification import Classification
from hemicycle.rules.workflow import Workflow

from .inquiry import Inquiry, InquiryScoped

DRAFTED, RELEASED, SUPERSEDED = "drafted", "released", "superseded"

# Kinds of notices (presenters/notices.py): it awaits a release; its release was declined.
AWAITS_RELEASE, RELEASE_DECLINED = "listening.release", "listening.declined"

# What was released is never taken back in silence: a later version replaces it, and says so.
DOSSIER_LIFE = Workflow(
    initial=DRAFTED,
    final=frozenset({SUPERSEDED}),
    moves={"release": ((DRAFTED,), RELEASED), "supersede": ((RELEASED,), SUPERSEDED)},
)


class DossierQuerySet(InquiryScoped):
    def released(self) -> Self:
        return self.filter(state=RELEASED)

    def drafts(self) -> Self:
        return self.filter(state=DRAFTED)

    def public(self) -> Self:
        """What anyone may read: released, or replaced since."""
        return self.filter(classification=Classification.PUBLIC)

    def unannounced(self) -> Self:
        """In force, and those who follow their bill have not been notified yet."""
        return self.released().filter(notified_at=None).order_by("released_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-drafted_at", "-pk")

    def titled(self) -> Self:
        """With the title that each version bears, whatever the inquiry is called since."""
        of_version = {
            name: Coalesce(KT(f"content__{name}"), F(f"inquiry__{asked}"), output_field=models.CharField())
            for name, asked in (("title", "title"), ("title_language", "language"))
        }
        return self.annotate(**of_version)

    def without_words(self) -> Self:
        """For lists: the document itself may be megabytes."""
        return self.defer("content")


class Dossier(models.Model):
    """One version. `content` is the document (dossier/content.py), `digest` the SHA-256 of its canonical JSON.

    Where messages that it cites were erased, `content` is emptied and `notice` replaces it; the digest stays.
    `notified_at`: since when nobody who follows its bill has to be notified of it any more. `proposed_by`: who asked
    for its release, which another person gives.
    """

    class State(models.TextChoices):
        DRAFTED = DRAFTED, _("Draft")
        RELEASED = RELEASED, _("Released")
        SUPERSEDED = SUPERSEDED, _("Replaced")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        FRENCH = "fr", _("French")
        SPANISH = "es", _("Spanish")

    address = AddressField()
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="dossiers")
    language = models.CharField(_("Language"), max_length=2, choices=Language.choices)
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    classification = models.CharField(
        max_length=12, choices=Classification.choices, default=Classification.INTERNAL, editable=False
    )
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    messages = models.PositiveIntegerField(default=0)
    notice = models.TextField(blank=True)
    drafted_by = models.CharField(max_length=100)
    drafted_by_name = models.CharField(max_length=120)
    drafted_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.CharField(max_length=100, blank=True)
    proposed_by_name = models.CharField(max_length=120, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    declined_why = models.CharField(_("Why it goes back"), max_length=300, blank=True)
    released_by = models.CharField(max_length=100, blank=True)
    released_by_name = models.CharField(max_length=120, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "language", "version"], name="listening_dossier_version_once"),
            models.UniqueConstraint(
                fields=["inquiry", "language"],
                condition=Q(state=RELEASED),
                name="listening_dossier_one_released",
            ),
            models.UniqueConstraint(
                fields=["inquiry", "language"], condition=Q(state=DRAFTED), name="listening_dossier_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state=DRAFTED, released_at__isnull=True, released_by="")
                | Q(~Q(state=DRAFTED) & ~Q(released_by=""), released_at__isnull=False),
                name="listening_dossier_released_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state=SUPERSEDED, superseded_at__isnull=False)
                | Q(~Q(state=SUPERSEDED), superseded_at__isnull=True),
                name="listening_dossier_replaced_once",
            ),
            models.CheckConstraint(
                condition=Q(Q(state=DRAFTED) & ~Q(classification=Classification.PUBLIC))
                | Q(~Q(state=DRAFTED) & Q(classification=Classification.PUBLIC)),
                name="listening_dossier_public_once_released",
            ),
            models.CheckConstraint(
                condition=~Q(state=SUPERSEDED) | ~Q(notice=""), name="listening_dossier_says_why_replaced"
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="listening_dossier_has_a_digest"),
            models.CheckConstraint(
                condition=Q(proposed_by="") | ~Q(proposed_by=F("released_by")),
                name="listening_dossier_released_by_another",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True, proposed_by="")
                | Q(Q(proposed_at__isnull=False) & ~Q(proposed_by="")),
                name="listening_dossier_proposed_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["inquiry", "-drafted_at"], name="listening_dossier_newest")]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.language} {self.version}"

    @property
    def language_in_words(self) -> str:
        """Inside a sentence: French and Spanish write the names of languages small."""
        name = str(self.get_language_display())
        return name if (get_language() or "en").startswith("en") else name.lower()

    @property
    def public_path(self) -> str:
        """Where anybody reads it, once it is released; `site` serves it."""
        return f"{get_script_prefix()}dossiers/{self.address}/"

    @property
    def office(self) -> Office:
        """Whose it is until it is released: what the gate asks."""
        return self.inquiry.office

    @property
    def is_draft(self) -> bool:
        return self.state == DRAFTED

    @property
    def is_proposed(self) -> bool:
        return self.is_draft and self.proposed_at is not None
