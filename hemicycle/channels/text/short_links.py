"""Short links: an address of ours in place of a long one, in what an account sends.

Plain Python. The code is a digest of what the link is for, so that a preview shows what is sent before any link is
minted (actions/short_links.py), and a text that is rendered again has the same links.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.urls import get_script_prefix
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import AccountField, OutgoingText
from hemicycle.channels.text.threads import LINK
from hemicycle.rules.site_address import absolute

NAME = "short_links"
SHORT_LINKS = AccountField(NAME, _("Short links of our own, which count how often they are opened"), "yes")
SAVING_SHORT_LINKS = AccountField(
    NAME, _("Short links of our own: they save characters, and count how often they are opened"), "yes", default="yes"
)
# As in the addresses of the record: without vowels and look-alikes. Nine signs of 27 are 42 bits: among 100,000 links
# two would share a code in one House of 1,500, and then the second is not minted (`CodeTaken`).
_SIGNS = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 9


def are_on(fields: Iterable[AccountField], settings: Mapping[str, Any]) -> bool:
    """Whether an account of an adapter with these fields shortens its links."""
    field = next((one for one in fields if one.name == NAME), None)
    return field is not None and bool(settings.get(NAME, field.default == "yes"))


def code_of(target: str, *, source: str, account: int, lang: str) -> str:
    digest = hashlib.sha256("\n".join((source, str(account), lang, target)).encode()).digest()
    number, signs = int.from_bytes(digest[:12], "big"), ""
    for _place in range(LENGTH):
        number, sign = divmod(number, len(_SIGNS))
        signs += _SIGNS[sign]
    return signs


def short_address(code: str) -> str:
    """Served by `site`; without a slash at the end, which would be one more character."""
    return absolute(f"{get_script_prefix()}s/{code}")


def shorten(outgoing: OutgoingText, *, source: str, account: int) -> tuple[OutgoingText, dict[str, str]]:
    """The text with short links, and what each code leads to. A link that is no longer than its short one stays, and
    so does what is one recipient's own: the footer and the way to unsubscribe."""
    minted: dict[str, str] = {}

    def short(target: str) -> str:
        code = code_of(target, source=source, account=account, lang=outgoing.lang)
        if len(address := short_address(code)) >= len(target) or "{token}" in target:
            return target
        minted[code] = target
        return address

    body = LINK.sub(lambda found: short(found[0]), outgoing.body)
    link = short(outgoing.link) if outgoing.link else ""
    return replace(outgoing, body=body, link=link), minted
