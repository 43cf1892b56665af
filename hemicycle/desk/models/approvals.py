"""Who read and approved what: editions, approvals, proposals, overridden remarks, withdrawals."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.channels.models import Account
from hemicycle.desk import workflow
from hemicycle.desk.models.announcement import Announcement
from hemicycle.desk.models.people import DUTY, named_offices

LONGEST_NUMBER = 18
"""Digits of the largest key that a database counts to."""


class Edition(models.Model):
    """Everything an announcement was at one moment: what an approver reads, what is compared, what was released."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    editor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "number"], name="desk_edition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement} {self.number}"


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def current(self) -> Self:
        return self.filter(voided_at=None)


class ApprovalManager(models.Manager.from_queryset(ApprovalQuerySet)):  # type: ignore[misc]
    """Approvals alone; `Approval.parts` has edits as well."""

    def get_queryset(self) -> ApprovalQuerySet:
        rows: ApprovalQuerySet = super().get_queryset().filter(part=Approval.Part.APPROVED)
        return rows


class Approval(models.Model):
    """The part that one person has in an announcement: their yes to one digest, or that they edited it.

    Both stand in one table so that the database itself refuses that anybody has both (desk_approval_once_a_person).
    An edit is noted once a person and never void: an announcement is released once, and its correction is another one,
    so that all who edited it did so since the last release. A yes is kept when it is void, with the reason; it carries
    who wrote the text and who touched it last, and is none of them. `granted_by`: who gave this person the role with
    which they approved or edited; the two count as one. `edition`: what was approved.
    """

    class Part(models.TextChoices):
        APPROVED = "approved", _("Approved")
        EDITED = "edited", _("Edited")

    class Through(models.TextChoices):
        PAGE = "page", _("On the page")
        LINK = "link", _("By a signed link")

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="approvals")
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.APPROVED)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="approvals")
    digest = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    last_editor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    through = models.CharField(max_length=4, choices=Through.choices, default=Through.PAGE)
    at = models.DateTimeField(default=timezone.now, editable=False)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_why = models.CharField(max_length=20, blank=True)

    objects = ApprovalManager()
    parts: ClassVar[models.Manager[Approval]] = models.Manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(part="edited") | ~Q(by=F("author")), name="desk_approval_not_by_its_author"
            ),
            models.CheckConstraint(
                condition=Q(part="edited") | ~Q(by=F("last_editor")), name="desk_approval_not_by_its_last_editor"
            ),
            models.CheckConstraint(
                condition=Q(part="edited") | (~Q(granted_by=F("author")) & ~Q(granted_by=F("last_editor"))),
                name="desk_approval_not_by_who_they_appointed",
            ),
            models.CheckConstraint(
                condition=Q(part="edited", voided_at=None) | Q(part="approved", edition__isnull=False),
                name="desk_approval_edited_or_approved",
            ),
            models.UniqueConstraint(
                fields=["announcement", "by"], condition=Q(voided_at=None), name="desk_approval_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_why="") | (Q(voided_at__isnull=False) & ~Q(voided_why="")),
                name="desk_approval_void_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.announcement} {self.by_id}"


class Proposal(models.Model):
    """An edit that an approver proposes instead of making it, which would end their being one. `texts` are the
    texts as they would read, by language: title, body, and, under "own", what changes in own texts of channels."""

    class State(models.TextChoices):
        OPEN = workflow.OPEN, _("Open")
        TAKEN = workflow.TAKEN, _("Accepted")
        DECLINED = workflow.DECLINED, _("Declined")

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="proposals")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    texts = models.JSONField(default=dict)
    note = models.TextField(_("Note"), blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.announcement} {self.by_id}"


class DutyLinkQuerySet(models.QuerySet["DutyLink"]):
    def behind(self, token: str) -> DutyLink | None:
        """The link that a signed token stands for; None for one that nobody signed."""
        number, _dash, signature = token.partition("-")
        if not number.isdecimal() or len(number) > LONGEST_NUMBER:
            return None
        found: DutyLink | None = self.filter(pk=int(number)).first()
        return found if found and found.is_signed_by(signature) else None

    def waiting(self) -> Self:
        """Those that can still be answered, if what they show has not been changed since."""
        return self.filter(state=workflow.ASKED, expires_at__gt=timezone.now())


