"""What stands below everything that followers get: why they get it, and how to end it."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext, override

from hemicycle.channels.models import Account
from hemicycle.channels.registry import adapter_of


def footer(account: Account, lang: str) -> str:
    """In this language; the e-mail adapter puts the reader's own link for {unsubscribe}."""
    house = settings.HOUSE_NAMES.get(lang, settings.HOUSE_NAME)
    with override(lang):
        if adapter_of(account.kind).inbound == "sms":
            return gettext("To end: STOP")
        return gettext(
            "You asked %(house)s to tell you about this. See, change or end what you get: {unsubscribe}"
        ) % {"house": house}
