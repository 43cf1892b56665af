"""The media library of an office, and where its pictures and recordings are used."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, User
from hemicycle.desk import workflow
from hemicycle.desk.models.announcement import Announcement
from hemicycle.desk.models.people import WRITERS
from hemicycle.record.phrases import Phrase

ENDS_SOON = timedelta(days=14)
"""Two weeks: time enough to ask for a longer permission, or to take another picture."""

PREVIEWS = "desk/previews"


class Rights(models.TextChoices):
    """By what right a file is used; a Creative Commons licence by its SPDX identifier (spdx.org/licenses)."""

    OWN = "own", _("Our own")
    PERMISSION = "permission", _("Permission given")
    AGENCY = "agency", _("Press agency")
    CC0 = "CC0-1.0", "CC0 1.0"
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_ND = "CC-BY-ND-4.0", "CC BY-ND 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"


LICENCES = {
    Rights.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Rights.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Rights.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Rights.CC_BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/",
    Rights.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
}
# Section 3(a) of each licence asks for the name; so does an agency.
NEEDS_CREDIT = (Rights.AGENCY, Rights.CC_BY, Rights.CC_BY_SA, Rights.CC_BY_ND, Rights.CC_BY_NC)


class Consent(models.TextChoices):
    """Why the people in a picture may be shown: never who they are."""

    NOBODY = "nobody", _("Nobody can be recognised")
    PUBLIC = "public", _("In public office, or at a public sitting")
    GIVEN = "given", _("They gave consent, which is on file")
    GUARDIANS = "guardians", _("Parents or guardians gave consent, which is on file")


class Kind(models.TextChoices):
    IMAGE = "image", _("Picture")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Sound")


def folded(text: str) -> str:
    """As it is searched: without accents, in small letters."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).replace("\0", "").split())


