"""What happened to a text, who did it and when, from the audit log."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby, islice

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.patterns import Event, Filter
from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntry

from ..models import Policy

# At first, and of all that are read; older ones are in the audit log.
FEW, MOST, READ = 12, 200, 1_000
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


def events(policy: Policy, kind: str = "", *, most: int = MOST) -> list[Event]:
    """Newest first; the same done several times in a row is one."""
    keys = policy.versions.values_list("pk", flat=True)
    rows = AuditEntry.objects.filter(about__in=[f"governance.version:{key}" for key in keys])
    if kind:
        rows = rows.filter(action__in=[f"governance.{verb}" for verb in KINDS[kind]])
    entries = list(rows.order_by("-sequence")[:READ])
    names = User.objects.behind({entry.actor for entry in entries})
    grouped = groupby(entries, key=lambda entry: (entry.action, entry.facts.get("version")))
    in_hand = policy.in_hand().number
    return [_event(list(run), names, policy, in_hand) for _key, run in islice(grouped, most)]


def _event(run: Sequence[AuditEntry], names: dict[str, str], policy: Policy, in_hand: int) -> Event:
    last = run[0]
    what = audit.label(last.action)
    if len(run) > 1:
        what = ngettext("%(what)s (%(n)s time)", "%(what)s (%(n)s times)", len(run)) % {"what": what, "n": len(run)}
    people = list(dict.fromkeys(names.get(one.actor, one.actor) for one in run))
    who = people[0]
    if len(people) > 1:
        others = len(people) - 1
        said = ngettext("%(name)s and %(n)s other", "%(name)s and %(n)s others", others)
        who = said % {"name": people[0], "n": others}
    return Event(last.at, who, what, _about(run), _url(run, policy, in_hand))


def _about(run: Collection[AuditEntry]) -> str:
    version = next(iter(run)).facts.get("version")
    numbers = sorted({one.facts["amendment"] for one in run if "amendment" in one.facts})
    said = [_("Version %(n)s") % {"n": version}] if version else []
    if numbers:
        listed = _runs(numbers)
        said.append(
            ngettext("amendment %(numbers)s", "amendments %(numbers)s", len(numbers)) % {"numbers": listed}
        )  # fmt: skip
    return " · ".join(said)


def _runs(numbers: Sequence[int]) -> str:
    """1, 3–7"""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in found)


def _url(run: Sequence[AuditEntry], policy: Policy, in_hand: int) -> str:
    facts = run[0].facts
    if len(run) == 1 and "amendment" in facts and facts.get("version") == in_hand:
        return reverse("governance:amendment", args=[policy.address, facts["amendment"]])
    return ""
