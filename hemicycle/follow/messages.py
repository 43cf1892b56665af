"""What people are asked and items before they follow: do you want this, you have it already, here is your page.

Each is for one person: its link opens their own page, for a while (links.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext as _

from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Account, Contact, Medium
from hemicycle.channels.registry import adapter_of
from hemicycle.follow import addresses
from hemicycle.follow.addresses import opening
from hemicycle.follow.followables import name_of, short_name_of
from hemicycle.record.phrases import Phrase
from hemicycle.rules.house_name import house_name
from hemicycle.rules.parameters import in_force
from hemicycle.rules.site_address import absolute

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
            _("If it was you, confirm it. Until then we send nothing more."),
            _("If it was not you, do nothing: the request is deleted after %(days)s days.") % words,
        ]
        title = _("Do you want to follow %(thing)s?") % words
        link = opening(contact, lasts=timedelta(days=days))
        return replace(_to_own_page(title, "\n\n".join(body), contact.lang, link), link_label=_("Confirm"))


def short_question(row: Any, *, results: int | None = None) -> str:
    """The same for a text message, in the language of the moment; `results` are those that a search has now."""
    thing = short_name_of(row)
    if results is not None:
        found = ngettext("%(count)s result today", "%(count)s results today", results) % {"count": results}
        thing = f"{thing} ({found})"
    return _("%(house)s: reply YES to follow %(thing)s. If you did not ask for it, do nothing.") % {
        "house": house_name(),
        "thing": thing,
    }


def already(contact: Contact, row: Any) -> OutgoingText:
    """Somebody asked for what this address has: its owner alone learns that."""
    with override(contact.lang):
        if contact.channel == Medium.SMS:
            return OutgoingText("", short_already(row), contact.lang)
        words = {"thing": name_of(row), "house": house_name()}
        body = _("Somebody asked %(house)s to write to this address about %(thing)s. You already follow it.") % words
        title = _("You already follow %(thing)s") % words
        return _to_own_page(title, body, contact.lang, opening(contact))


def short_already(row: Any) -> str:
    return _("You follow %(thing)s already. To see all, send LIST. To end all, STOP.") % {"thing": short_name_of(row)}


def too_many_searches(contact: Contact, row: Any = None) -> OutgoingText:
    """Somebody asked for one search more than anybody gets."""
    with override(contact.lang):
        body = _("You follow as many searches as %(house)s writes about. On your page you can stop one.") % {
            "house": house_name()
        }
        title = "" if contact.channel == Medium.SMS else _("Your searches")
        return _to_own_page(title, body, contact.lang, opening(contact))


def own_page(contact: Contact, row: Any = None, *, words: str = "", lang: str = "") -> OutgoingText:
    """For who has lost the link, or asks what they follow (`words`)."""
    lang = lang or contact.lang
    with override(lang):
        body = words or _("On your page you can see, change and stop everything %(house)s sends you.") % {
            "house": house_name()
        }
        title = "" if contact.channel == Medium.SMS else _("Your page")
        return _to_own_page(title, body, lang, opening(contact))


def _to_own_page(title: str, body: str, lang: str, link: str) -> OutgoingText:
    label = _("Open your page")
    return OutgoingText(title, body, lang, link=link, link_label=label, sender=house_name())


TOKEN = "{token}"  # noqa: S105  # what the adapter puts the reader's own key for


def with_footer(outgoing: OutgoingText, account: Account) -> OutgoingText:
    """The text as followers get it through this account; a footer that it has stays."""
    end = absolute(addresses.unsubscribe(TOKEN))
    return replace(outgoing, footer=outgoing.footer or footer(account, outgoing.lang), unsubscribe=end)


def footer(account: Account, lang: str) -> str:
    house = house_name(lang)
    with override(lang):
        if adapter_of(account.kind).medium == Medium.SMS:
            return gettext("Opt out: STOP")
        return gettext("You asked %(house)s to write to you about this. Stop or change what you get: %(address)s") % {
            "house": house,
            "address": absolute(addresses.own(TOKEN)),
        }


# What is read at one sitting; and what a text message of two segments holds.
MOST_BY_MAIL, MOST_BY_TEXT = 40, 3


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    url: str


def lines(words: Iterable[dict[str, dict[str, str]]], lang: str) -> list[Line]:
    """What was said, in one language or in that nearest to it."""
    return [Line(**said[Phrase({tag: tag for tag in said}).in_language(lang).lang]) for said in words]


def compose(channel: str, lang: str, items: Sequence[Line]) -> OutgoingText:
    """The same lines give the same outgoing."""
    with override(lang):
        return _text(lang, items) if channel == Medium.SMS else _mail(lang, items)


def _mail(lang: str, items: Sequence[Line]) -> OutgoingText:
    shown, left = items[:MOST_BY_MAIL], len(items) - MOST_BY_MAIL
    body = [f"{line.title}\n{line.url}".rstrip() for line in shown]
    if left > 0:
        body.append(ngettext("And %(left)s more.", "And %(left)s more.", left) % {"left": left})
    title = items[0].title
    if len(items) > 1:
        title = ngettext(
            "%(first)s, and %(left)s more", "%(first)s, and %(left)s more", len(items) - 1
        ) % {"first": title, "left": len(items) - 1}  # fmt: skip
    return OutgoingText(title, "\n\n".join(body), lang, sender=house_name())


def _text(lang: str, items: Sequence[Line]) -> OutgoingText:
    shown, left = items[:MOST_BY_TEXT], len(items) - MOST_BY_TEXT
    body = [line.title for line in shown]
    if left > 0:
        body.append(ngettext("And %(left)s more.", "And %(left)s more.", left) % {"left": left})
    return OutgoingText("", "\n".join(body), lang, link=items[0].url if len(items) == 1 else "", sender=house_name())
