"""What waits for somebody of the Secretary General’s office, each with the page on which it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import User
from hemicycle.rules.models import SensitivePeriod

from ..models import Incident, Override, State, Version, leads
from . import reminders


@dataclass(frozen=True, slots=True)
class Waiting:
    text: str
    url: str


def waiting_for(person: User) -> list[Waiting]:
    """What takes this person as the second of two comes first. Nothing for who does not lead the policy."""
    return [*_as_second(person), *_open(person)] if leads(person) else []


def _as_second(person: User) -> Iterator[Waiting]:
    adopted = Version.objects.filter(policy__is_enforced=True, state=State.ADOPTED)
    for version in adopted.exclude(adoption_recorded_by=person).select_related("policy"):
        address = reverse("governance:adoption", args=[version.policy.address, version.number])
        yield Waiting(_("Version %(n)s is adopted: put it in force") % {"n": version.number}, address)
    asked = SensitivePeriod.objects.filter(ended_at=None).exclude(end_asked_by__in=("", person.audit_label))
    for period in asked.not_called_off():
        if not period.is_over(timezone.now()):
            said = _("%(period)s: confirm that it ends early") % {"period": period.get_kind_display()}
            yield Waiting(said, reverse("governance:period", args=[period.pk]))
    for _override in Override.objects.awaiting(timezone.now()).exclude(asked_by=person):
        yield Waiting(_("An emergency override: confirm it or leave it"), reverse("governance:overrides"))


def _open(person: User) -> Iterator[Waiting]:
    if n := Incident.objects.open().count():
        said = ngettext("%(n)d incident is open", "%(n)d incidents are open", n) % {"n": n}
        yield Waiting(said, reverse("governance:incidents"))
    drafts = Version.objects.filter(state=State.DRAFT).order_by("pk")
    proposed = drafts.annotate(n=Count("amendments", Q(amendments__state="proposed"))).exclude(n=0)
    for address, n in proposed.values_list("policy__address", "n"):
        said = ngettext("%(n)d amendment to decide", "%(n)d amendments to decide", n) % {"n": n}
        yield Waiting(said, f"{reverse('governance:amendments', args=[address])}?state=proposed")
    if n := reminders.open_gaps(person).count():
        said = ngettext("%(n)d duty without a holder or a deputy", "%(n)d duties without a holder or a deputy", n) % {
            "n": n
        }
        yield Waiting(said, reverse("governance:duties"))
