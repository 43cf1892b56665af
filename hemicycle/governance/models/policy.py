"""A policy, its versions, their articles, and what each says in each language."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.record.addresses import AddressField
from hemicycle.record.phrases import Phrase, PhraseField
from hemicycle.rules.parameters import in_force

from .. import workflow
from ..words import FIELDS, filled

# Who leads the policy of the House, of every text and without an invitation.
LEADERS = (Role.SECRETARY,)


def leads(person: object) -> bool:
    """Whether somebody leads the policy of the House itself."""
    return isinstance(person, User) and any(
        one.office.kind == Office.Kind.INSTITUTION for one in person.assignments_as(LEADERS)
    )


class PolicyQuerySet(models.QuerySet["Policy"]):
    def visible_to(self, person: object) -> Self:
        """All for who leads the policy of the House, else those to which a person was invited."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        if leads(person):
            return self.all()
        from_here = models.Subquery(Participant.objects.filter(person=person, left_at=None).values("policy"))
        return self.filter(pk__in=from_here)

    def of_the_house(self) -> Policy | None:
        """The one that the software obeys."""
        return self.filter(is_enforced=True).first()


class Policy(models.Model):
    """A text that is drafted together. `is_enforced`: that of this House, of which there is one; others are texts of
    several bodies, which adopt them one by one and which no software obeys. `body`: who drafts it or adopts it."""

    address = AddressField()
    title = PhraseField()
    body = PhraseField()
    is_enforced = models.BooleanField(default=False)
    languages = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_enforced"], condition=Q(is_enforced=True), name="governance_policy_one_is_enforced"
            ),
        ]

    def __str__(self) -> str:
        return str(Phrase(self.title).here)

    def in_hand(self) -> Version:
        """The version that is worked on; where there is none, the last one that was not given up."""
        rows = list(self.versions.all())
        return next((one for one in rows if one.state not in GIVEN_UP), rows[0])

    def language_for(self, asked: str) -> str:
        """The language that was asked for, else that of the page, else the first of the text's own."""
        own = list(self.languages)
        return next((tag for tag in (asked, get_language() or "") if tag in own), own[0])

    def is_edited_by(self, person: object) -> bool:
        """Whether they are of the working group."""
        return leads(person) or self._participants(person).filter(part=Participant.Part.EDITOR).exists()

    def is_discussed_by(self, person: object) -> bool:
        return leads(person) or self._participants(person).exists()

    def _participants(self, person: object) -> models.QuerySet[Participant]:
        if not isinstance(person, User) or not person.is_active:
            return Participant.objects.none()
        return self.participants.filter(person=person, left_at=None)


class Participant(models.Model):
    """Somebody who was invited to a text: to write it, or to comment on it and propose amendments.

    `body`: for whom they speak, such as another parliament.
    """

    class Part(models.TextChoices):
        EDITOR = "editor", _("Working group")
        PARTICIPANT = "participant", _("Participant")

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.PARTICIPANT)
    body = models.CharField(max_length=160, blank=True)
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "person"], name="governance_participant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.body})" if self.body else str(self.person)


class State(models.TextChoices):
    DRAFT = workflow.DRAFT, pgettext_lazy("policy", "Draft")
    SENT = workflow.SENT, _("Sent for adoption")
    ADOPTED = workflow.ADOPTED, pgettext_lazy("policy", "Adopted")
    IN_FORCE = workflow.IN_FORCE, _("In force")
    REPLACED = workflow.REPLACED, pgettext_lazy("policy", "Replaced")
    REJECTED = workflow.REJECTED, pgettext_lazy("policy", "Rejected")
    DISCARDED = workflow.DISCARDED, pgettext_lazy("policy", "Discarded")


GIVEN_UP = (State.REJECTED, State.DISCARDED)
# The state's shape on a page.
SHAPES = {
    State.DRAFT: "draft",
    State.SENT: "waiting",
    State.ADOPTED: "confirmed",
    State.IN_FORCE: "done",
    State.REPLACED: "set-aside",
    State.REJECTED: "cancelled",
    State.DISCARDED: "cancelled",
}


class VersionQuerySet(models.QuerySet["Version"]):
    def in_force(self) -> Version | None:
        """The version that the software obeys now; None before the first was activated."""
        return self.filter(policy__is_enforced=True, state=State.IN_FORCE).select_related("policy").first()

    def published(self) -> Self:
        """What is or was in force, newest first."""
        return self.filter(state__in=(State.IN_FORCE, State.REPLACED)).order_by("-number")

    def open(self) -> Self:
        return self.filter(state__in=(State.DRAFT, State.SENT, State.ADOPTED))

    def whole(self) -> Self:
        """With everything that is read of one."""
        texts = ArticleText.objects.order_by("language")
        articles = Article.objects.order_by("position", "pk").prefetch_related(models.Prefetch("texts", texts))
        return self.select_related("policy", "based_on").prefetch_related(models.Prefetch("articles", articles))


