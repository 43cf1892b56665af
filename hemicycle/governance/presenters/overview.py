"""A text at a glance: its state in words, what is missing, its versions, figures, and what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.patterns import Filter

from ..models import Policy, State, Version
from . import timeline
from .cautions import cautions
from .steps import STATES, Step, missing_steps, next_step

# The shapes of the look, by state.
SHAPES = {
    State.DRAFT: "draft",
    State.SENT: "waiting",
    State.ADOPTED: "confirmed",
    State.IN_FORCE: "done",
    State.REPLACED: "set-aside",
    State.REJECTED: "cancelled",
    State.DISCARDED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list of texts."""

    policy: Policy
    version: Version
    shape: str
    articles: int
    amendments: int
    participants: int


@dataclass(frozen=True, slots=True)
class ShownVersion:
    version: Version
    shape: str
    read_url: str
    compare_url: str


@dataclass(frozen=True, slots=True)
class Overview:
    state: str | Promise
    shape: str
    numbers: Sequence[Mapping[str, Any]]
    missing: Sequence[Step]
    cautions: Sequence[str]
    next: Step | None
    versions: Sequence[ShownVersion]
    events: Sequence[timeline.Event]
    filters: Sequence[Filter]
    is_new: bool


def listed(policies: QuerySet[Policy]) -> list[Listed]:
    """That of the House first."""
    rows = policies.prefetch_related("versions").order_by("-is_enforced", "-pk")
    people = dict(
        policies.order_by().annotate(n=Count("participants", Q(participants__left_at=None))).values_list("pk", "n")
    )
    in_hand = {row.pk: _in_hand(row) for row in rows}
    counted = Version.objects.filter(pk__in=[one.pk for one in in_hand.values()])
    articles = dict(counted.order_by().annotate(n=Count("articles")).values_list("pk", "n"))
    amendments = dict(
        counted.order_by().annotate(n=Count("amendments", Q(amendments__state="proposed"))).values_list("pk", "n")
    )
    return [
        Listed(
            row, version, SHAPES[State(version.state)], articles[version.pk], amendments[version.pk], people[row.pk]
        )
        for row in rows
        for version in [in_hand[row.pk]]
    ]


def _in_hand(policy: Policy) -> Version:
    """`Policy.in_hand` of versions that were read already, newest first."""
    rows: list[Version] = sorted(policy.versions.all(), key=lambda one: -one.number)
    return next((one for one in rows if one.state not in (State.REJECTED, State.DISCARDED)), rows[0])


def overview(version: Version, asked: Mapping[str, str], *, edits: bool, person: User) -> Overview:
    policy = version.policy
    is_draft = version.state == State.DRAFT
    steps = missing_steps(version) if is_draft else []
    history = timeline.FILTER.read(asked)
    return Overview(
        state=STATES[State(version.state)],
        shape=SHAPES[State(version.state)],
        numbers=_numbers(version),
        missing=steps,
        cautions=cautions(version, policy.language_for(""), person=person) if is_draft and edits else [],
        next=next_step(version, steps, edits=edits),
        versions=_versions(policy, version),
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


def _versions(policy: Policy, current: Version) -> list[ShownVersion]:
    rows = list(policy.versions.order_by("-number"))
    draft = reverse("governance:draft", args=[policy.address])
    compare = reverse("governance:compare", args=[policy.address])
    shown = []
    for one in rows:
        read = draft if one.pk == current.pk else f"{draft}?version={one.number}"
        before = one.number - 1
        shown.append(
            ShownVersion(
                one, SHAPES[State(one.state)], read, f"{compare}?old={before}&new={one.number}" if before else ""
            )
        )  # fmt: skip
    return shown
