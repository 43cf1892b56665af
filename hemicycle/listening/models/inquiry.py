"""An inquiry: a question about what people said, and the messages collected for it."""

from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.accounts.roles import Role
from hemicycle.record.addresses import AddressField
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import WorkState
from hemicycle.rules.workflow import Workflow

from .guarded import reported_to, seeming_to

OPEN, CLOSED = "open", "closed"

INQUIRY_LIFE = Workflow(
    initial=OPEN,
    final=frozenset(),
    moves={"close": ((OPEN,), CLOSED), "reopen": ((CLOSED,), OPEN)},
)

# Who reads letters. An administrator manages people, and reads none.
READERS = (Role.CLERK, Role.RESEARCHER, Role.OFFICER, Role.EDITOR, Role.MEMBER)
CORRECTORS = (Role.CLERK, Role.RESEARCHER, Role.MEMBER)
# A researcher writes a dossier; it leaves the building by the hand of the clerk, or of the member whose post it is.
RELEASERS = (Role.CLERK, Role.MEMBER)
# Who may see an original message, names and addresses included; each view is logged.
UNREDACTED = (Role.CLERK, Role.RESEARCHER, Role.MEMBER)

UNFINISHED = (WorkState.WAITING, WorkState.RUNNING)


class InquiryQuerySet(OfficeScoped):
    def visible_to(self, person: object) -> Self:
        """In the offices where a person holds a role that reads letters; none for anyone else."""
        return self._held_as(person, READERS)

    def correctable_by(self, person: object) -> Self:
        return self._held_as(person, CORRECTORS)

    def releasable_by(self, person: object) -> Self:
        """Whose dossiers a person may release."""
        return self._held_as(person, RELEASERS)

    def unredacted_for(self, person: object) -> Self:
        """Whose messages a person may also read as they came."""
        return self._held_as(person, UNREDACTED)

    def _held_as(self, person: object, roles: tuple[Role, ...]) -> Self:
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.filter(office__in=person.assignments.filter(role__in=roles).values("office"))

    def empty(self) -> Self:
        """Without a message, and without anything that was brought in or made there."""
        parts = ("collected", "collections", "uploads", "intakes", "analyses", "corrections", "dossiers")
        return self.filter(**{f"{part}__isnull": True for part in parts})

    def under_way(self) -> Self:
        """Where a file is being imported, or an analysis waits or runs."""
        waiting = Q(intakes__state__in=UNFINISHED) | Q(analyses__state__in=UNFINISHED)
        return self.filter(waiting).distinct()

    def newest_first(self) -> Self:
        return self.order_by("-opened_at", "-pk")


class Inquiry(models.Model):
    """What did people say about this? Asked by one office, over messages of that office alone."""

    class State(models.TextChoices):
        OPEN = OPEN, _("Open")
        CLOSED = CLOSED, _("Closed")

    address = AddressField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=160)
    question = models.TextField(_("Question"), blank=True, max_length=600)
    language = models.CharField(_("Language"), max_length=10, default=settings.LANGUAGE_CODE)
    bill = models.ForeignKey("record.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    classification = models.CharField(
        max_length=12, choices=Classification.choices, default=Classification.INTERNAL, editable=False
    )
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    opened_by = models.CharField(max_length=100)
    opened_by_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    shown = models.ForeignKey("listening.Analysis", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = InquiryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OPEN, closed_at__isnull=True) | Q(state=CLOSED, closed_at__isnull=False),
                name="listening_inquiry_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(classification=Classification.PUBLIC), name="listening_inquiry_is_never_public"
            ),
        ]
        indexes = [models.Index(fields=["office", "-opened_at"], name="listening_inquiry_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def vectors(self) -> Path:
        """Where the vectors of its letters are kept (engine/vectors.py)."""
        return Path(settings.HOME) / "listening" / f"{self.address}.vectors"

    @property
    def careful_vectors(self) -> Path:
        """Those of the careful reader."""
        return self.vectors.with_suffix(".careful-vectors")

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    def to_read(self) -> models.QuerySet[Any]:
        """Its messages without those that were reported as threats: these stay collected, and are only counted."""
        found: models.QuerySet[Any] = self.collected.exclude(inbound__in=reported_to(self.office))
        return found

    @property
    def with_safety(self) -> int:
        """How many of its messages were reported as threats."""
        return sum(is_reported for _message, is_reported in self._threats)

    @cached_property
    def guarded(self) -> frozenset[int]:
        """Messages of which no word is shown in passing, quoted or exported: they threaten somebody, or seem to."""
        return frozenset(message for message, _is_reported in self._threats)

    @cached_property
    def _threats(self) -> list[tuple[int, bool]]:
        """Each with whether it was reported; twice, if it also seems to be one."""
        asked = ((reported_to(self.office), True), (seeming_to(self.office), False))
        reported, seeming = (
            self.collected.filter(inbound__in=keys).values_list("inbound", Value(known)) for keys, known in asked
        )
        return list(reported.union(seeming))


class InquiryScoped(models.QuerySet[Any]):
    """Inherit in the queryset of a table that belongs to an inquiry: it is seen by whoever sees that."""

    def visible_to(self, person: object) -> Self:
        return self.filter(inquiry__in=Inquiry.objects.visible_to(person))