class Version(models.Model):
    """One version of a policy. `digest`: of the text as it was sent for adoption; it never changes after that."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    adoption_recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["policy", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="governance_version_number_once"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(state="in force"), name="governance_version_one_in_force"
            ),
            # One text is worked on at a time: amendments to two drafts could not both be adopted.
            models.UniqueConstraint(
                fields=["policy"], condition=Q(state__in=["draft", "sent"]), name="governance_version_one_is_drafted"
            ),
            models.CheckConstraint(
                condition=~Q(activated_by=F("adoption_recorded_by")), name="governance_version_activated_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in force", "replaced"])
                | Q(activated_at__isnull=False, activated_by__isnull=False, adoption_recorded_by__isnull=False),
                name="governance_version_activated_by_somebody",
            ),
            models.CheckConstraint(condition=Q(state="draft") | Q(state="discarded") | ~Q(digest=""),
                                   name="governance_version_sent_is_fixed"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return _("%(title)s, version %(n)s") % {"title": self.policy, "n": self.number}

    def read_whole(self) -> Version:
        """As it is now, with everything that is read of one."""
        return Version.objects.whole().get(pk=self.pk)

    @property
    def review_on(self) -> date | None:
        """The day by which the policy is reviewed, counted from when it came into force."""
        if self.activated_at is None:
            return None
        since, months = timezone.localdate(self.activated_at), in_force("policy_review_months")
        year, month = divmod(since.month - 1 + months, 12)
        last = monthrange(since.year + year, month + 1)[1]
        return date(since.year + year, month + 1, min(since.day, last))

    @property
    def shape(self) -> str:
        return SHAPES[State(self.state)]

    @property
    def is_open(self) -> bool:
        """Whether its text can still change."""
        return self.state == State.DRAFT

    @property
    def parameters(self) -> dict[str, Any]:
        """What all its articles decide, by name."""
        return {name: value for article in self.articles.all() for name, value in article.parameters.items()}


class Article(models.Model):
    """One article: `parameters` are the values that it decides, by name; its texts name them in braces, such as
    {approvals_needed}, so that words and behaviour cannot differ. `key` stays the same from version to version.

    `revision` counts the changes to any of its languages; a text with a lower one is behind the others.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="articles")
    key = models.SlugField(max_length=60)
    position = models.PositiveIntegerField()
    practices = models.JSONField(default=list)
    parameters = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    # Made of the answers to the key questions, and written anew with each; False once a person has changed it.
    is_from_answers = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="governance_article_once"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def by_language(self) -> dict[str, ArticleText]:
        return {text.language: text for text in self.texts.all()}

    def in_language(self, language: str) -> ArticleText | None:
        """Its text in a language, else in the first of the policy's that has one."""
        texts = self.by_language
        for tag in (language, *self.version.policy.languages):
            if tag in texts:
                return texts[tag]
        return next(iter(texts.values()), None)


class ArticleText(models.Model):
    """An article in one language. `edit` counts its own changes; `revision` is that of the article which it says."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    heading = models.CharField(max_length=200)
    text = models.TextField()
    why = models.TextField(blank=True)
    edit = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="governance_articletext_once"),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def is_behind(self) -> bool:
        return self.revision < self.article.revision

    @property
    def filled(self) -> dict[str, str]:
        """Its words (FIELDS) with the values that the article decides."""
        return {name: filled(getattr(self, name), self.article.parameters, self.language) for name in FIELDS}


class EarlierText(models.Model):
    """What an article said in a language before it was changed: shown to whoever brings another language up to date.
    `revision`: that of the article which it said."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="earlier_texts")
    language = models.CharField(max_length=10)
    revision = models.PositiveIntegerField()
    edit = models.PositiveIntegerField()
    heading = models.CharField(max_length=200)
    text = models.TextField()
    why = models.TextField(blank=True)
    replaced_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["article", "language", "edit"]

    def __str__(self) -> str:
        return self.heading


class Adoption(models.Model):
    """That a body adopted or rejected a version, when and how: by vote with its figures, or by decision."""

    class Way(models.TextChoices):
        VOTE = "vote", _("Vote")
        CONSENSUS = "consensus", _("Consensus")
        DECISION = "decision", _("Decision of the presiding body")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="adoptions")
    body = models.CharField(max_length=200)
    on = models.DateField()
    way = models.CharField(max_length=10, choices=Way.choices)
    is_adopted = models.BooleanField(default=True)
    votes_for = models.PositiveIntegerField(null=True, blank=True)
    votes_against = models.PositiveIntegerField(null=True, blank=True)
    abstentions = models.PositiveIntegerField(null=True, blank=True)
    reference = models.CharField(max_length=300, blank=True)
    digest = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    corrected_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "body"], name="governance_adoption_once_a_body"),
            models.CheckConstraint(
                condition=Q(way="vote", votes_for__isnull=False, votes_against__isnull=False)
                | (~Q(way="vote") & Q(votes_for=None, votes_against=None, abstentions=None)),
                name="governance_adoption_votes_of_a_vote",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.on}"
