"""A campaign: what many people send in the same words, brought in openly by whoever organises it, or found."""

from __future__ import annotations

import secrets
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, OfficeScoped
from hemicycle.cases import workflow
from hemicycle.channels.models import Contact, Inbound
from hemicycle.desk.models import Announcement
from hemicycle.desk.workflow import WITHDRAWN
from hemicycle.record.addresses import AddressField
from hemicycle.record.models import Document, Organization
from hemicycle.record.phrases import LocalizedText, PhraseField
from hemicycle.rules.models import Work, WorkQuerySet


class CampaignState(models.TextChoices):
    PROPOSED = workflow.PROPOSED, pgettext_lazy("campaign", "To be decided")
    RUNNING = workflow.RUNNING, pgettext_lazy("campaign", "Running")
    ANSWERED = workflow.ANSWERED, pgettext_lazy("campaign", "Answered")
    ENDED = workflow.ENDED, pgettext_lazy("campaign", "Ended without an answer")
    REFUSED = workflow.REFUSED, pgettext_lazy("campaign", "Refused")
    MERGED = workflow.MERGED, pgettext_lazy("campaign", "Merged into another")


class CampaignOrigin(models.TextChoices):
    ORGANISER = "organiser", _("Announced by its organiser")
    SOFTWARE = "software", _("Found by the software")
    STAFF = "staff", _("Made by staff")


class OwnPoint(models.TextChoices):
    """What somebody wrote of their own beside the words of a campaign, as far as anybody has looked."""

    NONE = "", _("None")
    FOUND = "found", _("Nobody has looked at it yet")
    CONFIRMED = "confirmed", _("To be answered")
    ANSWERED = "answered", _("Answered")


class Closed(models.TextChoices):
    """Why a campaign takes no more letters by its form."""

    ANSWERED = "answered", _("It takes no more letters: it has been answered.")
    OVER = "over", _("It takes no more letters: it is over.")
    PAST = "past", _("It takes no more letters: its last day has passed.")
    BILL = "bill", _("It takes no more letters: the House has finished with the bill.")


TOGETHER = (CampaignState.RUNNING, CampaignState.ANSWERED)
"""In these its cases are handled as one."""
ANNOUNCEMENT = "campaign"
NAMED = "organiser"
"""The `keyword` of the message that stands for an organiser whom staff named: nobody wrote it."""
PUBLIC = (CampaignState.RUNNING, CampaignState.ANSWERED, CampaignState.ENDED)


class CampaignQuerySet(OfficeScoped):
    def for_staff(self) -> Self:
        """Without those that nobody has confirmed by a link: anybody can type in an address."""
        unconfirmed = Q(origin=CampaignOrigin.ORGANISER, organiser_confirmed_at=None)
        return self.exclude(unconfirmed).exclude(state=CampaignState.MERGED)

    def public(self) -> Self:
        """What everybody reads: those that staff have accepted or confirmed, of the House alone."""
        return self.filter(state__in=PUBLIC, office__kind=Office.Kind.INSTITUTION)

    def together(self) -> Self:
        return self.filter(state__in=TOGETHER)

    def about(self, bill: Document) -> Self:
        return self.filter(bill=bill)

    def at(self, address: str) -> Self:
        """That of this address, or what it was merged into."""
        merged = self.model.objects.filter(address=address).values("merged_into")
        return self.filter(Q(address=address) | Q(pk__in=merged))

    def joinable(self) -> Self:
        """Those that a letter in their words belongs to; one that its organiser proposes only once it is accepted."""
        found = Q(state=CampaignState.PROPOSED, origin=CampaignOrigin.SOFTWARE)
        return self.filter(found | Q(state__in=TOGETHER)).exclude(text="")

    def with_released_answer(self) -> Self:
        """Whose answer is out, and not withdrawn or about to be."""
        released = Q(answer__released_at__isnull=False, answer__withdrawal=None)
        return self.filter(released, state__in=TOGETHER).exclude(answer__state=WITHDRAWN)

    def never_confirmed(self) -> Self:
        return self.filter(origin=CampaignOrigin.ORGANISER, organiser_confirmed_at=None)


