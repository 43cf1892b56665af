"""Bills and acts: their texts in several languages and versions, clause by clause, and their way through the House."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.record import addresses
from hemicycle.record.addresses import AddressField
from hemicycle.record.models.people import Organization, Person
from hemicycle.record.models.rows import Classified, ClassifiedRows, RecordRow, Sourced, one_of
from hemicycle.record.phrases import PhraseField


class DocumentKind(models.TextChoices):
    BILL = "bill", _("Bill")
    ACT = "act", _("Act")


class Origin(models.TextChoices):
    GOVERNMENT = "government", _("Government bill")
    MEMBER = "member", _("Member’s bill")


class Stage(models.TextChoices):
    INTRODUCED = "introduced", _("Introduced")
    SECOND_READING = "second_reading", _("Second reading")
    COMMITTEE = "committee", _("In committee")
    EVIDENCE = "evidence", _("Evidence invited")
    REPORT = "report", _("Reported")
    THIRD_READING = "third_reading", _("Third reading")
    PASSED = "passed", _("Passed")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ENDED = (Stage.PASSED, Stage.REJECTED, Stage.WITHDRAWN)
"""After these nothing follows in this House."""


class DocumentQuerySet(ClassifiedRows["Document"]):
    def bills(self) -> Self:
        return self.filter(kind=DocumentKind.BILL)

    def newest_first(self) -> Self:
        return self.order_by(F("introduced_on").desc(nulls_last=True), "-number")

    def under_way(self, day: date) -> Self:
        """Those that the House had not finished with by this day."""
        steps = ProcedureStep.objects.filter(document=OuterRef("pk"), date__lte=day).order_by("-order")
        return self.alias(reached=Subquery(steps.values("stage")[:1])).exclude(reached__in=ENDED)


class Document(Sourced, Classified):
    """A bill or an act. Its stage is its last procedure step; its words are in its versions."""

    address = AddressField()
    kind = models.CharField(_("Kind"), max_length=8, choices=DocumentKind.choices)
    number = models.CharField(_("Number"), max_length=80, db_index=True)
    session = models.CharField(_("Session"), max_length=40, blank=True)
    titles = PhraseField(_("Titles"))
    long_titles = PhraseField(_("Long titles"), blank=True)
    popular_names = PhraseField(_("Popular names"), blank=True)
    summaries = PhraseField(_("Summaries"), blank=True)
    hashtags = PhraseField(_("Hashtags"), blank=True)
    origin = models.CharField(_("Origin"), max_length=12, choices=Origin.choices, blank=True)
    introduced_on = models.DateField(_("Introduced on"), null=True, blank=True)
    chamber = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Chamber")
    )
    committee = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("Committee"),
    )
    sponsor = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="sponsored", verbose_name=_("Sponsor")
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("bill or act")
        verbose_name_plural = _("bills and acts")
        constraints = [
            one_of("kind", DocumentKind, "record_document_kind"),
            models.CheckConstraint(condition=~Q(titles={}), name="record_document_has_a_title"),
            models.CheckConstraint(condition=~Q(number=""), name="record_document_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return addresses.record("bills", self.address)

    @property
    def stage(self) -> Stage | None:
        """Where its last step left it; lists prefetch `steps`."""
        steps = list(self.steps.all())
        return Stage(steps[-1].stage) if steps else None

    def step_on(self, day: date) -> ProcedureStep | None:
        """The last that was taken by this day."""
        return next((step for step in reversed(list(self.steps.all())) if step.date <= day), None)

    def step_after(self, day: date) -> ProcedureStep | None:
        """The next that has a date."""
        return next((step for step in self.steps.all() if step.date > day), None)

    @property
    def has_ended(self) -> bool:
        """Whether the House has finished with it."""
        step = self.step_on(timezone.localdate())
        return step is not None and step.stage in ENDED

    @property
    def name(self) -> str:
        """As people cite it: “Bill 12”."""
        if self.kind == DocumentKind.ACT:
            return gettext("Act %(number)s") % {"number": self.number}
        return gettext("Bill %(number)s") % {"number": self.number}


class ProcedureStep(RecordRow):
    """One step of a document through the House."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="steps", db_index=False)
    order = models.PositiveSmallIntegerField(_("Place in the procedure"))
    stage = models.CharField(_("Stage"), max_length=16, choices=Stage.choices)
    date = models.DateField(_("Day"))
    notes = PhraseField(_("Notes"), blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["document", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "order"], name="record_procedurestep_place"),
            one_of("stage", Stage, "record_procedurestep_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.get_stage_display()}"


class VersionStatus(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional")
    FINAL = "final", _("Final")


class DocumentVersionQuerySet(ClassifiedRows["DocumentVersion"]):
    def in_force(self) -> Self:
        """The text as it stands now, one in each language."""
        return self.filter(valid_to__isnull=True)

    def oldest_first(self) -> Self:
        return self.order_by(F("valid_from").asc(nulls_first=True), "language")


class DocumentVersion(Sourced, Classified):
    """The text of a document in one language, from a day until a newer one replaced it (`valid_to`, excluded)."""

    address = AddressField()
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions", db_index=False)
    language = models.CharField(max_length=20)
    label = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12, choices=VersionStatus.choices, default=VersionStatus.FINAL)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language"],
                condition=Q(valid_to__isnull=True),
                name="record_documentversion_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["document", "language", "label"], name="record_documentversion_label_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="record_documentversion_ends_after_it_began",
            ),
            one_of("status", VersionStatus, "record_documentversion_status"),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.language})"

    def get_absolute_url(self) -> str:
        return addresses.record("bills", self.document.address, self.address)

    def as_text(self) -> str:
        """The whole text, headings included, one paragraph a line: what `about` of the engine wants."""
        rows = self.clauses.order_by("order").values_list("heading", "text")
        return "\n".join(words for row in rows for words in row if words)


