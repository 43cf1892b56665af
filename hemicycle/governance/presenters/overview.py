"""A text at a glance: its state in words, what is missing, its versions, figures, and what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.patterns import Event, Filter

from ..models import Amendment, Article, Participant, Policy, State, Version
from . import timeline
from .cautions import cautions
from .steps import STATES, Step, missing_steps, next_step


@dataclass(frozen=True, slots=True)
class Overview:
    state: str | Promise
    numbers: Sequence[Mapping[str, Any]]
    missing: Sequence[Step]
    cautions: Sequence[str]
    next: Step | None
    events: Sequence[Event]
    filters: Sequence[Filter]
    is_new: bool


def listed(policies: QuerySet[Policy]) -> QuerySet[Version]:
    """The version in hand of each; that of the House first."""
    in_hand = [one.in_hand().pk for one in policies.prefetch_related("versions")]
    rows = Version.objects.filter(pk__in=in_hand).annotate(
        articles_count=_count(Article.objects.all(), version="pk"),
        undecided_count=_count(Amendment.objects.undecided(), version="pk"),
        participants_count=_count(Participant.objects.filter(left_at=None), policy="policy"),
    )
    return rows.select_related("policy").order_by("-policy__is_enforced", "-policy__pk")


def _count(rows: QuerySet[Any], **key: str) -> Coalesce:
    """How many of these have a key of the row that is annotated; none are 0."""
    ((own, outer),) = key.items()
    counted = rows.filter(**{own: OuterRef(outer)}).order_by().values(own).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def overview(version: Version, asked: Mapping[str, str], *, edits: bool, person: User) -> Overview:
    policy = version.policy
    is_draft = version.state == State.DRAFT
    steps = missing_steps(version) if is_draft else []
    history = timeline.FILTER.read(asked)
    return Overview(
        state=STATES[State(version.state)],
        numbers=_numbers(version),
        missing=steps,
        cautions=cautions(version, policy.language_for(""), person=person) if is_draft and edits else [],
        next=next_step(version, steps, edits=edits),
        events=timeline.events(policy, history.value, most=timeline.MOST if "all" in asked else timeline.FEW),
        filters=[history],
        is_new=is_draft and not version.articles.all(),
    )


def _numbers(version: Version) -> list[dict[str, Any]]:
    policy = version.policy
    address = policy.address
    amendments = reverse("governance:amendments", args=[address])
    draft = reverse("governance:draft", args=[address])
    return [
        {"value": len(version.articles.all()), "label": _("articles"), "url": draft},
        {
            "value": version.amendments.undecided().count(),
            "label": _("amendments to decide"),
            "url": f"{amendments}?state=proposed",
        },
        {
            "value": version.comments.filter(is_settled=False).count(),
            "label": _("open comments"),
            "url": reverse("governance:comments", args=[address]),
        },
        {
            "value": policy.participants.filter(left_at=None).count(),
            "label": _("people who take part"),
            "url": reverse("governance:people", args=[address]),
        },
    ]
