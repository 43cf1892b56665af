"""What has to be done about each kind of incident, in this order, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Incident

Kind = Incident.Kind


@dataclass(frozen=True, slots=True)
class Step:
    """`within`: from the moment at which the House became aware; None: as soon as it can be done."""

    label: str | Promise
    within: timedelta | None = None


STEPS: Mapping[str, Step] = {
    "contain": Step(_("Contain it: withdraw links, addresses and copies that can still be withdrawn")),
    "correct": Step(_("Correct or withdraw it in the open, with the reason")),
    "regain": Step(_("Regain the account with the recovery contact, or have the platform suspend it")),
    "secure": Step(_("Change its passwords and keys, and end its sessions")),
    "cut": Step(_("Cut the stream, and show where the sitting can be followed")),
    "take down": Step(_("Report it to the platform, and ask for it to be taken down")),
    "warn": Step(_("Say on the other accounts and on the site what is not ours")),
    "evidence": Step(_("Keep the evidence: copies, addresses, times")),
    "source": Step(_("Find the source")),
    "harm": Step(_("Judge the harm: for whom, how grave, what may follow")),
    # Regulation (EU) 2016/679, article 33(1): not later than 72 hours after having become aware of it, unless a risk
    # to people is unlikely.
    "authority": Step(_("Notify the supervisory authority"), timedelta(hours=72)),
    # The same, article 34(1): without undue delay, where the risk is high.
    "concerned": Step(_("Inform those concerned")),
    "presiding": Step(_("Report to the presiding body")),
}
OF_KIND: Mapping[str, tuple[str, ...]] = {
    Kind.LEAK: ("contain", "evidence", "source", "harm", "concerned", "presiding"),
    Kind.WRONG_RELEASE: ("correct", "contain", "source", "harm", "concerned", "presiding"),
    Kind.ACCOUNT: ("regain", "secure", "warn", "evidence", "source", "harm", "concerned", "presiding"),
    Kind.STREAM: ("cut", "secure", "warn", "evidence", "source", "presiding"),
    Kind.IMPERSONATION: ("take down", "warn", "evidence", "harm", "presiding"),
    Kind.BREACH: ("contain", "evidence", "source", "harm", "authority", "concerned", "presiding"),
}
# Whatever the kind, where personal data are concerned.
OF_PERSONAL_DATA = ("authority", "concerned")


def steps_of(kind: str, *, has_personal_data: bool) -> list[str]:
    """The keys in the order of STEPS."""
    wanted = {*OF_KIND[kind], *(OF_PERSONAL_DATA if has_personal_data else ())}
    return [key for key in STEPS if key in wanted]