class ClauseLevel(models.TextChoices):
    """What a piece of text is to a reader; record/importers/akomantoso/provisions.py says how a file decides."""

    DIVISION = "division", _("Division")
    PROVISION = "provision", _("Provision")
    PART = "part", _("Part of a provision")
    TEXT = "text", _("Text")
    RECITAL = "recital", _("Recital")


class ClauseQuerySet(models.QuerySet["Clause"]):
    def provisions(self) -> Self:
        """What people cite: articles, sections, clauses."""
        return self.filter(level=ClauseLevel.PROVISION)

    def in_reading_order(self) -> Self:
        return self.order_by("version", "order")


class Clause(RecordRow):
    """One piece of a version's text: an article, a paragraph in it, a chapter's heading, a recital.

    `eid` is its Akoma Ntoso eId, `element` the element's name there; `depth` counts the pieces around it.
    """

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="clauses", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    order = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    eid = models.CharField(max_length=220)
    element = models.CharField(max_length=40)
    level = models.CharField(max_length=10, choices=ClauseLevel.choices)
    number = models.TextField(blank=True)
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["version", "order"], name="record_clause_reading_order")]
        constraints = [
            models.UniqueConstraint(fields=["version", "eid"], name="record_clause_eid_once"),
            one_of("level", ClauseLevel, "record_clause_level"),
        ]

    def __str__(self) -> str:
        return self.cited_as

    def get_absolute_url(self) -> str:
        """Where the clause stands in its text; needs `version.document`."""
        return f"{self.version.get_absolute_url()}#{self.eid}"

    @property
    def paragraphs(self) -> list[str]:
        return self.text.splitlines()

    @property
    def cited_as(self) -> str:
        """“Article 4”, “clause 4”, “(a)”: the number as printed, with the word for it where the file has none."""
        if not self.number[:1].isdigit() or self.level != ClauseLevel.PROVISION:
            return self.number or self.heading or self.eid
        number = {"number": self.number.rstrip(".")}
        if self.element == "article":
            return gettext("Article %(number)s") % number
        if self.element == "section":
            return gettext("Section %(number)s") % number
        return gettext("Clause %(number)s") % number
