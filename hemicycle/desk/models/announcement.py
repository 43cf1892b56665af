"""An announcement: what it is about, what it says in each language and on each channel, and when."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Min, Q, Value
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Account
from hemicycle.desk import addresses, workflow
from hemicycle.desk.models.people import APPROVERS, approvable, visible, written_by
from hemicycle.follow.models import Topic
from hemicycle.record.addresses import AddressField
from hemicycle.record.models import Document, Organization, Person, Sitting, VoteEvent
from hemicycle.record.phrases import LocalizedText, Phrase
from hemicycle.rules.classification import Classification

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


def _not_left(passed: datetime) -> Q:
    """Still to be released, and should have been by then."""
    not_left = Q(state__in=(State.SCHEDULED, State.IN_REVIEW, State.APPROVED), release_at__lt=passed)
    return not_left & (Q(embargo_until=None) | Q(embargo_until__lt=passed))


def _left_behind(passed: datetime) -> Q:
    """Released, and not put out. By its name: the deliveries are in a module that knows this one."""
    return Q(deliveries__enqueued_at=None, deliveries__asked_at__lt=passed)


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, person: object) -> Self:
        """What the offices write in which a person writes or approves, and, for who approves in a named office, what
        others have submitted; none for anyone else."""
        return self.filter(visible(person))

    def public(self) -> Self:
        """The register: everything that was ever released, as it was released."""
        return self.filter(state__in=workflow.PUBLIC, classification=Classification.PUBLIC)

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)

    def awaiting(self, person: User) -> Self:
        """What this person may approve and has not: they neither edited it, nor count as one with somebody who did."""
        return self.filter(approvable(person) & self._unapproved_by(person))

    def to_be_withdrawn(self, person: User) -> Self:
        """What somebody else wants withdrawn, and this person may confirm."""
        return self.filter(approvable(person) & self._to_be_withdrawn(person))

    def answered(self, person: User) -> Self:
        """What this person wrote and others sent back, or proposed to change."""
        return self.filter(self._answered(person))

    def asked_of(self, person: User) -> Self:
        """What this person is asked to approve, to confirm, or to answer."""
        return self.filter(self._asked_of(person), visible(person))

    def waiting_for(self, person: User) -> Self:
        """Everything that awaits something of this person."""
        return self.filter(self._asked_of(person) | self._not_out_for(person), visible(person))

    def concerning(self, person: User) -> Self:
        """What this person wrote, or may approve: what became of it is for both to know."""
        return self.filter(written_by(person) | approvable(person))

    def not_out_for(self, person: User) -> Self:
        """What did not go out and waits for this person: missed, or a draft again."""
        return self.filter(self._not_out_for(person), visible(person))

    def reverted(self) -> Self:
        """Drafts again because what would have been sent was not what was approved, and not touched since."""
        void = Q(approvals__voided_why__in=workflow.REVERTED, approvals__voided_at__gte=F("changed_at"))
        rows = self.model.objects.filter(void, approvals__voided_at__gte=F("submitted_at"))
        return self.in_state(State.DRAFT).filter(pk__in=rows.order_by().values("pk"))

    def _asked_of(self, person: User) -> Q:
        decided = self._unapproved_by(person) | self._to_be_withdrawn(person)
        return approvable(person) & decided | self._answered(person)

    def _not_out_for(self, person: User) -> Q:
        reverted = self.model.objects.reverted().order_by().values("pk")
        return (Q(state=State.MISSED) | Q(pk__in=reverted)) & (written_by(person) | approvable(person))

    def _unapproved_by(self, person: User) -> Q:
        """In review, without a part of this person in it, or of whom they gave a role, or who gave them theirs."""
        granters = {one.granted_by_id for one in person.assignments_as(APPROVERS) if one.granted_by_id}
        part = Q(approvals__by__in={person.pk, *granters}) | Q(approvals__granted_by=person)
        # In one filter, so that all is said of the same part: a void yes of theirs counts as none.
        involved = self.model.objects.filter(part, approvals__voided_at=None)
        return Q(state=State.IN_REVIEW) & ~written_by(person) & ~Q(pk__in=involved.order_by().values("pk"))

    def _to_be_withdrawn(self, person: User) -> Q:
        asked = self.model.objects.filter(withdrawal__isnull=False, withdrawal__confirmed_at=None)
        return Q(state=State.RELEASED, pk__in=asked.exclude(withdrawal__asked_by=person).order_by().values("pk"))

    def _answered(self, person: User) -> Q:
        answered = self.model.objects.filter(proposals__state=workflow.OPEN).order_by().values("pk")
        return Q(state__in=(State.DRAFT, State.IN_REVIEW, State.APPROVED), pk__in=answered) & written_by(person)

    def whole(self) -> Self:
        """With everything that is read of one."""
        targets = Target.objects.select_related("account__office")
        return self.select_related("office", "author", "last_editor", *ABOUT).prefetch_related(
            "texts", "topics", "media", models.Prefetch("targets", targets)
        )

    def written_by(self, person: User) -> Self:
        return self.filter(written_by(person))

    def due(self) -> Self:
        """To be released now, and not under embargo."""
        now = timezone.now()
        its_hour = Q(release_at=None) | Q(release_at__lte=now)
        embargoed = Q(embargo_until__isnull=False, embargo_until__gt=now)
        return self.in_state(State.SCHEDULED).filter(its_hour).exclude(embargoed)

    def stale(self) -> Self:
        """Never released, and past the last moment at which it may be."""
        waiting = self.in_state(State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
        return waiting.filter(not_after__lte=timezone.now())

    def overdue(self, after: timedelta) -> Self:
        """Scheduled for a moment that has passed, in review past the hour at which it should go out, or released and
        not put out to its recipients."""
        left_behind = self.filter(_left_behind(timezone.now() - after)).order_by().values("pk")
        return self.filter(_not_left(timezone.now() - after) | Q(pk__in=left_behind))

    def overdue_since(self, after: timedelta) -> tuple[datetime | None, int]:
        """The hour of the one that is overdue the longest, and how many are; None where none is."""
        passed = timezone.now() - after
        found = [
            self.filter(due).order_by().values_list(Value(1)).annotate(hour=Min(at), n=Count("pk", distinct=True))
            for due, at in ((_not_left(passed), "release_at"), (_left_behind(passed), "deliveries__asked_at"))
        ]
        hours = [(hour, n) for _one, hour, n in found[0].union(found[1], all=True) if hour is not None]
        return min((hour for hour, _n in hours), default=None), sum(n for _hour, n in hours)

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
    `cannot_wait`: it goes out in the languages it has, and the others follow (languages.py).
    `for_safety`: goes on in sensitive periods. `scheduled_at`: when somebody scheduled it last.
    `kept_texts`: the own texts of accounts that are not chosen now, by key of the account.
    `begun_with`: by language, texts that were filled in for whoever writes and say nothing without what they add.
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
    for_safety = models.BooleanField(_("Warning for the safety of life"), default=False)
    hashtags = models.JSONField(_("Hashtags"), default=dict, blank=True)
    warnings = models.JSONField(_("Content warning"), default=dict, blank=True)
    cannot_wait = models.BooleanField(_("Cannot wait for every language"), default=False)

    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    vote = models.ForeignKey(VoteEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    committee = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    kept_texts = models.JSONField(default=dict, blank=True, editable=False)
    begun_with = models.JSONField(default=dict, blank=True, editable=False)

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
    scheduled_at = models.DateTimeField(null=True, blank=True, editable=False)
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
            models.Index(fields=["office", "state", "changed_at"], name="desk_announcement_changed"),
            models.Index(
                fields=["office", "released_at"],
                condition=Q(released_at__isnull=False),
                name="desk_announcement_released",
            ),
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
    def confirmed_withdrawal(self) -> Any:
        """By which it was withdrawn: its own, or that of its correction, with which it was; None."""
        own = getattr(self, "withdrawal", None)
        if own is not None and own.confirmed_at is not None:
            return own
        if self.state != State.WITHDRAWN:
            return None
        later = next((one for one in self.corrections.all() if one.state in workflow.PUBLIC), None)
        return later.confirmed_withdrawal if later is not None else None

    @property
    def earliest_release(self) -> datetime | None:
        """Its time, or the end of its embargo where that is later; None: as soon as somebody releases it."""
        return earliest(self.release_at, self.embargo_until)

    @property
    def is_released_later(self) -> bool:
        return self.earliest_release is not None and self.earliest_release > timezone.now()

    @property
    def is_past_its_last_time(self) -> bool:
        return self.not_after is not None and self.not_after <= timezone.now()

    @property
    def is_on_hold(self) -> bool:
        """Approved and with an hour to come: with its last approval it was scheduled, and somebody stopped that."""
        return waits_on_hold(self.state, self.release_at)

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()


def waits_on_hold(state: str, release_at: datetime | None) -> bool:
    return state == State.APPROVED and release_at is not None and release_at > timezone.now()


def earliest(release_at: datetime | None, embargo_until: datetime | None) -> datetime | None:
    return max(filter(None, (release_at, embargo_until)), default=None)


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
