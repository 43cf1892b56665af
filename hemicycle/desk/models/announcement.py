"""An announcement: what it is about, what it says in each language and on each channel, and when."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.channels.models import Account
from hemicycle.desk import addresses, workflow
from hemicycle.follow.models import Topic
from hemicycle.record.addresses import AddressField
from hemicycle.record.models import Document, Organization, Person, Sitting, VoteEvent
from hemicycle.record.phrases import LocalizedText, Phrase
from hemicycle.rules.classification import Classification
from hemicycle.rules.parameters import in_force

WRITERS = (Role.OFFICER, Role.EDITOR)
APPROVERS = (Role.EDITOR,)
# On duty elsewhere: by a signed link, after showing again who they are.
DUTY = (Role.EDITOR, Role.CLERK)

ABOUT = ("document", "sitting", "vote", "committee", "member")
TIMES = ("release_at", "embargo_until", "not_after", "expires_at")


class Purpose(models.TextChoices):
    INFORM = "inform", _("Inform")
    EDUCATE = "educate", _("Explain how the House works")
    OUTREACH = "outreach", _("Invite to take part")
    ENGAGE = "engage", _("Answer and discuss")


class Sensitivity(models.TextChoices):
    ROUTINE = "routine", _("Routine")
    SENSITIVE = "sensitive", _("Sensitive")


class State(models.TextChoices):
    DRAFT = workflow.DRAFT, _("Draft")
    IN_REVIEW = workflow.IN_REVIEW, _("In review")
    APPROVED = workflow.APPROVED, pgettext_lazy("announcement", "Approved")
    SCHEDULED = workflow.SCHEDULED, pgettext_lazy("announcement", "Scheduled")
    RELEASED = workflow.RELEASED, pgettext_lazy("announcement", "Released")
    CORRECTED = workflow.CORRECTED, _("Corrected")
    WITHDRAWN = workflow.WITHDRAWN, pgettext_lazy("announcement", "Withdrawn")
    MISSED = workflow.MISSED, _("Missed")
    DISCARDED = workflow.DISCARDED, _("Discarded")


def named_offices() -> set[str]:
    """The short names of the offices in whose name may be approved; none: the office that writes."""
    return {slug.strip() for slug in in_force("approving_offices").split(",") if slug.strip()}


def _approves_in(person: User, named: set[str]) -> bool:
    assignments = person.assignments.filter(role__in=APPROVERS, office__kind=Office.Kind.INSTITUTION)
    return assignments.filter(office__slug__in=named).exists()


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, person: object) -> Self:
        """What the offices write in which a person writes or approves, and, for who approves in a named office, what
        others have submitted; none for anyone else."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        own = Q(office__in=person.assignments.filter(role__in=WRITERS).values("office"))
        if (named := named_offices()) and _approves_in(person, named):
            own |= Q(office__kind=Office.Kind.INSTITUTION) & ~Q(state__in=(State.DRAFT, State.DISCARDED))
        return self.filter(own)

    def public(self) -> Self:
        """The register: everything that was ever released, as it was released."""
        return self.filter(state__in=workflow.PUBLIC, classification=Classification.PUBLIC)

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)

    def approvable_by(self, person: User) -> Self:
        """Those in whose approval a person has a part, whoever wrote them: of their own office, or of any where the
        House has named theirs."""
        if named := named_offices():
            rows = self.filter(office__kind=Office.Kind.INSTITUTION)
            return rows if _approves_in(person, named) else self.none()
        assignments = person.assignments.filter(role__in=APPROVERS, office__kind=Office.Kind.INSTITUTION)
        return self.filter(office__in=assignments.values("office"))

    def awaiting(self, person: User) -> Self:
        """What this person may approve and has not: they neither edited it, nor count as one with somebody who did."""
        return self.approvable_by(person).unapproved_by(person)

    def unapproved_by(self, person: User) -> Self:
        """In review, without a part of this person in it, or of whom they gave a role, or who gave them theirs."""
        mine = Q(author=person) | Q(last_editor=person)
        granters = person.assignments.filter(role__in=APPROVERS, granted_by__isnull=False).values("granted_by")
        part = Q(approvals__by=person) | Q(approvals__granted_by=person) | Q(approvals__by__in=granters)
        # In one filter, so that all is said of the same part: a void yes of theirs counts as none.
        involved = self.model.objects.filter(part, approvals__voided_at=None)
        return self.in_state(State.IN_REVIEW).exclude(mine).exclude(pk__in=involved.values("pk"))

    def answered(self, person: User) -> Self:
        """What this person wrote and others sent back, or proposed to change."""
        open_ones = self.model.objects.filter(proposals__state=workflow.OPEN).values("pk")
        return self.in_state(State.DRAFT, State.IN_REVIEW, State.APPROVED).written_by(person).filter(pk__in=open_ones)

    def to_be_withdrawn(self, person: User) -> Self:
        """What somebody else wants withdrawn."""
        asked = Q(withdrawal__confirmed_at=None) & ~Q(withdrawal__asked_by=person)
        return self.in_state(State.RELEASED).filter(asked, withdrawal__isnull=False)

    def waiting_for(self, person: User) -> Self:
        """Everything that awaits something of this person."""
        approvable = self.approvable_by(person)
        found = Q()
        for rows in (
            approvable.unapproved_by(person),
            approvable.to_be_withdrawn(person),
            self.answered(person),
            self.not_out_for(person),
        ):
            found |= Q(pk__in=rows.order_by().values("pk"))
        return self.filter(found)

    def concerning(self, person: User) -> Self:
        """What this person wrote, or may approve: what became of it is for both to know."""
        approvable = self.model.objects.approvable_by(person).order_by().values("pk")
        return self.filter(Q(author=person) | Q(last_editor=person) | Q(pk__in=approvable))

    def not_out_for(self, person: User) -> Self:
        """What did not go out and waits for this person: missed, or a draft again."""
        reverted = self.model.objects.reverted().order_by().values("pk")
        return self.filter(Q(state=State.MISSED) | Q(pk__in=reverted)).concerning(person).visible_to(person)

    def reverted(self) -> Self:
        """Drafts again because what would have been sent was not what was approved, and not touched since."""
        void = Q(approvals__voided_why__in=workflow.REVERTED, approvals__voided_at__gte=F("changed_at"))
        rows = self.model.objects.filter(void, approvals__voided_at__gte=F("submitted_at"))
        return self.in_state(State.DRAFT).filter(pk__in=rows.order_by().values("pk"))

    def whole(self) -> Self:
        """With everything that is read of one."""
        targets = Target.objects.select_related("account__office")
        return self.select_related("office", "author", "last_editor", *ABOUT).prefetch_related(
            "texts", "topics", "media", models.Prefetch("targets", targets)
        )

    def written_by(self, person: User) -> Self:
        return self.filter(Q(author=person) | Q(last_editor=person))

    def due(self) -> Self:
        """To be released now, and not under embargo."""
        now = timezone.now()
        its_hour = Q(release_at=None) | Q(release_at__lte=now)
        embargoed = Q(embargo_until__isnull=False, embargo_until__gt=now)
        return self.in_state(State.SCHEDULED).filter(its_hour).exclude(embargoed)

    def stale(self) -> Self:
        """Never released, and past the last moment at which it may be."""
        waiting = self.in_state(State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
        return waiting.filter(not_after__lt=timezone.now())

    def overdue(self, after: timedelta) -> Self:
        """Scheduled for a moment that has passed, in review past the hour at which it should go out, or released and
        not put out to its recipients: each with `due_since`."""
        passed = timezone.now() - after
        states = (State.SCHEDULED, State.IN_REVIEW, State.APPROVED)
        not_left = Q(state__in=states, release_at__lt=passed)
        not_left &= Q(embargo_until=None) | Q(embargo_until__lt=passed)
        # By its name: the deliveries are in a module that knows this one.
        left_behind = self.filter(deliveries__enqueued_at=None, deliveries__asked_at__lt=passed).order_by()
        rows = self.filter(not_left | Q(pk__in=left_behind.values("pk")))
        oldest = Min("deliveries__asked_at", filter=Q(deliveries__enqueued_at=None))
        return rows.annotate(due_since=Coalesce(oldest, "release_at"))

    def oldest_overdue(self, after: timedelta) -> datetime | None:
        """The hour of the one that is overdue the longest; None where none is."""
        hour: datetime | None = self.overdue(after).aggregate(at=Min("due_since"))["at"]
        return hour

    def named_since(self, since: datetime) -> Counter[str]:
        """How often each party and member was named in what was released since."""
        counted: Counter[str] = Counter()
        for named in self.public().filter(released_at__gte=since).values_list("named", flat=True):
            counted.update(named)
        return counted

    def newest_first(self) -> Self:
        return self.order_by(F("released_at").desc(nulls_first=True), "-opened_at", "-pk")

    def move(self, verb: str, **changes: Any) -> int:
        """Say `verb` to the rows whose state allows it; returns how many moved."""
        flow = workflow.ANNOUNCEMENT_WORKFLOW
        return self.filter(state__in=flow.sources(verb)).update(state=flow.moves[verb].target, **changes)


class Announcement(models.Model):
    """One thing the House says. `edit` counts its changes, so that nobody overwrites what they have not read; `digest`
    is of everything that an approver reads (reading.py).

    `release_at` None: as soon as it is approved and somebody schedules it. `embargo_until`: not before, whatever the
    schedule says. `not_after`: rather not at all than later. `expires_at`: from then on shown as out of date. `named`:
    how often each party and member was named in what was released, as the checks count it. `warnings`: what a reader
    is warned of before they open it, by language; `sensitivity` says how many have to approve it, and no reader.
    `kept_texts`: the own texts of accounts that are not chosen now, by key of the account.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    address = AddressField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    classification = models.CharField(
        max_length=12, choices=Classification.choices, default=Classification.INTERNAL, editable=False
    )
    purpose = models.CharField(_("Purpose"), max_length=10, choices=Purpose.choices, default=Purpose.INFORM)
    sensitivity = models.CharField(
        _("Sensitivity"), max_length=10, choices=Sensitivity.choices, default=Sensitivity.ROUTINE
    )
    hashtags = models.JSONField(_("Hashtags"), default=dict, blank=True)
    warnings = models.JSONField(_("Content warning"), default=dict, blank=True)

    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    vote = models.ForeignKey(VoteEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    committee = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    kept_texts = models.JSONField(default=dict, blank=True, editable=False)

    topics = models.ManyToManyField(Topic, blank=True, related_name="+")

    release_at = models.DateTimeField(_("Release at"), null=True, blank=True)
    embargo_until = models.DateTimeField(_("Under embargo until"), null=True, blank=True)
    not_after = models.DateTimeField(_("Do not send after"), null=True, blank=True)
    expires_at = models.DateTimeField(_("Expires"), null=True, blank=True)

    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    last_editor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    edit = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)

    named = models.JSONField(default=dict, blank=True, editable=False)

    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    reasons = models.JSONField(_("Reason for the correction"), default=dict, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State.values)), name="desk_announcement_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(workflow.PUBLIC), released_at__isnull=False)
                | (~Q(state__in=sorted(workflow.PUBLIC)) & Q(released_at=None)),
                name="desk_announcement_released_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(workflow.PUBLIC)) | ~Q(classification=Classification.PUBLIC),
                name="desk_announcement_public_when_released",
            ),
            models.CheckConstraint(
                condition=Q(not_after=None) | Q(release_at=None) | Q(not_after__gt=F("release_at")),
                name="desk_announcement_last_moment_follows",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "release_at"], name="desk_announcement_board"),
            models.Index(fields=["state", "released_at"], name="desk_announcement_register"),
        ]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        """Its page on the public register, permanent."""
        return addresses.register(self.address)

    @cached_property
    def by_language(self) -> dict[str, AnnouncementText]:
        return {one.lang: one for one in self.texts.all()}

    @property
    def title(self) -> LocalizedText:
        """What it is called in the language of the page, else in another it is written in; empty where in none."""
        return Phrase({one.lang: one.title for one in self.texts.all() if one.title}).here

    @property
    def about_what(self) -> Any:
        """The row of the record it is about, or None."""
        for name in ABOUT:
            if getattr(self, f"{name}_id") is not None:
                return getattr(self, name)
        return None

    @property
    def earliest_release(self) -> datetime | None:
        """Its time, or the end of its embargo where that is later; None: as soon as somebody releases it."""
        return max(filter(None, (self.release_at, self.embargo_until)), default=None)

    @property
    def is_released_later(self) -> bool:
        return self.earliest_release is not None and self.earliest_release > timezone.now()

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()


class AnnouncementText(models.Model):
    """What it says in one language; `edit` counts the changes of this text alone."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="texts")
    lang = models.CharField(max_length=20)
    title = models.CharField(_("Title"), max_length=200, blank=True)
    body = models.TextField(_("Text"), blank=True)
    edit = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "lang"], name="desk_text_once_a_language"),
        ]

    def __str__(self) -> str:
        return self.title or self.lang


class Target(models.Model):
    """One account through which it goes out. `own_texts` are the texts that somebody wrote for it, by language; where
    there is none, the channel makes its own of the text."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="targets")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    own_texts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["account__kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "account"], name="desk_target_once"),
        ]

    def __str__(self) -> str:
        return str(self.account)
