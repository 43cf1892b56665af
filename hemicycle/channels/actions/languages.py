"""In which language whoever wrote is likely to read: a text message does not say it, and is too short to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db.models import Value

from hemicycle.channels.models import Answer, Inbound


def language_of(message: Inbound) -> str:
    """The language to answer in: theirs, where we know and speak it; else that of the account, or of the House."""
    account = message.account
    known = known_languages([message])[message.pk]
    return known or _spoken(account.languages if account else ()) or settings.LANGUAGE_CODE


def known_languages(messages: Iterable[Inbound]) -> dict[int, str]:
    """By the key of each: theirs by this message, by what they chose, by what of ours they answer, or by what they
    wrote before and in what they were answered; "" where none of it tells. One query at most."""
    found = {one.pk: _by_itself(one) for one in messages}
    unknown = [one for one in messages if not found[one.pk] and one.contact is not None and not one.contact.is_new]
    earlier = _earlier({one.contact_id for one in unknown if one.contact_id})
    return found | {one.pk: earlier.get(one.contact_id or 0, "") for one in unknown}


def _by_itself(message: Inbound) -> str:
    contact = message.contact
    answered = message.answers.content.lang if message.answers is not None else ""
    return _spoken((message.lang, contact.lang if contact else "", answered))


def _earlier(contacts: set[int]) -> Mapping[int, str]:
    """Of each person the last that is known; that of an answer, which a person chose, before that of a keyword."""
    if not contacts:
        return {}
    wrote = Inbound.objects.filter(contact__in=contacts).exclude(lang="").annotate(order=Value(0))
    answered = Answer.objects.filter(inbound__contact__in=contacts).annotate(order=Value(1))
    rows = wrote.order_by().values_list("order", "pk", "contact", "lang").union(
        answered.order_by().values_list("order", "pk", "inbound__contact", "lang"), all=True
    )  # fmt: skip
    found: dict[int, str] = {}
    for _order, _key, contact, lang in sorted(rows):
        if spoken := _spoken((lang,)):
            found[contact] = spoken
    return found


def _spoken(wanted: Iterable[str]) -> str:
    spoken = dict(settings.LANGUAGES)
    found = (lang.partition("-")[0].lower() for lang in wanted if lang)
    return next((lang for lang in found if lang in spoken), "")
