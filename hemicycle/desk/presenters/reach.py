"""Whom an announcement reaches through each channel, at what cost, and what blocks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hemicycle.accounts.models import User
from hemicycle.channels.contract import Rendered
from hemicycle.channels.models import Account
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.status.blockers import Blocker, blocker
from hemicycle.desk.snapshot import Snapshot, languages_of
from hemicycle.desk.workflow import PUBLIC
from hemicycle.follow.numbers import following, medium_of, reached_in


@dataclass(frozen=True, slots=True)
class Reached:
    """One account. `addressed`: it writes to people, `now` at once and `later` in digests; else everybody reads it.

    `segments` and `cost` are those of all recipients; `cost` None where the account does not say what it costs.
    `blocker`: why nothing leaves through it now.
    """

    account: Account
    chosen: bool
    addressed: bool
    langs: Sequence[str] = ()
    by_lang: Mapping[str, int] = field(default_factory=dict)
    later: int = 0
    segments: int = 0
    cost: Decimal | None = None
    currency: str = ""
    blocker: Blocker | None = None

    @property
    def now(self) -> int:
        return sum(self.by_lang.values())


def reached(snapshot: Snapshot, accounts: Sequence[Account], *, to: User) -> list[Reached]:
    """Each of these accounts, chosen or not, in order."""
    announcement = snapshot.announcement
    rendered: dict[int, dict[str, Rendered]] = {}
    for one in snapshot.messages:
        rendered.setdefault(one.target.account_id, {})[one.lang] = one.rendered
    targets = {target.account_id: target for target in announcement.targets.all()}
    about = [row for row in (announcement.about_what, *announcement.topics.all()) if row is not None]
    followers = following(about, accounts)
    found = []
    for account in accounts:
        target = targets.get(account.pk)
        # What is public has left already; what changes it is an announcement of its own.
        stopped = None if announcement.state in PUBLIC else blocker(account, to=to)
        langs = languages_of(announcement, target) if target else [
            lang for lang in sorted(announcement.by_language) if not account.languages or lang in account.languages
        ]  # fmt: skip
        if not adapter_of(account.kind).addressed:
            found.append(Reached(account, target is not None, addressed=False, langs=langs, blocker=stopped))
            continue
        by_lang, later = reached_in(followers.get(medium_of(account), ()), langs)
        segments, cost, currency = _cost(rendered.get(account.pk, {}), by_lang)
        found.append(
            Reached(account, target is not None, True, langs, by_lang, later, segments, cost, currency, stopped)
        )
    return found


def _cost(rendered: Mapping[str, Rendered], by_lang: Mapping[str, int]) -> tuple[int, Decimal | None, str]:
    segments, cost, currency = 0, None, ""
    for lang, recipients in by_lang.items():
        for count in rendered[lang].counts if lang in rendered else ():
            if count.unit == "segments":
                segments += int(count.used) * recipients
            elif count.unit == "cost":
                cost = (cost or Decimal(0)) + Decimal(str(count.used)) * recipients
                currency = count.detail
    return segments, cost, currency
