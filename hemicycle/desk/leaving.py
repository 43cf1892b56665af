"""What else leaves when an announcement is released: messages to people, such as the answer to a campaign.

Apps above the desk send them then; they register at start how many those are, and whoever writes, approves or
releases it reads that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.desk.models import Announcement
from hemicycle.desk.workflow import PUBLIC


@dataclass(frozen=True, slots=True)
class Leaving:
    """Messages by one medium, each to one person; `cost` of all, None where the account does not say what it costs."""

    medium: str
    messages: int
    segments: int = 0
    cost: Decimal | None = None
    currency: str = ""


Count = Callable[[Announcement], Iterable[Leaving]]
_COUNTS: dict[str, Count] = {}


def register_leaving(name: str, count: Count) -> None:
    _COUNTS[name] = count


def leaving_with(announcement: Announcement) -> list[Leaving]:
    return [one for count in _COUNTS.values() for one in count(announcement)]


def leaving_in_words(announcement: Announcement) -> list[str]:
    """A line for each medium; none of what is released, or has no text that could leave."""
    if announcement.state in PUBLIC or not announcement.by_language:
        return []
    return [_in_words(one) for one in leaving_with(announcement)]


def _in_words(one: Leaving) -> str:
    words = {"medium": one.medium, "n": number_format(one.messages, force_grouping=True)}
    parts = [_("%(medium)s: a message to each who wrote about it, %(n)s in all") % words]
    if one.segments:
        parts.append(text_messages(one.segments))
    if one.cost is not None:
        parts.append(_("about %(cost)s %(currency)s") % {"cost": f"{one.cost:.2f}", "currency": one.currency})
    return _("%(parts)s.") % {"parts": ", ".join(parts)}


def text_messages(count: int) -> str:
    number = number_format(count, force_grouping=True)
    return ngettext("%(number)s text message", "%(number)s text messages", count) % {"number": number}
