"""What people are asked and told before they follow: do you want this, you have it already, here is your page.

Each is for one person: its link opens their own page, for a while (links.py).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.accounts.templatetags.look import house_name
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Contact, Medium
from hemicycle.follow.links import opening
from hemicycle.follow.naming import name_of, short_name_of
from hemicycle.rules.parameters import in_force

Letter = Callable[[Contact, Any], OutgoingText]


def question(contact: Contact, row: Any) -> OutgoingText:
    """Nothing else goes to an address until its owner has answered this."""
    days = in_force("follow_confirm_days")
    with override(contact.lang):
        if contact.channel == Medium.SMS:
            return OutgoingText("", short_question(row), contact.lang)
        words = {"house": house_name(), "thing": name_of(row), "days": days}
        body = [
            _("Somebody asked %(house)s to write to this address about %(thing)s.") % words,
            _("If that was you, open your page and confirm it. Until then nothing more is sent.") % words,
            _("If it was not, do nothing: after %(days)s days the request is forgotten.") % words,
        ]
        title = _("Do you want to follow %(thing)s?") % words
        link = opening(contact, lasts=timedelta(days=days))
        return OutgoingText(title, "\n\n".join(body), contact.lang, link=link, sender=house_name())


def short_question(row: Any) -> str:
    """The same for a text message, in the language of the moment."""
    return _("%(house)s: reply YES to follow %(thing)s. If you did not ask for it, do nothing.") % {
        "house": house_name(),
        "thing": short_name_of(row),
    }


def already(contact: Contact, row: Any) -> OutgoingText:
    """Somebody asked for what this address has: its owner alone learns that."""
    with override(contact.lang):
        if contact.channel == Medium.SMS:
            return OutgoingText("", short_already(row), contact.lang)
        words = {"thing": name_of(row), "house": house_name()}
        body = _("Somebody asked %(house)s to write to this address about %(thing)s. You follow that already.") % words
        title = _("You follow %(thing)s already") % words
        return OutgoingText(title, body, contact.lang, link=opening(contact), sender=house_name())


def short_already(row: Any) -> str:
    return _("You follow %(thing)s already. To see all, send LIST. To end all, STOP.") % {"thing": short_name_of(row)}


def own_page(contact: Contact, row: Any = None, *, words: str = "", lang: str = "") -> OutgoingText:
    """For who has lost the link, or asks what they follow (`words`)."""
    lang = lang or contact.lang
    with override(lang):
        body = words or _("On your page you see, change and end everything %(house)s sends you.") % {
            "house": house_name()
        }
        title = "" if contact.channel == Medium.SMS else _("Your page")
        return OutgoingText(title, body, lang, link=opening(contact), sender=house_name())
