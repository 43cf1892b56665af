"""How long a text is on a channel, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.patterns import grouped
from hemicycle.channels.contract import Count


def in_words(count: Count) -> str:
    used = grouped(count.used)
    if count.unit == "cost":
        return _("%(cost)s %(currency)s for each recipient") % {"cost": used, "currency": count.detail}
    if count.unit == "segments":
        words = ngettext("%(used)s segment", "%(used)s segments", int(count.used))
    elif count.unit == "characters":
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
    encoding = count.detail.partition(" ")[0] if count.unit == "characters" else ""
    if count.most is not None:
        words = _("%(used)s of %(most)s") % {"used": words, "most": grouped(count.most)}
    return f"{words} · {encoding}" if encoding else words
