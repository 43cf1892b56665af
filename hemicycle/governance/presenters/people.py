"""Who takes part in a text, by name, body and part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import User
from hemicycle.accounts.patterns import Filter
from hemicycle.record.templatetags.phrases import language_name

from ..models import Participant, Policy


def filters(policy: Policy, asked: Mapping[str, str]) -> list[Filter]:
    everything = ("", _("All"))
    languages = [(tag, language_name(tag)) for tag, _name in settings.LANGUAGES]
    return [
        one.read(asked)
        for one in (
            Filter("q", _("Name or body"), words=True),
            Filter("part", _("Part"), (everything, *Participant.Part.choices)),
            Filter("language", _("Language"), (everything, *languages)),
        )
    ]


def asked_for(policy: Policy, chosen: Sequence[Filter]) -> QuerySet[Participant]:
    """The working group first, then by body and name."""
    rows = policy.participants.filter(left_at=None).select_related("person")
    for one in chosen:
        if one.value and one.name == "q":
            rows = rows.filter(Q(person__name__icontains=one.value) | Q(body__icontains=one.value))
        elif one.value and one.name == "part":
            rows = rows.filter(part=one.value)
        elif one.value:
            rows = rows.filter(person__language=one.value)
    return rows.order_by("part", "body", "person__name", "pk")


def invited_to(user: User) -> list[Participant]:
    return list(Participant.objects.filter(person=user, left_at=None).select_related("policy", "invited_by"))
