"""The archive as its pages show it: how much is kept, what is missing and why, and what keeps an account open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.channels.models import Account
from hemicycle.channels.status.blockers import Blocker
from hemicycle.desk.models import Announcement
from hemicycle.listening.models import Dossier
from hemicycle.rules.models import WorkState
from hemicycle.rules.parameters import in_force

from ..archive.closing import Readiness, coverage, readiness
from ..archive.gaps import NEVER, WHY
from ..archive.subjects import Key, accounts, wanted
from ..models import ArchiveFile, Capture, Version

Kind = Capture.Kind


@dataclass(frozen=True, slots=True)
class Missing:
    """Something published that is not kept as it is now. `state`: of its capture that waits, runs or failed."""

    kind: str
    key: str
    title: str
    state: str
    said: str

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class GapGroup:
    why: str | Promise
    whats: list[tuple[str, str]]
    """Title of what was captured, and what of it is missing."""


@dataclass(frozen=True, slots=True)
class Overview:
    kept: int
    wanted: int
    missing: list[Missing]
    gaps: list[GapGroup]
    never: Sequence[tuple[str | Promise, str | Promise]]
    every: int
    next_at: datetime | None

    @property
    def is_whole(self) -> bool:
        return not self.missing


def overview() -> Overview:
    found = coverage(wanted())
    return Overview(
        kept=len(found.kept), wanted=found.wanted, missing=missing(found.missing),
        gaps=list(_grouped([*found.kept.values(), *_latest_of_accounts()])), never=NEVER,
        every=in_force("capture_days"), next_at=_next(),
    )  # fmt: skip


def missing(keys: Sequence[Key]) -> list[Missing]:
    titles, states = _titles(keys), _states(keys)
    return [
        Missing(kind, key, titles.get((kind, key), key), *_said(states.get((kind, key), ""))) for kind, key in keys
    ]


def _said(state: str) -> tuple[str, str]:
    """A shape and words for a capture in a state, "" where there is none yet."""
    if state == WorkState.FAILED:
        return "failed", _(
            "The capture failed. Try again; if it fails again, whoever runs the server finds the reason in the log."
        )
    if state == WorkState.RUNNING:
        return "running", _("It is being captured now.")
    if state == WorkState.WAITING:
        return "waiting", _("It waits to be captured.")
    return "waiting", _("It was published or has changed just now; it is captured within a minute.")


def _states(keys: Sequence[Key]) -> dict[Key, str]:
    rows = Capture.objects.filter(kind__in={kind for kind, _key in keys}).order_by("pk")
    return {(kind, key): state for kind, key, state in rows.values_list("kind", "key", "state")}


def _titles(keys: Sequence[Key]) -> dict[Key, str]:
    of: dict[str, list[str]] = defaultdict(list)
    for kind, key in keys:
        of[kind].append(key)
    announcements = Announcement.objects.filter(address__in=of[Kind.ANNOUNCEMENT]).prefetch_related("texts")
    dossiers = Dossier.objects.titled().select_related("inquiry").filter(address__in=of[Kind.DOSSIER])
    policies = Version.objects.published().filter(policy__is_enforced=True, number__in=of[Kind.POLICY])
    return {
        **{(Kind.ANNOUNCEMENT.value, one.address): str(one.title) for one in announcements},
        **{(Kind.DOSSIER.value, one.address): str(one.title) for one in dossiers},
        **{(Kind.POLICY.value, str(one.number)): str(one) for one in policies.select_related("policy")},
    }


def _latest_of_accounts() -> list[Capture]:
    rows = Capture.objects.kept().filter(kind__in=(Kind.ACCOUNT, Kind.SITE)).order_by("pk")
    return list({(one.kind, one.key): one for one in rows}.values())


def _grouped(captures: Sequence[Capture], account: Account | None = None) -> Iterator[GapGroup]:
    """By reason; of an account, what is about it."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in captures:
        for gap in one.gaps:
            is_meant = account is None or one.kind == Kind.ACCOUNT or gap.get("account") == str(account.pk)
            if is_meant and (pair := (str(one), gap["what"])) not in found[gap["why"]]:
                found[gap["why"]].append(pair)
    for code in WHY:
        if found.get(code):
            yield GapGroup(WHY[code], found[code])


def gaps_of(account: Account, state: Readiness) -> list[GapGroup]:
    pages = [state.page] if state.page else []
    return list(_grouped([*state.kept.values(), *pages], account))


def _next() -> datetime | None:
    """When the site and the official accounts are captured next by the schedule."""
    last = Capture.objects.filter(kind=Kind.SITE).aggregate(last=Max("created_at"))["last"]
    return last + timedelta(days=in_force("capture_days")) if last else None


def files() -> list[ArchiveFile]:
    return list(ArchiveFile.objects.annotate(holds=Count("captures")))


@dataclass(frozen=True, slots=True)
class AccountRow:
    row: Account
    captured_at: datetime | None


def account_rows() -> list[AccountRow]:
    kept = Capture.objects.kept().filter(kind=Kind.ACCOUNT).order_by("pk")
    at = dict(kept.values_list("key", "finished_at"))
    return [AccountRow(one, at.get(str(one.pk))) for one in accounts().values()]


def unarchived(account: Account) -> Iterator[Blocker]:
    """What has to be done before an account is closed (registered with channels)."""
    state = readiness(account)
    if not state.has_published:
        return
    url = reverse("governance:archive_account", args=[account.pk])
    if not state.is_archived:
        yield Blocker(_not_archived(state), url, _("See what is missing"))
    elif state.confirmation is None:
        yield Blocker(_not_confirmed(account), url, _("Look at it and confirm"))


def _not_archived(state: Readiness) -> str:
    if not state.missing:
        return _("Its page on the network has not been captured since it last published something.")
    n, kept = len(state.kept) + len(state.missing), len(state.kept)
    return ngettext(
        "%(kept)s of %(n)s announcement that went out through it is in the archive as it is now.",
        "%(kept)s of %(n)s announcements that went out through it are in the archive as they are now.", n,
    ) % {"n": n, "kept": kept}  # fmt: skip


def _not_confirmed(account: Account) -> str:
    if account.owner is None:
        return _(
            "Everything is in the archive; the Secretary General’s office has not confirmed yet that it can be read."
        )
    return _("Everything is in the archive; %(name)s has not confirmed yet that it can be read.") % {
        "name": account.owner
    }
