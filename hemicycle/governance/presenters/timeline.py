"""What happened to a text, who did it and when, from the audit log."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.patterns import Filter
from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntry

from ..models import Policy

# A page of them; older ones are in the audit log.
MOST = 40
KINDS: dict[str, tuple[str, ...]] = {
    "text": (
        "start", "draft", "describe", "discard", "add_article", "remove_article", "move_article", "write",
        "up_to_date", "decide", "practices", "answer", "build", "start_over",
    ),
    "discussion": (
        "comment", "settle", "propose", "withdraw_amendment", "accept", "merge", "decline", "invite", "leave",
    ),
    "adoption": ("send", "return", "adopt", "reject", "activate"),
}  # fmt: skip
FILTER = Filter(
    "history",
    gettext_lazy("What happened"),
    (
        ("", gettext_lazy("Everything")),
        ("text", gettext_lazy("The text")),
        ("discussion", gettext_lazy("The discussion")),
        ("adoption", gettext_lazy("The adoption")),
    ),
)


@dataclass(frozen=True, slots=True)
class Event:
    """What the timeline pattern shows."""

    at: datetime
    who: str
    what: str
    why: str = ""
    url: str = ""


def events(policy: Policy, kind: str = "") -> list[Event]:
    """Newest first; the same done by the same person several times in a row is one."""
    keys = policy.versions.values_list("pk", flat=True)
    rows = AuditEntry.objects.filter(about__in=[f"governance.version:{key}" for key in keys])
    if kind:
        rows = rows.filter(action__in=[f"governance.{verb}" for verb in KINDS[kind]])
    entries = list(rows.order_by("-sequence")[: MOST * 3])
    names = User.objects.behind({entry.actor for entry in entries})
    grouped = groupby(entries, key=lambda entry: (entry.action, entry.actor, entry.facts.get("version")))
    in_hand = policy.in_hand().number
    return [_event(list(run), names, policy, in_hand) for _key, run in grouped][:MOST]


def _event(run: Sequence[AuditEntry], names: dict[str, str], policy: Policy, in_hand: int) -> Event:
    last = run[0]
    what = audit.label(last.action)
    if len(run) > 1:
        what = ngettext("%(what)s (%(n)s time)", "%(what)s (%(n)s times)", len(run)) % {"what": what, "n": len(run)}
    who = _("automatically") if last.actor == "worker" else names.get(last.actor, last.actor)
    return Event(last.at, who, what, _about(run), _url(run, policy, in_hand))


def _about(run: Collection[AuditEntry]) -> str:
    version = next(iter(run)).facts.get("version")
    numbers = sorted({one.facts["amendment"] for one in run if "amendment" in one.facts})
    said = [_("Version %(n)s") % {"n": version}] if version else []
    if numbers:
        listed = ", ".join(str(number) for number in numbers)
        said.append(
            ngettext("amendment %(numbers)s", "amendments %(numbers)s", len(numbers)) % {"numbers": listed}
        )  # fmt: skip
    return " · ".join(said)


def _url(run: Sequence[AuditEntry], policy: Policy, in_hand: int) -> str:
    facts = run[0].facts
    if len(run) == 1 and "amendment" in facts and facts.get("version") == in_hand:
        return reverse("governance:amendment", args=[policy.address, facts["amendment"]])
    return ""
