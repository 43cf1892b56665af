"""What of a released announcement a channel did not send, or nobody knows whether it did: which channels, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.channels.contract.capabilities import StatusLookup
from hemicycle.channels.models import Account, Outbound, OutboundQuerySet, is_resendable
from hemicycle.channels.models import State as Sent
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.status.blockers import Blocker, blocker
from hemicycle.channels.status.labels import reason
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement, AnnouncementQuerySet, State
from hemicycle.desk.snapshot import SOURCE, key_of, source_in_force
from hemicycle.desk.words import people


@dataclass(frozen=True, slots=True)
class OnAccount:
    """What one account did not send. `number`: of one message; `resendable`: how many certainly did not arrive."""

    account: Account
    number: int
    messages: int
    resendable: int
    langs: Sequence[str]
    people: int
    late: bool
    why: str

    @property
    def name(self) -> str:
        """With the languages that failed, or how many people."""
        more = people(self.people) if self.people else ", ".join(lang.upper() for lang in self.langs if lang)
        return f"{self.account.name} ({more})" if more else self.account.name

    @property
    def finds_out(self) -> bool:
        return isinstance(adapter_of(self.account.kind), StatusLookup)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One announcement: what failed, or, `unknown`, what nobody can tell about, or, `stopped`, what a withdrawal held
    back that was cancelled since."""

    announcement: Announcement
    unknown: bool
    accounts: Sequence[OnAccount]
    stopped: bool = False

    @property
    def reason(self) -> str:
        said = _("Unknown whether it was sent: %(channels)s") if self.unknown else _("Not sent: %(channels)s")
        if self.announcement.state == State.WITHDRAWN and not self.unknown:
            said = _("The withdrawal was not sent: %(channels)s")
        if self.stopped:
            said = _("Stopped by a withdrawal that was refused or taken back: %(channels)s")
        return said % {"channels": ", ".join(one.name for one in self.accounts)}

    @property
    def why(self) -> str:
        """Where there are several channels, each by its name."""
        if len(self.accounts) == 1:
            return self.accounts[0].why
        said = _("%(channel)s: %(why)s")
        return " ".join(said % {"channel": one.account.name, "why": one.why} for one in self.accounts if one.why)

    @property
    def resendable(self) -> int:
        return sum(one.resendable for one in self.accounts)

    @property
    def next_step(self) -> str:
        if self.stopped and not all(one.late for one in self.accounts):
            said = _("Nobody there has it. It can be sent now, once.")
            stop = _("Whoever has said STOP or no longer follows it gets nothing.")
            return f"{said} {stop}" if any(one.people for one in self.accounts) else said
        if self.unknown and all(one.finds_out for one in self.accounts):
            return _("It may have arrived, so it is not sent again. The network is asked whether it is there.")
        if self.unknown:
            return _("It may have arrived, so it is not sent again. Look there, then record what you found.")
        if self.resendable == sum(one.messages for one in self.accounts):
            return _("It certainly did not arrive there, so it can be sent again.")
        if self.resendable:
            return _("What certainly did not arrive can be sent again. Look there for the rest.")
        if all(one.late for one in self.accounts):
            return _("Its deadline has passed: it is not sent there any more.")
        return _("It is not sent there again. Look there whether it can be seen.")

    def blockers(self, person: User) -> list[Blocker]:
        """What would keep another attempt from leaving, too."""
        found = (blocker(one.account, to=person) for one in self.accounts)
        return [one for one in found if one is not None]


def undelivered(rows: Sequence[Announcement]) -> list[Undelivered]:
    """Of these announcements, where they are public."""
    sources = [source for row in rows if (source := _source_in_force(row))]
    trouble = _counted(Outbound.objects.filter(content__source__in=sources).in_trouble()) if sources else []
    return _undelivered(rows, trouble)


def stopped(row: Announcement) -> Undelivered | None:
    """What could be sent after all, or, where its deadline has passed, what is not sent any more."""
    held = _counted(actions.stopped_messages(row)) or _counted(actions.too_late(row))
    accounts = Account.objects.select_related("office").in_bulk({one["account"] for one in held})
    return Undelivered(row, False, _by_account(held, accounts), stopped=True) if held else None


def undelivered_since(since: datetime, rows: AnnouncementQuerySet) -> list[Undelivered]:
    """Of those among these announcements, the latest first. Nearly always there is no trouble: that is asked first."""
    ours = Outbound.objects.filter(content__source__startswith=SOURCE)
    trouble = _counted(ours.in_trouble(since))
    keys = {key_of(one["content__source"]) for one in trouble}
    found = rows.filter(pk__in=keys).select_related("office", "withdrawal") if keys else ()
    return _undelivered(sorted(found, key=lambda row: (row.released_at, row.pk), reverse=True), trouble)


def _undelivered(rows: Sequence[Announcement], trouble: Sequence[Mapping[str, Any]]) -> list[Undelivered]:
    """Of the messages of each that are in force: what failed, then what is unknown."""
    accounts = Account.objects.select_related("office").in_bulk({one["account"] for one in trouble}) if rows else {}
    by_source: dict[tuple[str, bool], list[Mapping[str, Any]]] = defaultdict(list)
    for one in trouble:
        by_source[one["content__source"], one["state"] == Sent.UNKNOWN].append(one)
    return [
        Undelivered(row, unknown, _by_account(of_it, accounts))
        for row in rows
        for unknown in (False, True)
        if (of_it := by_source.get((_source_in_force(row), unknown)))
    ]


def _source_in_force(row: Announcement) -> str:
    """As `actions.source_in_force`, of a row that was read with its withdrawal."""
    return source_in_force(row, asked_to_withdraw=hasattr(row, "withdrawal"))


def _counted(rows: OutboundQuerySet) -> list[dict[str, Any]]:
    """One query, however many messages failed: what differs in channel, language or reason is counted apart."""
    left_in_time = Q(state__in=(Sent.FAILED, Sent.CANCELLED), sent_at=None)
    late = Q(state=Sent.EXPIRED) | left_in_time & Q(not_after__lt=timezone.now())
    by = rows.order_by().values("content__source", "account", "content__lang", "state", "code")
    counted = by.annotate(
        number=Min("pk"), messages=Count("pk"), people=Count("contact"),
        resendable=Count("pk", filter=is_resendable()), late=Count("pk", filter=late),
    )  # fmt: skip
    return list(counted.order_by("account__name", "account", "content__lang", "code"))


def _by_account(trouble: Iterable[Mapping[str, Any]], accounts: Mapping[int, Account]) -> list[OnAccount]:
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for one in trouble:
        found[one["account"]].append(one)
    return [
        OnAccount(
            accounts[key], of_it[0]["number"], sum(one["messages"] for one in of_it),
            sum(one["resendable"] for one in of_it), list(dict.fromkeys(one["content__lang"] for one in of_it)),
            sum(one["people"] for one in of_it), all(one["late"] == one["messages"] for one in of_it),
            " ".join(dict.fromkeys(filter(None, (reason(one["code"]) for one in of_it)))),
        )
        for key, of_it in found.items()
    ]  # fmt: skip
