"""A row of the inbox: who, the first words, what it answers, how old, whose, and how it stands.

Of what everybody reads on its network the words and the name there are shown; of what was written to the office alone
the first words without personal data, to those who read letters, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hemicycle.accounts.models import User
from hemicycle.channels.actions import known_languages, without_personal_data
from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.fediverse.addresses import handle_of
from hemicycle.channels.inbox.sources import Source, described
from hemicycle.channels.models import Answer, Attachment, Inbound, State, is_public
from hemicycle.channels.permissions import INBOX, MAY_READ
from hemicycle.channels.registry import ADAPTERS

# A line and a half beside the thread.
WORDS = 140
# Of a letter less: to read it is a step of its own, which is logged. Never more than half of it, for a text message is
# soon read whole.
WORDS_OF_A_LETTER = 60
# Enough that what is cut off cannot be half of a name or a number.
_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class Row:
    """`words` is "" where the reader may not see any; `count` says how many there are; `lang` is "" where
    nothing tells it."""

    message: Inbound
    who: str
    words: str
    lang: str
    count: int
    may_read: bool
    answers: Source | None
    age: str
    state: str
    label: str
    files: int
    is_overdue: bool


def rows_of(found: list[Inbound], *, reader: User, sources: dict[int, Source]) -> list[Row]:
    """In the same order; what belongs to them is found for all of them at once."""
    page = _Page(
        sources,
        dict(_files_of(found)),
        {key: (returned, state) for key, returned, state in _answers_to(found)},
        known_languages(found),
    )
    letters, comments = reader.offices_as(MAY_READ), reader.offices_as(INBOX)
    return [_row(one, page, may_read=one.office_id in (comments if is_public(one) else letters)) for one in found]


def whole(messages: Any, *, oldest_first: bool = False) -> list[Inbound]:
    """The messages of one page, with all that a row shows; it was cut by their keys, so that no long texts are
    sorted for it."""
    rows = Inbound.objects.filter(pk__in=messages.values("pk")).order_by("pk" if oldest_first else "-pk")
    return list(rows.select_related("office", "account", "contact", "answers__content", "assignee"))


def sources_of(messages: Iterable[Inbound]) -> dict[int, Source]:
    return described({one.answers.content for one in messages if one.answers is not None})


@dataclass(frozen=True, slots=True)
class _Page:
    """What is known of many messages: what they answer, how many files came with them, and of the last answer to each
    since when it is known not to have arrived, and how far it got."""

    sources: dict[int, Source]
    files: dict[int, int]
    answered: dict[int, tuple[datetime | None, str | None]]
    languages: dict[int, str]


def _row(message: Inbound, page: _Page, *, may_read: bool) -> Row:
    returned_at, how_far = page.answered.get(message.pk, (None, None))
    state, label = state_of(
        message, is_answered=message.pk in page.answered, is_undelivered=bool(returned_at),
        is_to_post=how_far == State.BY_HAND,
    )  # fmt: skip
    return Row(
        message=message,
        who=name_of(message),
        words=_first_words(message) if may_read else "",
        lang=message.lang or page.languages[message.pk],
        count=len(message.text.split()),
        may_read=may_read,
        answers=page.sources[message.answers.content_id] if message.answers is not None else None,
        age=age_of(message),
        state=state,
        label=label,
        files=page.files.get(message.pk, 0),
        is_overdue=is_overdue(message),
    )


def _answers_to(messages: list[Inbound]) -> Iterable[tuple[int, datetime | None, str | None]]:
    rows = Answer.objects.filter(inbound__in=[one.pk for one in messages]).order_by("pk")
    return rows.values_list("inbound", "returned_at", "outbound__state")


def _files_of(messages: list[Inbound]) -> Iterable[tuple[int, int]]:
    rows = Attachment.objects.filter(inbound__in=[one.pk for one in messages])
    return rows.values_list("inbound").annotate(n=Count("pk"))


def name_of(message: Inbound) -> str:
    """Whoever wrote where everybody reads it is known by the name there, unless somebody typed it in."""
    contact, account = message.contact, message.account
    if not is_public(message) or contact is None or account is None or not contact.address:
        return ""
    if isinstance(ADAPTERS.get(account.kind), ByHand):
        return ""
    address = contact.address
    return handle_of(address) if address.startswith("https://") else address


def title_of(message: Inbound) -> str:
    """By what a message is known on every page: whoever wrote it, else its number."""
    return name_of(message) or f"{message.get_channel_display()} {message.pk}"


def state_of(
    message: Inbound, *, is_answered: bool, is_undelivered: bool, is_to_post: bool = False
) -> tuple[str, str]:
    """The shape of docs/look.md, and the word."""
    if is_to_post and message.closed_at is None:
        return "waiting", _("Answer to post by hand")
    if is_undelivered and message.closed_at is None:
        return "failed", _("Answer not delivered")
    if message.closed_at is not None:
        return ("done", _("Answered")) if is_answered else ("set-aside", pgettext("messages", "Closed"))
    if message.is_snoozed:
        return "waiting", _("Snoozed")
    if message.has_come_back:
        return "suggested", _("Back from snooze")
    if message.keyword or message.automatic:
        return "set-aside", _("Nothing to do")
    return "draft", _("To do")


def is_overdue(message: Inbound) -> bool:
    due = message.answer_due_at
    return due is not None and due <= timezone.now()


def age_of(message: Inbound) -> str:
    return timesince(message.received_at, depth=1)


def _first_words(message: Inbound) -> str:
    whole = " ".join(" – ".join(filter(None, (message.subject, message.text[:_LOOKED_AT]))).split())
    if is_public(message):
        return _cut(whole, WORDS)
    return _cut(without_personal_data(whole, message.lang), min(WORDS_OF_A_LETTER, len(whole) // 2))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0]} …"