class Campaign(models.Model):
    """Read through `.visible_to(person)`, or `.public()`.

    `address` is that of its public page; `key` opens the page of its organiser, and goes to them alone. `text` are the
    shared words, in `lang`; those of a found one are redacted, and `template` says how copies differ
    (listening/engine/alike.py). `expected`: how many letters its organiser announced; `until`: the last day.
    `organiser_case`: in which the office and the organiser write to each other; of a campaign that nobody announced,
    staff name the organiser, and `organisation` is read by them alone. `flood`: copies that came faster than
    people send them, {"cases", "since", "until"}. `answer`: the announcement that answers it, once it is drafted.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    address = AddressField()
    key = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe, editable=False)
    state = models.CharField(max_length=10, choices=CampaignState.choices)
    origin = models.CharField(max_length=10, choices=CampaignOrigin.choices)

    titles = PhraseField(default=dict, blank=True)
    text = models.TextField(blank=True)
    lang = models.CharField(max_length=20, blank=True)
    template = models.JSONField(default=list, blank=True, editable=False)
    bill = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    committee = models.ForeignKey(Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    organisation = models.CharField(max_length=160, blank=True)
    organiser = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    organiser_case = models.ForeignKey(
        "cases.Case", on_delete=models.SET_NULL, null=True, blank=True, related_name="organised"
    )
    organiser_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    expected = models.PositiveIntegerField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.CharField(max_length=100, blank=True, editable=False)
    reason = models.CharField(max_length=600, blank=True)
    answer = models.OneToOneField(Announcement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    flood = models.JSONField(default=dict, blank=True, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(CampaignState.values)), name="cases_campaign_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=CampaignState.ANSWERED) | Q(answer__isnull=False, answered_at__isnull=False),
                name="cases_campaign_answered_by_something",
            ),
            models.CheckConstraint(
                condition=~Q(state=CampaignState.REFUSED, origin=CampaignOrigin.ORGANISER) | ~Q(reason=""),
                name="cases_campaign_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | (Q(state=CampaignState.MERGED) & ~Q(merged_into=F("id"))),
                name="cases_campaign_merged_says_so",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "-opened_at"], name="cases_campaign_board"),
            models.Index(fields=["bill", "state"], name="cases_campaign_bill"),
        ]

    def __str__(self) -> str:
        return str(self.title) or self.address

    @classmethod
    def announced_by(cls, message: Inbound) -> Campaign | None:
        """The campaign that this message announces: the one that was stored when its organiser confirmed it."""
        kind, _colon, address = message.external_id.partition(":")
        if kind != ANNOUNCEMENT:
            return None
        return cls.objects.filter(address=address, organiser=message.contact).exclude(organiser=None).first()

    @property
    def announcement(self) -> str:
        """The id of the message by which it reaches the office."""
        return f"{ANNOUNCEMENT}:{self.address}"

    @property
    def is_of_a_member(self) -> bool:
        """What its member's office answers by itself: no desk, and no public page."""
        return self.office.kind != Office.Kind.INSTITUTION

    @property
    def title(self) -> LocalizedText:
        """In the language of the page."""
        return self.title_in(None)

    def title_in(self, lang: str | None) -> LocalizedText:
        """As it stands in a sentence, which has a full stop of its own."""
        said = self.titles.in_language(lang or get_language())
        return LocalizedText(said.text.removesuffix("."), said.lang) if not said.text.endswith("..") else said

    @property
    def closed(self) -> Closed | None:
        """Why its form may not be used today; None where it may."""
        if self.state == CampaignState.ANSWERED:
            return Closed.ANSWERED
        return Closed.OVER if self.state != CampaignState.RUNNING else self.too_late

    @property
    def too_late(self) -> Closed | None:
        """Why nobody could take part any more, whatever staff decide."""
        if self.until is not None and self.until < timezone.localdate():
            return Closed.PAST
        return Closed.BILL if self.bill is not None and self.bill.has_ended else None

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC and self.office.kind == Office.Kind.INSTITUTION

    @property
    def subject(self) -> Document | Organization | None:
        return self.bill or self.committee


class CampaignSearch(Work):
    """One look for campaigns among the cases of an office; done once, it is not needed any more."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")

    objects = WorkQuerySet["CampaignSearch"].as_manager()

    def __str__(self) -> str:
        return f"{self.office_id} {self.created_at:%Y-%m-%d %H:%M}"
