"""Private messages on networks, where the policy sends whoever writes them to the ways by which the House is reached.

They get one automatic reply that names these ways, and nobody gets it twice. The message stays in the inbox, under
*Nothing to do*. Where nothing can be said to its author, or no way is known, it is read and answered like a letter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.channels.actions import replying, sending
from hemicycle.channels.actions.answering import (
    ANSWER,
    ANSWER_GOOD_FOR,
    language_to_answer_in,
    may_answer_automatically,
)
from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.models import REDIRECTED, Inbound, Medium, Outbound
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import attended_hours, audit
from hemicycle.rules.house_name import house_name
from hemicycle.rules.parameters import in_force

REDIRECT = f"{ANSWER}redirect:"
BY = "policy"

_ways: list[Callable[[], Sequence[str]]] = []


def register_ways(ways: Callable[[], Sequence[str]]) -> None:
    """`ways` gives the addresses at which people write to the House, as a sentence lists them."""
    _ways.append(ways)


def redirect(message: Inbound) -> bool:
    """Whether the policy redirects it: its author gets a reply, unless they had it before."""
    if not _is_redirected(message):
        return False
    known = [way for ways in _ways for way in ways()]
    if not known:
        return False
    if not _has_reply(message) and not _reply(message, known):
        return False
    message.keyword = REDIRECTED
    message.save(update_fields=["keyword"])
    audit.record("channels.redirect", by=BY, about=message, office=message.office)
    return True


def _is_redirected(message: Inbound) -> bool:
    is_private = message.direct and message.channel == Medium.SOCIAL
    if not is_private or message.keyword or not may_answer_automatically(message):
        return False
    is_ours = message.office.kind == Office.Kind.INSTITUTION
    return bool(is_ours and in_force("direct_messages") == "redirected")


def _has_reply(message: Inbound) -> bool:
    return Outbound.objects.filter(contact=message.contact, content__source__startswith=REDIRECT).exists()


def _reply(message: Inbound, known: Sequence[str]) -> bool:
    """Whether it could be said to them alone, by the software."""
    account, lang = message.account, language_to_answer_in(message)
    if account is None or isinstance(adapter_of(account.kind), ByHand):
        return False
    with translation.override(lang):
        text = _("%(house)s does not read private messages here. Write to us: %(ways)s. %(hours)s") % {
            "house": house_name(), "ways": ", ".join(known), "hours": attended_hours.said(),
        }  # fmt: skip
    try:
        rendered = replying.preview(message, text=text, lang=lang)
    except CannotAnswer:
        return False
    if not all(count.fits for count in rendered.counts):
        return False
    content = sending.prepare(account, source=f"{REDIRECT}{message.pk}", lang=lang, rendered=rendered)
    until = replying.answerable_until(message) or timezone.now() + ANSWER_GOOD_FOR
    sending.queue(content, to=message.contact, not_after=until, asked_for=True, by=BY)
    return True