class LibraryItemQuerySet(models.QuerySet["LibraryItem"]):
    def visible_to(self, person: object) -> Self:
        """What the offices hold in which a person writes or approves; none for anyone else."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.filter(office__in=person.assignments.filter(role__in=WRITERS).values("office"))

    def saying(self, words: str) -> Self:
        """Every word stands in its file name, credit, rights holder, or a description in any language."""
        found = self
        for word in folded(words).split():
            found = found.filter(searched__contains=word)
        return found

    def archived(self) -> Self:
        return self.filter(archived_at__isnull=False)

    def offered(self) -> Self:
        return self.filter(archived_at=None)

    def ended(self) -> Self:
        """Whose rights have ended."""
        return self.filter(usable_until__lt=timezone.localdate())

    def ending(self) -> Self:
        """Whose rights end within two weeks."""
        return self.filter(usable_until__gte=timezone.localdate(), usable_until__lte=timezone.localdate() + ENDS_SOON)

    def incomplete(self) -> Self:
        """Of which the rights are not stated, or the credit that they ask for."""
        return self.filter(Q(rights="") | Q(credit="", rights__in=NEEDS_CREDIT))

    def usable(self) -> Self:
        """Of which everything is stated, and whose rights have not ended."""
        return self.exclude(usable_until__lt=timezone.localdate()).exclude(
            Q(rights="") | Q(credit="", rights__in=NEEDS_CREDIT)
        )

    def still_public(self) -> Self:
        """Shown by an announcement that is released and not withdrawn."""
        shown = MediaFile.objects.filter(item=OuterRef("pk"), announcement__state__in=SHOWN_IN)
        return self.filter(Exists(shown))


SHOWN_IN = (workflow.RELEASED, workflow.CORRECTED)


class LibraryItem(models.Model):
    """A file of an office, kept once, with what is known of it.

    `digest` is the SHA-256 of the file; `alternatives`, `captions` and `words` are by language, and what an
    announcement begins with that uses it. `usable_until`: the last day; None: without end. `edit` counts changes, so
    that nobody overwrites what they have not read. `searched`: the words by which it is found.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    file = models.FileField(upload_to="desk")
    content_type = models.CharField(max_length=60, blank=True)
    name = models.CharField(_("File name"), max_length=200)
    digest = models.CharField(max_length=64)

    alternatives = models.JSONField(default=dict, blank=True)
    captions = models.JSONField(default=dict, blank=True)
    words = models.JSONField(default=dict, blank=True)
    decorative = models.BooleanField(default=False)

    credit = models.CharField(_("Credit"), max_length=200, blank=True)
    owner = models.CharField(_("Rights holder"), max_length=200, blank=True)
    rights = models.CharField(_("Rights"), max_length=20, choices=Rights.choices, blank=True)
    usable_until = models.DateField(_("Usable until"), null=True, blank=True)
    not_for_networks = models.BooleanField(_("Not for social networks"), default=False)
    consent = models.CharField(_("People shown"), max_length=10, choices=Consent.choices, blank=True)

    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    edit = models.PositiveIntegerField(default=1)
    searched = models.TextField(default="", blank=True, editable=False)

    objects = LibraryItemQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "digest"], name="desk_libraryitem_once_an_office"),
            models.CheckConstraint(
                condition=Q(rights__in=["", *Rights.values]), name="desk_libraryitem_rights_are_known"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "archived_at", "-added_at"], name="desk_libraryitem_newest"),
            models.Index(fields=["usable_until"], name="desk_libraryitem_rights_end"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def alternative(self) -> str:
        """What it shows, in the language of the page or in another."""
        return "" if self.decorative else str(Phrase(self.alternatives).here)

    @property
    def is_picture(self) -> bool:
        return self.kind == Kind.IMAGE

    @property
    def has_ended(self) -> bool:
        return self.usable_until is not None and self.usable_until < timezone.localdate()

    @property
    def ends_soon(self) -> bool:
        return (
            self.usable_until is not None
            and timezone.localdate() <= self.usable_until <= timezone.localdate() + ENDS_SOON
        )

    @property
    def is_used(self) -> bool:
        """By an announcement, or by a template that is not removed."""
        # By its name: the templates are in a module that knows this one.
        return self.uses.exists() or self.templates.filter(template__removed_at=None).exists()

    @property
    def is_incomplete(self) -> bool:
        return not self.rights or self.lacks_credit

    @property
    def lacks_credit(self) -> bool:
        return not self.credit and self.rights in NEEDS_CREDIT

    @property
    def licence(self) -> tuple[str, str]:
        """A licence under which others may use it too: its name and address; "" for none."""
        return (str(self.get_rights_display()), LICENCES[Rights(self.rights)]) if self.rights in LICENCES else ("", "")

    @property
    def preview_name(self) -> str:
        """Where its small picture is stored: the same file has the same."""
        return f"{PREVIEWS}/{self.digest[:32]}.jpg"

    def words_searched(self) -> str:
        said = (self.name, self.credit, self.owner, *self.alternatives.values(), *self.words.values())
        return folded(" ".join(said))


class Described(models.Model):
    """What is said of a file where it is used; see MediaFile."""

    alternatives = models.JSONField(default=dict, blank=True)
    captions = models.JSONField(default=dict, blank=True)
    words = models.JSONField(default=dict, blank=True)
    decorative = models.BooleanField(default=False)
    credit = models.CharField(_("Credit"), max_length=200, blank=True)

    class Meta:
        abstract = True


class MediaFileManager(models.Manager["MediaFile"]):
    """With the file, which everybody who reads one needs."""

    def get_queryset(self) -> models.QuerySet[MediaFile]:
        return super().get_queryset().select_related("item")


class MediaFile(Described):
    """A picture, a video or a sound in an announcement. `alternatives` and `captions` are by language: what it says to
    whoever does not see or hear it. `words`: those that stand in the picture, as whoever added it says, by language.
    What only decorates says nothing, whatever was written before. They and `credit` are this announcement's own: what
    is changed in the library later changes nothing that was approved."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="media")
    item = models.ForeignKey(LibraryItem, on_delete=models.PROTECT, related_name="uses")
    order = models.PositiveSmallIntegerField(default=0)

    objects = MediaFileManager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "item"], name="desk_mediafile_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        return self.item.kind

    @property
    def file(self) -> Any:
        return self.item.file

    @property
    def content_type(self) -> str:
        return self.item.content_type

    @property
    def name(self) -> str:
        return self.item.name

    @property
    def digest(self) -> str:
        return self.item.digest

    def alternative_in(self, lang: str) -> str:
        """What it says in a language to whoever does not see it; "" for nothing."""
        return "" if self.decorative else self.alternatives.get(lang, "")

    @property
    def alternative(self) -> str:
        """In the language of the page, or in another."""
        return "" if self.decorative else str(Phrase(self.alternatives).here)
