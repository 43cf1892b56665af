"""What stands below everything that followers get: why they get it, and how to end it."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext, override

from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Account, Medium
from hemicycle.channels.registry import adapter_of
from hemicycle.follow import addresses
from hemicycle.rules.site_address import absolute

TOKEN = "{token}"  # noqa: S105  # what the adapter puts the reader's own key for


def with_footer(outgoing: OutgoingText, account: Account) -> OutgoingText:
    """The text as followers get it through this account; a footer that it has stays."""
    end = absolute(addresses.unsubscribe(TOKEN))
    return replace(outgoing, footer=outgoing.footer or footer(account, outgoing.lang), unsubscribe=end)


def footer(account: Account, lang: str) -> str:
    house = settings.HOUSE_NAMES.get(lang, settings.HOUSE_NAME)
    with override(lang):
        if adapter_of(account.kind).medium == Medium.SMS:
            return gettext("To end: STOP")
        return gettext("You asked %(house)s to tell you about this. End or change what you get: %(address)s") % {
            "house": house,
            "address": absolute(addresses.own(TOKEN)),
        }