class DutyLink(models.Model):
    """What one person on duty in another office is asked to approve: one edition, until an hour, once.

    Nothing secret is kept: the token is signed anew from what stands here, and opens for `to` alone.
    """

    class State(models.TextChoices):
        ASKED = workflow.ASKED, _("Waiting for an answer")
        APPROVED = workflow.LINK_APPROVED, _("Approved")
        SENT_BACK = workflow.LINK_SENT_BACK, _("Sent back")
        TAKEN_BACK = workflow.TAKEN_BACK, _("Revoked")

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="duty_links")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("Why"), max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DutyLinkQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(to=F("asked_by")), name="desk_dutylink_to_somebody_else"),
            models.CheckConstraint(
                condition=Q(state=workflow.ASKED, ended_at=None)
                | (~Q(state=workflow.ASKED) & Q(ended_at__isnull=False)),
                name="desk_dutylink_ended_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.to_id}"

    @property
    def can_be_answered(self) -> bool:
        """As `waiting()`: if what it shows has not been changed since."""
        return self.state == workflow.ASKED and self.expires_at > timezone.now()

    @property
    def signature(self) -> str:
        return signing.Signer(salt="desk.duty").signature(self._signed)

    @property
    def token(self) -> str:
        return f"{self.pk}-{self.signature}"

    def is_signed_by(self, signature: str) -> bool:
        """With the key of this installation, or a former one that is kept."""
        try:
            signing.Signer(salt="desk.duty").unsign(f"{self._signed}:{signature}")
        except signing.BadSignature:
            return False
        return True

    @property
    def _signed(self) -> str:
        """Whom it is for, what it shows and until when: whoever changes one of them in the table breaks it."""
        return f"{self.pk}.{self.to_id}.{self.digest}.{self.expires_at.timestamp():.0f}"


class Override(models.Model):
    """A remark that would block an announcement and was overruled by somebody who did not write it, for a reason. It
    holds as long as the words it is about stand there. `reason` "": whoever writes it kept an own text as it was."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="overrides")
    remark = models.CharField(max_length=64)
    check_name = models.CharField(max_length=40)
    reason = models.CharField(_("Reason"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "remark"], name="desk_override_once"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement} {self.check_name}"


class Withdrawal(models.Model):
    """Taking back in the open: asked for by one, confirmed by another; the reason is public, by language. `notifies`:
    whoever received the announcement as a message gets a short notice."""

    announcement = models.OneToOneField(Announcement, on_delete=models.CASCADE, related_name="withdrawal")
    reasons = models.JSONField()
    notifies = models.BooleanField(default=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")), name="desk_withdrawal_by_two"
            ),
        ]

    def __str__(self) -> str:
        return str(self.announcement_id)


class Presence(models.Model):
    """Who has an announcement open for writing, so that two people know of each other."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "user"], name="desk_presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.user_id}"


class Delivery(models.Model):
    """What a released announcement sends through one account: in one language to all its readers, or, `lang` empty, to
    each recipient in theirs. `enqueued_at`: each has a row since. `part` ":withdrawn": the notice of the withdrawal.
    `failure_noted_at`: it failed, and those who answer for it were notified.
    """

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="deliveries")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    lang = models.CharField(max_length=20, blank=True)
    part = models.CharField(max_length=10, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    enqueued_at = models.DateTimeField(null=True, blank=True)
    recipients = models.PositiveIntegerField(default=0)
    failure_noted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "account", "lang", "part"], name="desk_delivery_once"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(enqueued_at=None), name="desk_delivery_waiting")]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.account_id} {self.lang}"

    @property
    def source(self) -> str:
        """Its key in channels."""
        return f"desk.announcement:{self.announcement_id}{self.part}"


def on_duty_for(announcement: Announcement) -> models.QuerySet[User]:
    """Who of the offices of the House could be asked by a signed link, with `on_duty_in`: nobody who has a part in it,
    or gave a role to somebody who has."""
    duty = Assignment.objects.filter(role__in=DUTY, office__kind=Office.Kind.INSTITUTION).select_related("office")
    if named := named_offices():
        duty = duty.filter(office__slug__in=named)
    people = User.objects.filter(is_active=True, pk__in=duty.values("user"))
    people = people.exclude(pk__in=(announcement.author_id, announcement.last_editor_id))
    parts = Approval.parts.filter(announcement=announcement, voided_at=None)
    for part in ("by", "granted_by"):
        people = people.exclude(pk__in=parts.filter(**{f"{part}__isnull": False}).values(part))
    return people.order_by("name", "pk").prefetch_related(models.Prefetch("assignments", duty, to_attr="on_duty_in"))
