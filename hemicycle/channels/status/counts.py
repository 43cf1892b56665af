"""How long a text is on a channel, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.patterns import grouped
from hemicycle.channels.contract import Count


def in_words(counts: Sequence[Count]) -> list[tuple[str, bool]]:
    """Each with whether it fits. Of a text message one line: how many a recipient gets, and in brackets its length."""
    by_unit = {count.unit: count for count in counts}
    if (messages := by_unit.get("segments")) is None:
        return [(_count(one), one.fits) for one in counts]
    words = _text_messages(messages)
    if (length := by_unit.get("characters")) is not None:
        words = _("%(messages)s (%(length)s)") % {"messages": words, "length": _count(length)}
    rest = [(_count(one), one.fits) for one in counts if one.unit not in ("segments", "characters")]
    return [(words, messages.fits), *rest]


def _text_messages(count: Count) -> str:
    words = ngettext("%(used)s text message each", "%(used)s text messages each", int(count.used))
    words = words % {"used": grouped(count.used)}
    if count.fits or count.most is None:
        return words
    return _("%(used)s, at most %(most)s") % {"used": words, "most": grouped(count.most)}


def _count(count: Count) -> str:
    used = grouped(count.used)
    if count.unit == "cost":
        return _("%(cost)s %(currency)s for each recipient") % {"cost": used, "currency": count.detail}
    if count.unit == "characters":
        words = ngettext("%(used)s character", "%(used)s characters", int(count.used))
    elif count.unit == "bytes":
        words = ngettext("%(used)s byte", "%(used)s bytes", int(count.used))
    elif count.unit == "posts":
        words = ngettext("%(used)s post", "%(used)s posts", int(count.used))
    elif count.unit == "pictures":
        words = ngettext("%(used)s picture", "%(used)s pictures", int(count.used))
    else:
        words = f"%(used)s {count.unit}"
    words = words % {"used": used}
    if count.most is None:
        return words
    return _("%(used)s of %(most)s") % {"used": words, "most": grouped(count.most)}
