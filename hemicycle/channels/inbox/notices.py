"""What the bell says of appeals, to those who decide on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.notices.kinds import Described, Kind, each_described, register_kind
from hemicycle.channels.actions.notices import APPEAL
from hemicycle.channels.models import Measure
from hemicycle.channels.permissions import MODERATORS


def register_kinds() -> None:
    register_kind(
        Kind(
            APPEAL,
            label=_("Somebody appeals against a measure under the house rules"),
            said=_("An appeal against a measure awaits a decision."),
            roles=MODERATORS,
            describe=appeals,
        )
    )


def appeals(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    return each_described(
        notices,
        Measure.objects.visible_to(person),
        lambda one: Described(
            f"{one.get_step_display()} · {one.rule_title}",
            reverse("channels:measure", args=[one.pk]),
            _("Decide on the appeal"),
        ),
    )
