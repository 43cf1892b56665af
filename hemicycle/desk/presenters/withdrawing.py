"""What a withdrawal sends: to which channels and how many people, in which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.channels.models import Account, Outbound
from hemicycle.channels.registry import adapter_of
from hemicycle.desk import actions
from hemicycle.desk.corrected import earlier
from hemicycle.desk.models import Announcement
from hemicycle.desk.words import people
from hemicycle.follow.messages import TOKEN


@dataclass(frozen=True, slots=True)
class Notice:
    """What one channel says in one language; `people` 0: everybody reads it there."""

    account: Account
    lang: str
    text: str
    people: int

    @property
    def to(self) -> str:
        return people(self.people) if self.people else _("everyone who reads it there")


def received(announcement: Announcement) -> Mapping[tuple[int, str], int]:
    """How many people have it, or may have it, by account and language."""
    rows = Outbound.objects.of_source(actions.source_of(announcement)).left().filter(contact__isnull=False).order_by()
    counted = rows.values_list("account", "content__lang").annotate(n=Count("contact", distinct=True))
    return {(account, lang): n for account, lang, n in counted}


def notices(announcement: Announcement, reasons: Mapping[str, str], *, notifies: bool) -> list[Notice]:
    had = received(announcement)
    return [
        Notice(
            one.target.account,
            one.lang,
            "\n\n".join(one.rendered.parts).replace(TOKEN, "…"),
            had.get((one.target.account_id, one.lang), 0) if adapter_of(one.target.account.kind).addressed else 0,
        )
        for one in actions.withdrawal_messages(announcement, reasons, notifies=notifies)
    ]


def consequences(announcement: Announcement, found: Sequence[Notice], *, notifies: bool) -> list[str]:
    """What happens once it is confirmed, and to how many people it goes."""
    lines = [
        _("The public register shows that it was withdrawn, and why. It is not deleted, and this cannot be undone.")
    ]
    if also := with_it(announcement):
        lines.append(also)
    public = dict.fromkeys(one.account.name for one in found if not one.people)
    if public:
        lines.append(_("A notice is published: %(channels)s.") % {"channels": ", ".join(public)})
    to_people: Counter[str] = Counter()
    for one in found:
        to_people[one.account.name] += one.people
    lines += [
        _("%(channel)s: a notice to %(people)s.") % {"channel": name, "people": people(n)}
        for name, n in to_people.items()
        if n
    ]
    if not notifies and received(announcement):
        lines.append(_("Those who received it as a message get no notice."))
    return lines


def with_it(announcement: Announcement) -> str:
    """With a correction, everything that it corrected is withdrawn; "" for what corrects nothing."""
    titles = [str(one.title) or _("Without a title") for one in earlier(announcement)]
    if not titles:
        return ""
    return ngettext(
        "The announcement it corrects is shown as withdrawn too: %(titles)s.",
        "The announcements corrected before are shown as withdrawn too: %(titles)s.",
        len(titles),
    ) % {"titles": "; ".join(titles)}
